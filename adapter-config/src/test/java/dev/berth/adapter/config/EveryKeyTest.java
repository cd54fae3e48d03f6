package dev.berth.adapter.config;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.berth.adapter.config.Key.Standing;
import dev.berth.domain.configuration.GatewayConfiguration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// For every key that there is: its default is what the documentation says, and setting it changes
/// the configuration. What the changed configuration does is for the tests of the parts.
class EveryKeyTest {
  /// Every part is on that can be at the same time, for settings of one that is off change nothing.
  private static final String ALL_ON =
      """
      ssh: {hostkeys: [ssh_host_ed25519_key]}
      auth:
        password: {method: webhook, webhook: WEBHOOK}
        publicKey: {method: webhook, webhook: WEBHOOK}
        keyboardInteractive: {method: static}
        authz: {method: webhook, webhook: WEBHOOK}
        static: {users: {alice: {authorizedKeys: [alice.keys]}}}
      configserver: WEBHOOK
      docker:
        connection: {host: "tcp://127.0.0.1:2375", cacert: ca.pem, cert: cert.pem, key: key.pem}
        execution:
          pool: {size: 2}
          auth: {username: puller, password: s3cret}
          registries: {r.example.org: {username: puller, password: s3cret}}
      metrics: {enable: true}
      health: {enable: true}
      """
          .replace(
              "WEBHOOK",
              "{url: 'https://a.example.org', cacert: ca.pem, cert: cert.pem, key: key.pem}");

  /// What must be so besides for keys that begin like this.
  private static final Map<String, Map<String, Object>> CONTEXTS =
      Map.of(
          "docker.execution.mode", Map.of("docker.execution.pool.size", 0),
          "docker.execution.persistent",
              Map.of("docker.execution.pool.size", 0, "docker.execution.mode", "persistent"),
          "docker.execution.containername", Map.of("docker.execution.pool.size", 0),
          "log.destination", Map.of("log.file", "/var/log/a.log"),
          "log.file", Map.of("log.destination", "file", "log.file", "/var/log/a.log"),
          "log.syslog", Map.of("log.destination", "syslog"));

  /// Where no example of the documentation differs from what is set anyway.
  private static final Map<String, Object> OTHERS =
      Map.ofEntries(
          entry("cacert", "other.pem"),
          entry("cert", "other.pem"),
          entry("key", "other-key.pem"),
          entry("hostkeys", List.of("other-key.pem")),
          entry("auth.keyboardInteractive.method", ""),
          entry("auth.authz.method", ""),
          entry("docker.execution.persistent.key", "metadata.team"),
          entry("metrics.enable", false),
          entry("metrics.path", "/other"),
          entry("health.enable", false));

  /// What these do is done while the file is read: see [HostKeysTest].
  private static final Set<String> WHILE_READING = Set.of("ssh.generateHostkeys");

  /// Their part needs them when it is on.
  private static final Set<String> NEEDED =
      Set.of(
          "auth.password.webhook.url",
          "auth.publicKey.webhook.url",
          "auth.authz.webhook.url",
          "docker.connection.host",
          "log.file");

  private final ConfigurationFolder folder;

  EveryKeyTest(@TempDir Path path) {
    folder = ConfigurationFolder.in(path);
    folder.write("other.pem", ConfigurationFolder.CERTIFICATE.replace("TUlJQg==", "TUlJQw=="));
    folder.write("other-key.pem", ConfigurationFolder.privateKey("EC"));
    folder.permit("other-key.pem", "rw-------");
  }

  static Stream<Key<?>> changeable() {
    return Sections.keys().stream()
        .filter(key -> key.standing() instanceof Standing.Active)
        .filter(key -> !WHILE_READING.contains(key.path().toString()))
        .filter(key -> !isOneWithoutAnother(key));
  }

  /// Whatever else it could say is not there yet.
  private static boolean isOneWithoutAnother(Key<?> key) {
    return key.type() instanceof Choice<?> choice
        && !choice.later().isEmpty()
        && key.notes().examples().stream().map(Optional::of).allMatch(key.fallback()::equals);
  }

  static Stream<Key<?>> withDefault() {
    return Sections.keys().stream().filter(key -> key.fallback().isPresent());
  }

  static Stream<Key<?>> withoutEffect() {
    return Sections.keys().stream().filter(key -> key.standing() instanceof Standing.WithoutEffect);
  }

