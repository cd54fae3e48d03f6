package dev.berth.adapter.config;

import dev.berth.adapter.config.NamedFile.UnusableException;
import dev.berth.domain.key.AuthorizedKey;
import dev.berth.domain.key.KeyOptions;
import dev.berth.domain.key.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// A line with a public key, or the name of a file that holds such lines.
///
/// @param label a few words for the reference
/// @param parse throws [IllegalArgumentException] with what is wrong in words that follow "the
///   line"
record KeyLinesType<T>(String label, Function<String, T> parse) implements Type<List<T>> {
  private static final int MOST_KEYS = 10_000;

  /// Lines of authorized_keys.
  static final KeyLinesType<AuthorizedKey> AUTHORIZED_KEYS =
      new KeyLinesType<>("public key, or a file's name", AuthorizedKey::parse);

  /// Lines with keys that have no options.
  static final KeyLinesType<PublicKey> PLAIN_KEYS =
      new KeyLinesType<>("public key, or a file's name", KeyLinesType::plain);

  private static PublicKey plain(String line) {
    AuthorizedKey entry = AuthorizedKey.parse(line);
    if (!entry.options().equals(KeyOptions.NONE)) {
      throw new IllegalArgumentException(
          "has options, which only a user's authorizedKeys may have");
    }
    return entry.key();
  }

  @Override
  public Map<String, Object> schema() {
    return Map.of("type", "string", "minLength", 1);
  }

  @Override
  public Optional<List<T>> read(Node node, Reading reading) {
    if (!(node instanceof Node.Scalar scalar) || scalar.text().isBlank()) {
      return reading.refuseKind(node, "a public key or a file's name");
    }
    String entry = scalar.text().strip();
    if (namesFile(entry)) {
      return keysOf(entry, node, reading);
    }
    try {
      return Optional.of(List.of(parse.apply(entry)));
    } catch (IllegalArgumentException fault) {
      return reading.refuse(node, String.valueOf(fault.getMessage()));
    }
  }

  private static boolean namesFile(String entry) {
    return entry.startsWith("/")
        || entry.startsWith("./")
        || entry.startsWith("../")
        || entry.chars().noneMatch(c -> c == ' ' || c == '\t' || c == '\n');
  }

  private Optional<List<T>> keysOf(String name, Node node, Reading reading) {
    String shown = "file " + Shown.quoted(reading.folder().resolve(name).toString());
    List<T> keys = new ArrayList<>();
    try {
      List<String> lines = NamedFile.of(reading.folder(), name).text().lines().toList();
      if (lines.size() > MOST_KEYS) {
        return reading.refuse(node, shown + " has more than " + MOST_KEYS + " lines");
      }
      for (int i = 0; i < lines.size(); i++) {
        String line = lines.get(i).strip();
        if (!line.isEmpty() && !line.startsWith("#")) {
          read(line, shown + ", line " + (i + 1) + ": ", node, reading).ifPresent(keys::add);
        }
      }
    } catch (UnusableException e) {
      return reading.refuse(node, shown + " " + e.why());
    }
    return Optional.of(keys);
  }

  private Optional<T> read(String line, String place, Node node, Reading reading) {
    try {
      return Optional.of(parse.apply(line));
    } catch (IllegalArgumentException fault) {
      return reading.refuse(node, place + fault.getMessage());
    }
  }
}
