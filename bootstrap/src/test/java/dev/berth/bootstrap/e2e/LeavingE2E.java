package dev.berth.bootstrap.e2e;

import java.util.Objects;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whoever is killed while the engine works for them leaves nothing, whatever it is at.
final class LeavingE2E extends InBothModes {
  private @Nullable EngineProxy proxy;

  @Override
  Settings settings(Mode mode) {
    proxy = new EngineProxy();
    return super.settings(mode).with(Settings.ENGINE, proxy.host());
  }

  @AfterAll
  void closeProxy() {
    Objects.requireNonNull(proxy).close();
  }

  /// In mode *session* there is no exec, so those who leave then have nothing that is half done.
  @ParameterizedTest
  @ValueSource(strings = {"/images/", "/containers/create", "/attach", "/start", "/exec", "/exec/"})
  void whileTheEngineIsAsked(String path) {
    EngineProxy engine = Objects.requireNonNull(proxy);
    ssh("true").succeeded();
    gateway().awaitContainers(0);
    Holdings before = Holdings.of(gateway());
    long asked = engine.questions(path);
    engine.muteFrom(path);
    boolean happens = asked > 0;
    int closed = gateway().log("CONNECTION_CLOSED").size();

    try (ClientProcess client = clients().start("exec sleep 1000")) {
      if (happens) {
        engine.awaitQuestions(path, asked + 1);
      } else {
        gateway().awaitContainers(1);
      }
      client.signal("KILL");
      Awaitility.await()
          .atMost(ClientProcess.PATIENCE)
          .until(() -> gateway().log("CONNECTION_CLOSED").size() > closed);
      engine.pass();
    }

    gateway().awaitContainers(0);
    before.awaitNoMoreIn(gateway());
  }
}
