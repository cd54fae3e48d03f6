package dev.berth.domain.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerValuesTest {
  @ParameterizedTest
  @ValueSource(strings = {"unix:///var/run/docker.sock", "tcp://engine.example.org:2376"})
  void anEngineIsASocketFileOrATcpAddress(String host) {
    assertThat(new EngineEndpoint(URI.create(host), Optional.empty())).hasToString(host);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://x:1", "unix:", "tcp://x", "/var/run/docker.sock"})
  void otherEngineAddressesAreRefused(String host) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EngineEndpoint(URI.create(host), Optional.empty()));
  }

  @Test
  void tlsIsOnlyForTcp() {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new EngineEndpoint(
                URI.create("unix:///x"), Optional.of(new EngineEndpoint.Tls("a", "b", "c"))));
  }

  @Test
  void secretsNeverShow() {
    assertThat(new EngineEndpoint.Tls("a", "b", "s3cret").toString()).doesNotContain("s3cret");
    assertThat(new RegistryCredentials("u", "s3cret", "", "s3cret", "s3cret").toString())
        .doesNotContain("s3cret");
    assertThat(new EngineFields(Map.of("Env", List.of("A=s3cret"))).toString())
        .doesNotContain("s3cret");
  }

  @Test
  void engineFieldsAreFoundInAnyLetterCaseAndCannotBeChanged() {
    Map<String, Object> inner = new HashMap<>(Map.of("memory", 5L));
    EngineFields fields = new EngineFields(Map.of("hostconfig", inner));
    inner.put("memory", 6L);

    assertThat(fields.get("HostConfig")).contains(Map.of("memory", 5L));
    assertThat(fields.has("HOSTCONFIG")).isTrue();
    assertThat(fields.has("other")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a\nb"})
  void anImageReferenceHasNoWhiteSpace(String value) {
    assertThatIllegalArgumentException().isThrownBy(() -> new ImageReference(value));
  }

  @Test
  void timeoutsArePositive() {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new Timeouts(
                Duration.ZERO,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1)))
        .withMessageContaining("containerStart");
  }

  @Test
  void execCannotRunTheImagesOwnCommand() {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new ExecSpec(
                new Invocation.ImageDefault(),
                dev.berth.domain.session.Environment.empty(),
                Optional.empty()));
  }
}
