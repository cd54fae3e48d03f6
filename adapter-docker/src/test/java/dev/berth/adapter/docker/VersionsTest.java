package dev.berth.adapter.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.domain.container.ImageReference;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import dev.berth.ports.driven.ContainerRuntime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// An engine is talked to in the newest version of its API that both sides know.
class VersionsTest {
  private static final ImageReference IMAGE = new ImageReference("image");

  private final TrivialEngine engine = new TrivialEngine("{}");
  private final DockerContainerRuntimes runtimes = new DockerContainerRuntimes();
  private final ContainerRuntime runtime = runtimes.at(engine.configuration());

  @AfterEach
  void close() {
    runtimes.close();
    engine.close();
  }

  private static String version(String oldest, String newest) {
    return "{\"Version\": \"x\", \"ApiVersion\": \"%s\", \"MinAPIVersion\": \"%s\"}"
        .formatted(newest, oldest);
  }

  @ParameterizedTest
  @CsvSource({
    "1.12, 1.30, 1.30",
    "1.12, 1.41, 1.41",
    "1.24, 1.47, 1.47",
    "1.24, 1.48, 1.47",
    "1.44, 1.100, 1.47",
    "1.47, 2.0, 1.47"
  })
  void theNewestThatBothKnowIsSpoken(String oldest, String newest, String spoken)
      throws InterruptedException {
    engine.becomes(version(oldest, newest));

    assertThat(runtime.imagePresent(IMAGE)).isTrue();
    assertThat(runtime.imagePresent(IMAGE)).isTrue();

    String path = "GET /v" + spoken + "/images/image/json";
    assertThat(engine.asked()).containsExactly("GET /version", path, path);
  }

  @Test
  void anEngineNeedNotSayWhatItsOldestIs() throws InterruptedException {
    engine.becomes("{\"ApiVersion\": \"1.41\"}");

    assertThat(runtime.imagePresent(IMAGE)).isTrue();
    assertThat(engine.asked()).endsWith("GET /v1.41/images/image/json");
  }

  @ParameterizedTest
  @CsvSource({"1.12, 1.29", "1.12, 1.3", "1.48, 1.52", "2.0, 2.1"})
  void whereBothKnowNoneNothingElseIsAsked(String oldest, String newest) {
    engine.becomes(version(oldest, newest));

    refused(
        FailureCode.ENGINE_INCOMPATIBLE,
        () -> runtime.imagePresent(IMAGE),
        engine.endpoint()
            + " speaks API "
            + oldest
            + " to "
            + newest
            + " and this gateway 1.30 to 1.47; bring the older of them up to date");
    refused(FailureCode.ENGINE_INCOMPATIBLE, runtime::ping, "bring the older of them up to date");
    assertThat(engine.asked()).containsOnly("GET /version");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"ApiVersion\": \"\"}", "{\"ApiVersion\": \"new\"}"})
  void whatDoesNotSayItsVersionIsNoEngine(String answer) {
    engine.becomes(answer);

    String words = "does not say which version of the Engine API it speaks; is it an engine?";
    refused(FailureCode.ENGINE_INCOMPATIBLE, () -> runtime.imagePresent(IMAGE), words);
    refused(FailureCode.ENGINE_INCOMPATIBLE, runtime::ping, engine.endpoint() + " " + words);
    assertThat(engine.asked()).containsOnly("GET /version");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "ok", "{"})
  void whatIsNoDescriptionIsAnError(String answer) {
    engine.becomes(answer);

    refused(FailureCode.ENGINE_ERROR, runtime::ping, engine.endpoint().toString());
  }

  /// It may have been replaced; the next who asks what it is finds out.
  @Test
  void anEngineThatComesBackMayBeAnother() throws InterruptedException {
    engine.becomes(version("1.12", "1.41"));
    assertThat(runtime.imagePresent(IMAGE)).isTrue();
    engine.becomes(version("1.44", "1.52"));

    assertThat(runtime.ping()).contains("1.52");
    assertThat(runtime.imagePresent(IMAGE)).isTrue();

    assertThat(engine.asked()).endsWith("GET /version", "GET /v1.47/images/image/json");
  }

  private interface Call {
    Object run() throws InterruptedException;
  }

  private static void refused(FailureCode code, Call call, String words) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            GatewayException.class,
            failure -> {
              assertThat(failure.code()).isEqualTo(code);
              assertThat(failure.operatorMessage()).contains(words);
            });
  }
}
