package dev.berth.bootstrap.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/// A gateway's configuration in the making: user `demo` may log in by key, containers are of the
/// demo image, everything else is at its default unless a test says otherwise.
final class Settings {
  static final String IMAGE = "docker.execution.container.image";
  static final String HOST = "docker.execution.host";
  static final String PULL = "docker.execution.imagePullPolicy";
  static final String ENGINE = "docker.connection.host";

  /// The label by which tests find the containers of one gateway.
  static final String LABEL = "berth.e2e";

  /// One word, so that its hash stands here: bcrypt's own test vector.
  static final String PASSWORD = "U*U";

  static final String PASSWORD_HASH =
      "$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";

  private final String id;
  private final String file;
  private final Map<String, Object> tree = new LinkedHashMap<>();
  private String verbatim = "";

  private Settings(String id, String file) {
    this.id = id;
    this.file = file;
  }

  /// A whole file, as it is.
  ///
  /// @param id the value of the label that it gives to containers
  static Settings verbatim(String file, String text, String id) {
    Settings settings = new Settings(id, file);
    settings.verbatim = text;
    return settings;
  }

  static Settings of(Mode mode) {
    return new Settings(UUID.randomUUID().toString(), "config.yaml")
        .with("ssh.listen", "127.0.0.1:0")
        .with("ssh.hostkeys", "[\"" + Keys.host() + "\"]")
        .with("auth.password.method", "static")
        .with("auth.publicKey.method", "static")
        .with("auth.static.users.demo.passwordHash", "\"" + PASSWORD_HASH + "\"")
        .with("auth.static.users.demo.authorizedKeys", "[\"" + Keys.demo() + ".pub\"]")
        .with(ENGINE, "unix://" + Engine.SOCKET)
        .with("docker.execution.mode", mode.key())
        .with(IMAGE, "berth-demo:latest")
        .with(PULL, "Never")
        .with("log.level", "info")
        .label();
  }

  private Settings label() {
    return with("docker.execution.container.labels", "{" + LABEL + ": \"" + id + "\"}");
  }

  /// With a value, in YAML, for a key with dots.
  Settings with(String key, String value) {
    String[] path = key.split("\\.", -1);
    Map<String, Object> at = tree;
    for (int i = 0; i < path.length - 1; i++) {
      at = child(at, path[i]);
    }
    at.put(path[path.length - 1], value);
    return this;
  }

  /// Without a key, or without all below it.
  Settings without(String key) {
    String[] path = key.split("\\.", -1);
    Map<String, Object> at = tree;
    for (int i = 0; i < path.length - 1; i++) {
      at = child(at, path[i]);
    }
    at.remove(path[path.length - 1]);
    return this;
  }

  @SuppressWarnings("unchecked") // the tree holds such maps and strings
  private static Map<String, Object> child(Map<String, Object> at, String name) {
    return (Map<String, Object>) at.computeIfAbsent(name, _ -> new LinkedHashMap<String, Object>());
  }

  /// The value of the label that all containers of this gateway have.
  String id() {
    return id;
  }

  /// Writes the file.
  ///
  /// @return its name
  Path write(Path folder) {
    try {
      return Files.writeString(folder.resolve(file), text());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private String text() {
    StringBuilder text = new StringBuilder(verbatim);
    render(tree, "", text);
    return text.toString();
  }

  private static void render(Map<?, ?> level, String indent, StringBuilder text) {
    level.forEach((name, value) -> {
      text.append(indent).append(name).append(':');
      if (value instanceof Map<?, ?> below) {
        text.append('\n');
        render(below, indent + "  ", text);
      } else {
        text.append(' ').append(value).append('\n');
      }
    });
  }
}
