package dev.berth.adapter.config;

import static dev.berth.adapter.config.ConfigurationFolder.HOST_KEYS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.adapter.config.ConfigurationFiles.Problem;
import dev.berth.domain.configuration.BackendConfiguration;
import dev.berth.domain.container.ContainerSettings;
import dev.berth.domain.container.EngineEndpoint;
import dev.berth.domain.container.EngineEndpoint.Tls;
import dev.berth.domain.container.EngineFields;
import dev.berth.domain.container.ImageReference;
import dev.berth.domain.container.PullPolicy;
import dev.berth.domain.container.RegistryCredentials;
import dev.berth.domain.container.Timeouts;
import dev.berth.domain.mode.ContainerKey;
import dev.berth.domain.mode.IdleRule;
import dev.berth.domain.mode.OperatingMode.ContainerPerConnection;
import dev.berth.domain.mode.OperatingMode.ContainerPerSession;
import dev.berth.domain.mode.OperatingMode.Persistent;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DockerSectionTest {
  private final ConfigurationFolder folder;

  DockerSectionTest(@TempDir Path path) {
    folder = ConfigurationFolder.in(path);
  }

  @Test
  void defaults() {
    assertThat(folder.valid(HOST_KEYS).backend())
        .isEqualTo(
            BackendConfiguration.of(new ImageReference("containerssh/containerssh-guest-image")));
  }

  @Test
  void everyKeySet() throws IOException {
    BackendConfiguration backend =
        folder
            .valid(
                HOST_KEYS
                    + """
                    backend: docker
                    docker:
                      connection: {host: "tcp://engine.example.org:2376", cacert: ca.pem, cert: cert.pem, key: key.pem}
                      execution:
                        container: {image: "debian:12", workingdir: /srv}
                        host: {Memory: 1000000}
                        network: {endpointsconfig: {lab: {}}}
                        platform: {os: linux}
                        containername: guest
                        auth: {username: u, password: p, serveraddress: s, identitytoken: i, registrytoken: r}
                        registries:
                          one.test:5000: {username: a, password: b, identitytoken: c, registrytoken: d}
                        mode: connection
                        idleCommand: [/bin/cat]
                        shellCommand: [/bin/sh, -l]
                        agentPath: /agent
                        disableAgent: true
                        subsystems: {sftp: /sftp, other: /other}
                        imagePullPolicy: Always
                        exposeAuthMetadataAsEnv: true
                      timeouts:
                        containerStart: 1s
                        containerStop: 2s
                        commandStart: 3s
                        signal: 4s
                        window: 5s
                        http: 6s
                        imagePull: 7s
                    """)
            .backend();
    assertThat(backend)
        .isEqualTo(
            new BackendConfiguration(
                new EngineEndpoint(
                    URI.create("tcp://engine.example.org:2376"),
                    Optional.of(
                        new Tls(
                            ConfigurationFolder.CERTIFICATE,
                            ConfigurationFolder.CERTIFICATE,
                            Files.readString(folder.path().resolve("key.pem"))))),
                new ContainerPerConnection(
                    List.of("/bin/cat"),
                    List.of("/bin/sh", "-l"),
                    Map.of("sftp", "/sftp", "other", "/other"),
                    Optional.empty()),
                new ContainerSettings(
                    new ImageReference("debian:12"),
                    new EngineFields(Map.of("workingdir", "/srv")),
                    new EngineFields(Map.of("Memory", 1_000_000L)),
                    new EngineFields(Map.of("endpointsconfig", Map.of("lab", Map.of()))),
                    new EngineFields(Map.of("os", "linux"))),
                Optional.of("guest"),
                PullPolicy.ALWAYS,
                List.of(
                    new RegistryCredentials("a", "b", "one.test:5000", "c", "d"),
                    new RegistryCredentials("u", "p", "s", "i", "r")),
                true,
                new Timeouts(
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(4),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(6),
                    Duration.ofSeconds(7))));
  }

  @Test
  void inSessionModeTheShellIsTheImagesOwnUnlessConfigured() {
    assertThat(execution("mode: session").mode())
        .isEqualTo(new ContainerPerSession(List.of(), BackendConfiguration.DEFAULT_SUBSYSTEMS));
    assertThat(execution("mode: session, shellCommand: [/bin/sh], subsystems: {}").mode())
        .isEqualTo(new ContainerPerSession(List.of("/bin/sh"), Map.of()));
  }

  @Test
  void inPersistentModeEachKeyHasItsDefaultAndItsEffect() {
    ContainerPerConnection host =
        new ContainerPerConnection(
            BackendConfiguration.DEFAULT_IDLE_COMMAND,
            BackendConfiguration.DEFAULT_SHELL_COMMAND,
            BackendConfiguration.DEFAULT_SUBSYSTEMS);
    assertThat(execution("mode: persistent").mode())
        .isEqualTo(
            new Persistent(
                new ContainerKey.LoginName(), "berth-persistent-", IdleRule.DEFAULT, host));
    assertThat(
            execution(
                    "mode: persistent, persistent: {key: metadata.team, prefix: lab-, idleTimeout:"
                        + " 8h, onIdle: pause, idleCpu: 0.05}")
                .mode())
        .isEqualTo(
            new Persistent(
                new ContainerKey.Metadata("team"),
                "lab-",
                new IdleRule(Duration.ofHours(8), IdleRule.Action.PAUSE, 0.05),
                host));
    assertThat(
            execution(
                    "mode: persistent, persistent: {key: authenticatedUsername, onIdle: stop,"
                        + " idleCpu: 2}")
                .mode())
        .isEqualTo(
            new Persistent(
                new ContainerKey.AuthenticatedName(),
                "berth-persistent-",
                new IdleRule(IdleRule.DEFAULT.timeout(), IdleRule.Action.STOP, 2),
                host));
  }

  @Test
  void inConnectionModeThereIsAlwaysAShell() {
    assertThat(execution("shellCommand: []").mode())
        .isEqualTo(
            new ContainerPerConnection(
                BackendConfiguration.DEFAULT_IDLE_COMMAND,
                BackendConfiguration.DEFAULT_SHELL_COMMAND,
                BackendConfiguration.DEFAULT_SUBSYSTEMS));
  }

  @Test
  void theGuestAgentIsUsedUnlessItIsDisabled() {
    assertThat(agent("mode: connection")).hasValue("/usr/bin/containerssh-agent");
    assertThat(agent("agentPath: /opt/agent")).hasValue("/opt/agent");
    assertThat(agent("disableAgent: true")).isEmpty();
    assertThat(agent("agentPath: ''")).isEmpty();
  }

  private Optional<String> agent(String settings) {
    return execution(settings).mode() instanceof ContainerPerConnection mode
        ? mode.agent()
        : Optional.empty();
  }

  @Test
  void emptyTextsAreAsGoodAsNone() {
    BackendConfiguration backend =
        folder
            .valid(
                HOST_KEYS
                    + "docker: {connection: {cacert: '', cert: '', key: ''},"
                    + " execution: {containername: '', auth: {username: '', password: ''}}}")
            .backend();
    assertThat(backend)
        .isEqualTo(BackendConfiguration.of(new ImageReference(DockerKeys.DEFAULT_IMAGE)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "connection: {host: /var/run/docker.sock}|docker.connection.host|unix:///path/to/socket or"
            + " tcp://host:port",
        "connection: {host: 'tcp://engine'}|docker.connection.host|tcp://host:port",
        "connection: {host: 'npipe:////./pipe/docker'}|docker.connection.host|must be unix",
        "connection: {host: 'tcp://e:1', cacert: ca.pem}|docker.connection.cacert|missing:"
            + " docker.connection.cert, docker.connection.key",
        "connection: {host: 'tcp://e:1', cacert: ca.pem, key:"
            + " key.pem}|docker.connection.cacert|missing: docker.connection.cert",
        "connection: {cacert: ca.pem, cert: cert.pem, key: key.pem}|docker.connection.cacert|is a"
            + " socket",
        "connection: {host: 'tcp://e:1', cacert: key.pem, cert: cert.pem, key:"
            + " key.pem}|docker.connection.cacert|must hold a certificate in PEM; it holds private"
            + " key",
        "connection: {host: 'tcp://e:1', cacert: ca.pem, cert: cert.pem, key:"
            + " ca.pem}|docker.connection.key|must hold a private key in PEM; it holds certificate",
        "connection: {host: 'tcp://e:1', cacert: none.pem, cert: cert.pem, key:"
            + " key.pem}|docker.connection.cacert|none.pem\" does not exist",
        "execution: {mode: persistent, containername: box}|docker.execution.mode|allows only one",
        "execution: {persistent: {key: group}}|docker.execution.persistent.key|none of username",
        "execution: {persistent: {key: metadata.}}|docker.execution.persistent.key|none of"
            + " username",
        "execution: {persistent: {prefix: '-x'}}|docker.execution.persistent.prefix|cannot begin",
        "execution: {persistent: {prefix: ''}}|docker.execution.persistent.prefix|cannot begin",
        "execution: {persistent: {idleTimeout: 0s}}|docker.execution.persistent.idleTimeout|1s",
        "execution: {persistent: {onIdle: delete}}|docker.execution.persistent.onIdle|remove, stop,"
            + " pause",
        "execution: {persistent: {idleCpu: -1}}|docker.execution.persistent.idleCpu|between 0 and",
        "execution: {persistent: {idleCpu: some}}|docker.execution.persistent.idleCpu|between 0",
        "execution: {mode: conection}|docker.execution.mode|did you mean \"connection\"?",
        "execution: {imagePullPolicy: always}|docker.execution.imagePullPolicy|did you mean"
            + " \"Always\"?",
        "execution: {idleCommand: []}|docker.execution.idleCommand|must not be an empty list",
        "execution: {idleCommand: /bin/cat}|docker.execution.idleCommand|must be a list",
        "execution: {shellCommand: [\"a\\0b\"]}|docker.execution.shellCommand[0]|zero character",
        "execution: {subsystems: [sftp]}|docker.execution.subsystems|names and values",
        "execution: {containername: '-x'}|docker.execution.containername|no name of a container",
        "execution: {container: {image: 'no good'}}|docker.execution.container.image|white space",
        "execution: {container: debian}|docker.execution.container|fields of the Engine API",
        "execution: {container: {Image: a, image: b}}|docker.execution.container.image|same field"
            + " as \"Image\"",
        "execution: {host: {cpus: .nan}}|docker.execution.host.cpus|JSON does not have",
        "execution: {exposeAuthMetadataAsEnv: 1}|docker.execution.exposeAuthMetadataAsEnv|true or"
            + " false",
        "timeouts: {http: 15}|docker.timeouts.http|write, say, 15s",
        "timeouts: {signal: 0}|docker.timeouts.signal|at least 1ms",
        "timeouts: {window: 1 minute}|docker.timeouts.window|such as 500ms, 2s, 1m30s or 1h"
      })
  void wrongValues(String docker, String path, String why) {
    Problem problem = folder.problem("docker: {" + docker + "}\n");
    assertThat(problem.path()).isEqualTo(path);
    assertThat(problem.message()).contains(why);
  }

  @Test
  void credentialsNeverShow() {
    BackendConfiguration backend = execution("auth: {username: hunter1, password: hunter2}");
    assertThat(backend.toString()).doesNotContain("hunter");
    assertThat(
            folder
                .problem("docker: {execution: {auth: {password: {hunter1: hunter2}}}}\n")
                .message())
        .isEqualTo("must be a text, not a section");
  }

  private BackendConfiguration execution(String settings) {
    return folder.valid(HOST_KEYS + "docker: {execution: {" + settings + "}}\n").backend();
  }
}
