package dev.berth.adapter.config;

import dev.berth.adapter.config.NamedFile.UnusableException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A PEM text, or the name of a file that holds one; an empty text for none.
///
/// @param what it must hold, for messages
/// @param shape what its first line must be
record Pem(String what, Pattern shape) implements Type<String> {
  static final Pem CERTIFICATE =
      new Pem("a certificate", Pattern.compile("-----BEGIN (TRUSTED )?CERTIFICATE-----"));
  static final Pem PRIVATE_KEY =
      new Pem("a private key", Pattern.compile("-----BEGIN ([A-Z]+ )?PRIVATE KEY-----"));

  private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----");
  private static final Pattern LONG_BASE64 = Pattern.compile("[A-Za-z0-9+/=]{40,}");

  @Override
  public String label() {
    return what + " in PEM, or a file's name";
  }

  @Override
  public Map<String, Object> schema() {
    return Map.of("type", "string");
  }

  @Override
  public Optional<String> read(Node node, Reading reading) {
    if (!(node instanceof Node.Scalar scalar)) {
      return reading.refuseKind(node, what + " in PEM or a file's name");
    }
    if (scalar.text().isEmpty()) {
      return Optional.of("");
    }
    try {
      String pem = text(scalar.text(), reading.folder());
      return shape.matcher(pem).find()
          ? Optional.of(pem)
          : reading.refuse(node, "must hold " + what + " in PEM; it holds " + holds(pem));
    } catch (UnusableException e) {
      return reading.refuse(node, e.why());
    }
  }

  /// The text itself, or that of the file it names.
  static String text(String textOrName, Path folder) throws UnusableException {
    if (isText(textOrName)) {
      return textOrName;
    }
    if (textOrName.isBlank()) {
      throw new UnusableException("must be a text in PEM or a file's name, not empty");
    }
    try {
      return NamedFile.of(folder, textOrName).text();
    } catch (UnusableException e) {
      throw new UnusableException(shown(textOrName, folder) + " " + e.why());
    }
  }

  static boolean isText(String textOrName) {
    return textOrName.contains("\n") || textOrName.contains("-----");
  }

  /// The file's name, unless it might be a key that somebody pasted in a wrong form.
  static String shown(String name, Path folder) {
    return LONG_BASE64.matcher(name).find()
        ? "the file named here (if it is meant to be a key, it lacks PEM's first line)"
        : "file " + Shown.quoted(folder.resolve(name).toString());
  }

  /// What kind of thing a PEM text holds, by its first line.
  static String holds(String pem) {
    Matcher begin = BEGIN.matcher(pem);
    return begin.find() ? begin.group(1).toLowerCase(java.util.Locale.ROOT) : "no PEM";
  }
}
