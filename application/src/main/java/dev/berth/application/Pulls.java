package dev.berth.application;

import dev.berth.domain.configuration.BackendConfiguration;
import dev.berth.domain.connection.ConnectionId;
import dev.berth.domain.container.EngineEndpoint;
import dev.berth.domain.container.EngineFields;
import dev.berth.domain.container.ImageReference;
import dev.berth.domain.container.PullProgress;
import dev.berth.domain.container.RegistryCredentials;
import dev.berth.domain.event.GatewayEvent.ImagePullStarted;
import dev.berth.domain.event.GatewayEvent.ImagePulled;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import dev.berth.ports.driven.ContainerRuntime;
import dev.berth.ports.driven.EventSink;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/// One pull at a time of each image, however many users wait for it. It ends when it is done, or
/// when the last one who waits for it has left.
final class Pulls {
  private final EventSink events;
  private final Map<Wanted, Pull> underWay = new HashMap<>();

  Pulls(EventSink events) {
    this.events = events;
  }

  /// Whose pull is as good as another's.
  private record Wanted(
      EngineEndpoint engine,
      ImageReference image,
      EngineFields platform,
      Optional<RegistryCredentials> credentials) {}

  private static final class Pull {
    private final CompletableFuture<Void> outcome = new CompletableFuture<>();
    private volatile PullProgress progress = PullProgress.NONE;
    private final Thread thread;
    private int waiting;

    Pull(Wanted wanted, Consumer<Pull> body) {
      thread = Thread.ofVirtual().name("pull-" + wanted.image()).unstarted(() -> body.accept(this));
    }
  }

  /// Pulls the image of a configuration, or waits for the pull that is under way.
  ///
  /// @param connection for whom
  /// @throws GatewayException if the pull fails, or the one who waits has left
  void pull(
      ContainerRuntime engine,
      BackendConfiguration configuration,
      ConnectionId connection,
      Waiter waiter)
      throws InterruptedException {
    ImageReference image = configuration.settings().image();
    Wanted wanted =
        new Wanted(
            configuration.endpoint(),
            image,
            configuration.settings().platform(),
            configuration.registryCredentials());
    Pull pull = joined(wanted, engine, connection);
    try {
      waiter.interruptibly(
          () -> Optional.of(new Delay.Pulling(image, pull.progress)), () -> result(pull.outcome));
    } finally {
      left(wanted, pull);
    }
  }

  private synchronized Pull joined(
      Wanted wanted, ContainerRuntime engine, ConnectionId connection) {
    Pull pull = underWay.get(wanted);
    if (pull == null) {
      pull = new Pull(wanted, begun -> run(wanted, begun, engine, connection));
      // Nobody waits for one that could not even begin.
      pull.thread.start();
      underWay.put(wanted, pull);
    }
    pull.waiting++;
    return pull;
  }

  private synchronized void left(Wanted wanted, Pull pull) {
    pull.waiting--;
    if (pull.waiting == 0 && underWay.remove(wanted, pull)) {
      pull.thread.interrupt();
    }
  }

  private void run(Wanted wanted, Pull pull, ContainerRuntime engine, ConnectionId connection) {
    String image = wanted.image().value();
    long start = System.nanoTime();
    try {
      events.emit(new ImagePullStarted(connection, image));
      engine.pull(wanted.image(), progress -> pull.progress = progress);
      events.emit(new ImagePulled(connection, image, Duration.ofNanos(System.nanoTime() - start)));
      over(wanted, pull);
      pull.outcome.complete(null);
    } catch (InterruptedException nobodyWaits) {
      over(wanted, pull);
      pull.outcome.completeExceptionally(
          GatewayException.backend(
              FailureCode.CONNECTION_CLOSED, "pulling image " + image + " was stopped", null));
    } catch (RuntimeException | Error failure) {
      over(wanted, pull);
      pull.outcome.completeExceptionally(failure);
    }
  }

  /// Who comes now wants a new one.
  private synchronized void over(Wanted wanted, Pull pull) {
    underWay.remove(wanted, pull);
  }

  private static boolean result(CompletableFuture<Void> outcome) throws InterruptedException {
    try {
      outcome.get();
      return true;
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof GatewayException failure) {
        throw GatewayException.backend(
            failure.code(), failure.operatorMessage(), failure.getCause());
      }
      throw GatewayException.backend(
          FailureCode.INTERNAL, "pulling an image ended in a fault", failed.getCause());
    }
  }
}
