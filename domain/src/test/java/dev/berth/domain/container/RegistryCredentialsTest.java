package dev.berth.domain.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.configuration.BackendConfiguration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryCredentialsTest {
  private static RegistryCredentials at(String registry) {
    return new RegistryCredentials("user", "password of " + registry, registry, "", "");
  }

  @ParameterizedTest
  @CsvSource({
    "debian:12, docker.io",
    "team/tools, docker.io",
    "localhost/tools, localhost",
    "registry.example.org/tools:1, registry.example.org",
    "127.0.0.1:5000/team/tools@sha256:00, 127.0.0.1:5000"
  })
  void anImageNamesItsRegistry(String image, String registry) {
    assertThat(new ImageReference(image).registry()).isEqualTo(registry);
  }

  @ParameterizedTest
  @CsvSource({
    "'', debian, true",
    "'', registry.example.org/tools, true",
    "https://index.docker.io/v1/, debian, true",
    "docker.io, debian, true",
    "index.docker.io, registry.example.org/tools, false",
    "Registry.example.org, registry.example.org/tools, true",
    "https://registry.example.org/, registry.example.org/tools, true",
    "registry.example.org, registry.example.org:5000/tools, false",
    "registry.example.org, registry.example.org.evil.test/tools, false",
    "docker.io, evildocker.io/tools, false"
  })
  void noOtherRegistryIsTold(String address, String image, boolean told) {
    assertThat(at(address).areFor(new ImageReference(image))).isEqualTo(told);
  }

  @Test
  void theFirstThatFitsIsTaken() {
    BackendConfiguration plain = BackendConfiguration.of(new ImageReference("one.test/tools"));
    BackendConfiguration configured =
        new BackendConfiguration(
            plain.endpoint(),
            plain.mode(),
            plain.settings(),
            plain.containerName(),
            plain.pullPolicy(),
            List.of(at("two.test"), at("one.test"), at("")),
            plain.exposeMetadata(),
            plain.timeouts());
    assertThat(configured.registryCredentials()).contains(at("one.test"));
    assertThat(
            configured
                .withSettings(ContainerSettings.of(new ImageReference("debian")))
                .registryCredentials())
        .contains(at(""));
    assertThat(plain.registryCredentials()).isEmpty();
  }
}