  static Stream<Arguments> notThereYet() {
    return Sections.keys().stream()
        .flatMap(key -> {
          Stream<Arguments> words =
              key.type() instanceof Choice<?> choice
                  ? choice.later().entrySet().stream()
                      .map(later -> Arguments.of(key.path(), later.getKey(), later.getValue()))
                  : Stream.of();
          Stream<Arguments> switched =
              key.standing() instanceof Standing.OnlyDefault(String part)
                  ? Stream.of(Arguments.of(key.path(), true, part))
                  : Stream.of();
          return Stream.concat(words, switched);
        });
  }

  private static ObjectNode tree(String yaml) throws IOException {
    return (ObjectNode) new YAMLMapper().readTree(yaml);
  }

  private static ObjectNode context(Key<?> key) throws IOException {
    ObjectNode tree = tree(ALL_ON);
    String path = key.path().toString();
    CONTEXTS.forEach((prefix, settings) -> {
      if (path.startsWith(prefix)) {
        settings.forEach((name, value) -> set(tree, name, value));
      }
    });
    return tree;
  }

  private static void set(ObjectNode tree, String path, Object value) {
    ObjectNode at = tree;
    List<String> segments = KeyPath.of(path).segments();
    for (String segment : segments.subList(0, segments.size() - 1)) {
      at = at.withObjectProperty(named(segment, path));
    }
    at.set(segments.getLast(), new JsonMapper().valueToTree(value));
  }

  private static String named(String segment, String path) {
    if (!segment.equals(KeyTree.ANY_NAME)) {
      return segment;
    }
    return path.startsWith("auth") ? "alice" : "r.example.org";
  }

  private static Object other(Key<?> key) {
    String path = key.path().toString();
    return Optional.ofNullable(OTHERS.get(path))
        .or(() -> Optional.ofNullable(OTHERS.get(key.path().last())))
        .or(() ->
            key.notes().examples().stream()
                .filter(example -> !key.fallback().equals(Optional.of(example)))
                .findFirst())
        .orElseThrow(() -> new AssertionError(path + " has no example"));
  }

  /// The same whichever way it is written.
  private GatewayConfiguration read(JsonNode tree) throws IOException {
    GatewayConfiguration configuration = folder.validJson(tree.toString());
    assertThat(folder.valid(new YAMLMapper().writeValueAsString(tree))).isEqualTo(configuration);
    return configuration;
  }

  @ParameterizedTest
  @MethodSource("changeable")
  void itHasAnEffect(Key<?> key) throws IOException {
    ObjectNode tree = context(key);
    GatewayConfiguration before = read(tree);

    set(tree, key.path().toString(), other(key));

    assertThat(read(tree)).as("%s", key.path()).isNotEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("withDefault")
  void itsDefaultIsWhatHoldsWithoutIt(Key<?> key) throws IOException {
    boolean needed = NEEDED.contains(key.path().toString());
    ObjectNode tree = needed ? tree("{ssh: {hostkeys: [ssh_host_ed25519_key]}}") : context(key);
    remove(tree, key.path().segments(), key.path().toString());
    GatewayConfiguration without = read(tree);

    set(tree, key.path().toString(), key.fallback().orElseThrow());

    assertThat(read(tree)).as("%s", key.path()).isEqualTo(without);
  }

  private static void remove(ObjectNode tree, List<String> segments, String path) {
    JsonNode at = tree;
    for (String segment : segments.subList(0, segments.size() - 1)) {
      at = at.path(named(segment, path));
    }
    if (at instanceof ObjectNode section) {
      section.remove(segments.getLast());
    }
  }

  @ParameterizedTest
  @MethodSource
  void withoutEffect(Key<?> key) throws IOException {
    ObjectNode tree = context(key);
    GatewayConfiguration before = read(tree);
    String path = key.path().toString().replace(KeyTree.OTHERS, "something");

    set(tree, path, Map.of("setting", "s3cret"));

    assertThat(read(tree)).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource
  void notThereYet(KeyPath path, Object value, String part) throws IOException {
    ObjectNode tree = tree(ALL_ON);

    set(tree, path.toString(), value);

    assertThat(folder.problemsOfJson(tree.toString()))
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.path()).isEqualTo(path.toString());
          assertThat(problem.message()).contains("not available yet", part);
        });
  }
}
