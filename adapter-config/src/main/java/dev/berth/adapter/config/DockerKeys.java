package dev.berth.adapter.config;

import dev.berth.adapter.config.Key.Secrecy;
import dev.berth.domain.configuration.BackendConfiguration;
import dev.berth.domain.container.EngineEndpoint;
import dev.berth.domain.container.EngineFields;
import dev.berth.domain.container.PullPolicy;
import dev.berth.domain.mode.OperatingMode.ContainerPerConnection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The keys of `docker.connection` and `docker.execution`.
final class DockerKeys {
  /// What ContainerSSH runs if no image is named.
  static final String DEFAULT_IMAGE = "containerssh/containerssh-guest-image";

  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]+");
  private static final Type<List<String>> COMMAND = Types.listOf(Types.ARGUMENT);
  private static final String EXECUTION = "docker.execution.";

  /// How connections and sessions map to containers.
  enum Mode {
    CONNECTION,
    SESSION,
    PERSISTENT
  }

  static final Key<EngineHost> HOST =
      Key.of("docker.connection.host", EngineHost.TYPE, "Where the engine listens.")
          .byDefault(EngineEndpoint.DEFAULT.host().toString())
          .example("tcp://127.0.0.1:2376");
  static final Key<String> CA_CERT =
      Key.of(
              "docker.connection.cacert",
              Pem.CERTIFICATE,
              "Who signed the engine's certificate. With `cert` and `key`, all three or none, and"
                  + " only for `tcp://`.")
          .byDefaultAs("no TLS")
          .example("ca.pem");
  static final Key<String> CERT =
      Key.of("docker.connection.cert", Pem.CERTIFICATE, "The gateway's own certificate.")
          .byDefaultAs("no TLS")
          .example("cert.pem");
  static final Key<String> KEY =
      Key.of("docker.connection.key", Pem.PRIVATE_KEY, "The gateway's own private key.")
          .secret(Secrecy.PEM)
          .byDefaultAs("no TLS")
          .example("key.pem");
  static final Key<ContainerType.Fields> CONTAINER =
      Key.of(
              EXECUTION + "container",
              new ContainerType(),
              "Top-level fields of the container create request, `image` among them; any field, any"
                  + " letter case.")
          .byDefaultAs("`image: " + DEFAULT_IMAGE + "`")
          .example(
              ordered("image", "debian:12", "workingdir", "/srv", "env", List.of("TEAM=blue")));
  static final Key<EngineFields> HOST_CONFIG =
      Key.of(
              EXECUTION + "host",
              new EngineType("HostConfig"),
              "Fields of `HostConfig`; any field, any letter case.")
          .byDefaultAs("nothing")
          .example(
              ordered(
                  "memory",
                  268_435_456,
                  "pidslimit",
                  100,
                  "capdrop",
                  List.of("ALL"),
                  "readonlyrootfs",
                  true));
  static final Key<EngineFields> NETWORK =
      Key.of(
              EXECUTION + "network",
              new EngineType("NetworkingConfig"),
              "Fields of `NetworkingConfig`; any field, any letter case.")
          .byDefaultAs("nothing")
          .example(Map.of("endpointsconfig", Map.of("lab", Map.of("aliases", List.of("guest")))));
  static final Key<EngineFields> PLATFORM =
      Key.of(
              EXECUTION + "platform",
              new EngineType("Platform"),
              "`os`, `architecture` and `variant` of the image.")
          .byDefaultAs("the engine's own")
          .example(ordered("os", "linux", "architecture", "amd64"));
  static final Key<String> CONTAINER_NAME =
      Key.of(
              EXECUTION + "containername",
              new Types.CheckedText<>(
                  "name",
                  Map.of("type", "string", "pattern", "^([a-zA-Z0-9][a-zA-Z0-9_.-]+)?$"),
                  DockerKeys::name),
              "A fixed name: there can be only one container at a time.")
          .byDefault("")
          .example("")
          .example("guest");
  static final Key<Mode> MODE =
      Key.of(
              EXECUTION + "mode",
              new Choice<>(modes(), Map.of()),
              "`connection`: one container per connection, programs run in it by exec;"
                  + " `session`: one container per session, the program is its own;"
                  + " `persistent`: one container per user, or whatever `persistent.key` says,"
                  + " which all connections share and which stays when they end.")
          .byDefault("connection")
          .example("connection")
          .example("session")
          .example("persistent");
  static final Key<List<String>> IDLE_COMMAND =
      Key.of(
              EXECUTION + "idleCommand",
              Types.nonEmptyListOf(Types.ARGUMENT),
              "What keeps the container of modes `connection` and `persistent` alive. In mode"
                  + " `connection` it should end when its stdin does: then the container goes also"
                  + " when the gateway is killed. In mode `persistent` its stdin is a terminal that"
                  + " nobody writes to.")
          .byDefault(BackendConfiguration.DEFAULT_IDLE_COMMAND)
          .example(List.of("/bin/cat"));
  static final Key<List<String>> SHELL_COMMAND =
      Key.of(EXECUTION + "shellCommand", COMMAND, "The program of a shell request.")
          .byDefaultAs("`[\"/bin/bash\"]`; in mode `session` the image's own command")
          .example(List.of("/bin/sh", "-l"));
  static final Key<Map<String, String>> SUBSYSTEMS =
      Key.of(
              EXECUTION + "subsystems",
              new Types.MapOf<>(Types.ARGUMENT),
              "The binary in the image of each subsystem that clients may ask for.")
          .byDefault(BackendConfiguration.DEFAULT_SUBSYSTEMS)
          .example(Map.of("sftp", "/usr/libexec/sftp-server"));
  static final Key<String> AGENT_PATH =
      Key.of(
              EXECUTION + "agentPath",
              Types.ARGUMENT,
              "ContainerSSH's guest agent in the image. Of no use in mode `session`. It is for an"
                  + " image without `/bin/sh`: there it starts shells and subsystems and delivers"
                  + " signals.")
          .byDefault(ContainerPerConnection.DEFAULT_AGENT)
          .example("/opt/agent");
  static final Key<Boolean> DISABLE_AGENT =
      Key.of(EXECUTION + "disableAgent", Types.BOOL, "Never to use the guest agent.")
          .byDefault(false)
          .example(true);
  static final Key<PullPolicy> PULL_POLICY =
      Key.of(
              EXECUTION + "imagePullPolicy",
              new Choice<>(policies(), Map.of()),
              "When the image is pulled.")
          .byDefault("IfNotPresent")
          .example("Never");
  static final Key<Boolean> EXPOSE_METADATA =
      Key.of(
              EXECUTION + "exposeAuthMetadataAsEnv",
              Types.BOOL,
              "Whether metadata of authentication becomes environment of the container.")
          .byDefault(false)
          .example(true);

  static final List<Key<?>> ALL =
      Stream.<Stream<? extends Key<?>>>of(
              Stream.of(HOST, CA_CERT, CERT, KEY),
              Stream.of(CONTAINER, HOST_CONFIG, NETWORK, PLATFORM, CONTAINER_NAME),
              RegistryKeys.ALL.stream(),
              Stream.of(MODE, IDLE_COMMAND, SHELL_COMMAND, SUBSYSTEMS, PULL_POLICY),
              PersistentKeys.ALL.stream(),
              PoolKeys.ALL.stream(),
              Stream.of(EXPOSE_METADATA),
              Stream.of(AGENT_PATH, DISABLE_AGENT),
              DockerTimeoutKeys.ALL.stream())
          .<Key<?>>flatMap(keys -> keys)
          .toList();

  private DockerKeys() {}

  private static String name(String text) {
    if (!text.isEmpty() && !NAME.matcher(text).matches()) {
      throw new IllegalArgumentException(
          Shown.quoted(text)
              + " is no name of a container: it takes two or more letters, digits, '_', '.' or '-',"
              + " first a letter or digit");
    }
    return text;
  }

  private static Map<String, Mode> modes() {
    Map<String, Mode> modes = new LinkedHashMap<>();
    modes.put("connection", Mode.CONNECTION);
    modes.put("session", Mode.SESSION);
    modes.put("persistent", Mode.PERSISTENT);
    return modes;
  }

  private static Map<String, PullPolicy> policies() {
    Map<String, PullPolicy> policies = new LinkedHashMap<>();
    policies.put("Always", PullPolicy.ALWAYS);
    policies.put("IfNotPresent", PullPolicy.IF_NOT_PRESENT);
    policies.put("Never", PullPolicy.NEVER);
    return policies;
  }

  private static Map<String, Object> ordered(Object... namesAndValues) {
    Map<String, Object> ordered = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      ordered.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
    }
    return ordered;
  }
}
