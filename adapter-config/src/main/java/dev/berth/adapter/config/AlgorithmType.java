package dev.berth.adapter.config;

import dev.berth.adapter.config.ConfigurationFiles.Algorithms;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The name of an algorithm (RFC 4251, section 6), one that the SSH server has.
record AlgorithmType(Kind kind) implements Type<String> {
  private static final Pattern NAME = Pattern.compile("[!-+\\--~]{1,64}");

  /// Kinds of algorithms.
  enum Kind {
    CIPHERS("cipher"),
    KEX("key exchange"),
    MACS("MAC");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    private Set<String> known(Algorithms algorithms) {
      return switch (this) {
        case CIPHERS -> algorithms.ciphers();
        case KEX -> algorithms.kex();
        case MACS -> algorithms.macs();
      };
    }
  }

  static Type<List<String>> list(Kind kind) {
    return Types.nonEmptyListOf(new AlgorithmType(kind));
  }

  @Override
  public String label() {
    return "name";
  }

  @Override
  public Map<String, Object> schema() {
    return Map.of("type", "string", "pattern", "^[!-+\\--~]{1,64}$");
  }

  @Override
  public Optional<String> read(Node node, Reading reading) {
    if (!(node instanceof Node.Text text) || !NAME.matcher(text.text()).matches()) {
      return reading.refuse(node, "must be the name of one " + kind.word);
    }
    Set<String> known = kind.known(reading.algorithms());
    if (known.isEmpty() || known.contains(text.text())) {
      return Optional.of(text.text());
    }
    String hint =
        Nearest.to(text.text(), known)
            .map(name -> "did you mean " + name + "?")
            .orElseGet(
                () -> "supported are " + String.join(", ", known.stream().sorted().toList()));
    return reading.refuse(
        node, Shown.quoted(text.text()) + " is no supported " + kind.word + "; " + hint);
  }
}
