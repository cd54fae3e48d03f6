package dev.berth.adapter.config;

import static dev.berth.adapter.config.ConfigurationFolder.HOST_KEYS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.adapter.config.ConfigurationFiles.Loaded;
import dev.berth.domain.configuration.BackendConfiguration;
import dev.berth.domain.configuration.ConnectionConfiguration;
import dev.berth.domain.configuration.SecurityPolicy;
import dev.berth.domain.container.PullPolicy;
import dev.berth.domain.event.Severity;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import dev.berth.domain.mode.OperatingMode.ContainerPerSession;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MergedConfigurationsTest {
  private static final String FILE =
      HOST_KEYS
          + """
          docker:
            timeouts: {signal: 7s, window: 8s}
            execution:
              mode: session
              imagePullPolicy: Never
              exposeAuthMetadataAsEnv: true
              shellCommand: [/bin/zsh]
              container: {image: "debian:12", env: [A=1], labels: {one: "1", two: "2"}}
              host: {memory: 1000, pidslimit: 10}
              network: {endpointsconfig: {lan: {aliases: [x], driverOpts: {a: "0"}}}}
          """;

  private final ConfigurationFolder folder;

  MergedConfigurationsTest(@TempDir Path path) {
    folder = ConfigurationFolder.in(path);
  }

  private BackendConfiguration with(String partial) {
    return completed(partial).backend();
  }

  private ConnectionConfiguration completed(String partial) {
    Loaded loaded = ConfigurationFiles.read(folder.write("config.yaml", FILE));
    assertThat(loaded).isInstanceOf(Loaded.Valid.class);
    return ((Loaded.Valid) loaded).partials().complete(partial);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"docker\": null}",
        "{\"docker\": {}}",
        "{\"docker\": {\"execution\": {\"mode\": null, \"container\": {\"Image\": null}}}}"
      })
  void nothingGivenIsTheFile(String partial) {
    assertThat(with(partial)).isEqualTo(folder.valid(FILE).backend());
  }

  @Test
  void whatIsGivenWinsAndTheRestStays() {
    BackendConfiguration merged =
        with(
            """
            {"docker": {"timeouts": {"signal": "9s"},
                        "execution": {"container": {"image": "alpine"}}}}
            """);
    assertThat(merged.settings().image().value()).isEqualTo("alpine");
    assertThat(merged.timeouts().signal()).isEqualTo(Duration.ofSeconds(9));
    assertThat(merged.timeouts().window()).isEqualTo(Duration.ofSeconds(8));
    assertThat(merged.pullPolicy()).isEqualTo(PullPolicy.NEVER);
    assertThat(merged.settings().container().get("env")).contains(List.of("A=1"));
  }

  @Test
  void falseZeroAndEmptyWinToo() {
    BackendConfiguration merged =
        with(
            """
            {"docker": {"execution": {
              "exposeAuthMetadataAsEnv": false,
              "shellCommand": [],
              "container": {"Env": [], "User": ""},
              "host": {"Memory": 0}}}}
            """);
    assertThat(merged.exposeMetadata()).isFalse();
    assertThat(((ContainerPerSession) merged.mode()).shellCommand()).isEmpty();
    assertThat(merged.settings().container().get("env")).contains(List.of());
    assertThat(merged.settings().container().get("user")).contains("");
    assertThat(merged.settings().host().get("memory").map(String::valueOf)).contains("0");
    assertThat(merged.settings().host().get("pidslimit").map(String::valueOf)).contains("10");
  }

  @Test
  void namesOfEngineStructuresMeetInAnyLetterCase() {
    BackendConfiguration merged =
        with("{\"docker\": {\"execution\": {\"container\": {\"Labels\": {\"two\": \"zwei\"}}}}}");
    assertThat(merged.settings().container().get("labels"))
        .contains(Map.of("one", "1", "two", "zwei"));
    assertThat(merged.settings().container().fields()).hasSize(2);
  }

  @Test
  void namesThatAreTheOperatorsOwnMeetOnlyAsTheyAreWritten() {
    BackendConfiguration merged =
        with(
            """
            {"docker": {"execution": {
              "container": {"Labels": {"Two": "zwei"}},
              "network": {"endpointsConfig": {"Lan": {"DriverOpts": {"A": "1"}}}}
            }}}
            """);
    assertThat(merged.settings().container().get("labels"))
        .contains(Map.of("one", "1", "two", "2", "Two", "zwei"));
    assertThat(merged.settings().network().get("EndpointsConfig"))
        .contains(
            Map.of(
                "lan", Map.of("aliases", List.of("x"), "driverOpts", Map.of("a", "0")),
                "Lan", Map.of("DriverOpts", Map.of("A", "1"))));
    assertThat(
            with("""
            {"docker": {"execution": {"network": {
              "ENDPOINTSCONFIG": {"lan": {"DRIVEROPTS": {"A": "1"}}}}}}}
            """)
                .settings()
                .network()
                .get("EndpointsConfig"))
        .contains(
            Map.of(
                "lan", Map.of("aliases", List.of("x"), "driverOpts", Map.of("a", "0", "A", "1"))));
  }

  @Test
  void sectionsThatCannotDifferAreLeftOut() {
    assertThat(
            with(
                """
                {"ssh": {"banner": "x", "hostkeys": ["nowhere"]}, "log": {"format": "nonsense"},
                 "auth": {"password": {"method": "oracle"}}, "metrics": {"enable": true},
                 "backend": "docker"}
                """))
        .isEqualTo(folder.valid(FILE).backend());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"docker\": {\"execution\": {\"mode\": \"nomode\"}}} | docker.execution.mode: \"nomode\"",
        "{\"docker\": {\"execution\": {\"imagePullPolcy\": \"Never\"}}} | imagePullPolicy?",
        "{\"dokcer\": {}} | dokcer: unknown key",
        "{\"docker\": []} | docker: must be a section",
        "{\"docker\": 1 | JSON",
        "[] | section",
        "{\"docker\": {\"connection\": {\"cacert\": \"/etc/passwd\"}}} | must hold a certificate",
        "{\"log\": {\"level\": \"nonsense\"}} | log.level: \"nonsense\"",
        "{\"backend\": \"kubernetes\"} | no Kubernetes backend",
        "{\"security\": {\"shell\": {\"mode\": \"maybe\"}}} | security.shell.mode: \"maybe\" is not"
            + " one of",
      })
  void whatCannotBeUsedIsToldToTheOperator(String partial, String told) {
    assertThatThrownBy(() -> with(partial))
        .isInstanceOfSatisfying(
            GatewayException.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(FailureCode.CONFIGURATION_INVALID);
              assertThat(refused.operatorMessage()).contains(told.strip());
            });
  }

  @Test
  void thePolicyIsMergedToo() {
    SecurityPolicy policy =
        completed(
                "{\"security\": {\"shell\": {\"mode\": \"disable\"}, \"forceCommand\": \"id\","
                    + " \"maxSessions\": 3}}")
            .policy();
    assertThat(policy.permitsShell()).isFalse();
    assertThat(policy.permitsTty()).isTrue();
    assertThat(policy.forcedCommand()).contains("id");
    assertThat(policy.maxSessions()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"log\": {\"level\": \"debug\", \"format\": \"text\"}} | DEBUG",
        "{\"log\": {\"level\": 0}} | EMERGENCY",
        "{\"log\": {\"level\": null}} |",
        "{\"log\": {}} |",
        "{\"log\": null} |",
        "{} |",
      })
  void theLevelOfTheLogIsGivenOrNot(String partial, @Nullable Severity level) {
    assertThat(completed(partial).detail()).isEqualTo(Optional.ofNullable(level));
  }

  @Test
  void theServersOwnKeys() {
    assertThat(folder.valid(HOST_KEYS).configurationServer()).isEmpty();
    assertThat(
            folder
                .valid(HOST_KEYS + "configserver: {url: \"\", timeout: 3s}")
                .configurationServer())
        .isEmpty();
    assertThat(
            folder
                .valid(
                    HOST_KEYS
                        + "configserver: {url: \"http://127.0.0.1:8080/config\", timeout: 3s}")
                .configurationServer())
        .hasValueSatisfying(server -> {
          assertThat(server.url()).hasToString("http://127.0.0.1:8080/config");
          assertThat(server.timeout()).isEqualTo(Duration.ofSeconds(3));
          assertThat(server.authTimeout()).isEqualTo(Duration.ofMinutes(1));
        });
    assertThat(folder.problem("configserver: {url: \"https://a\", key: key.pem}").message())
        .contains("missing: configserver.cert");
  }
}
