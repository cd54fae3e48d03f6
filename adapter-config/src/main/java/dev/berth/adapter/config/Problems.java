package dev.berth.adapter.config;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.berth.adapter.config.ConfigurationFiles.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Gathers what is wrong, to be told all at once.
final class Problems {
  private static final int MOST = 200;
  private static final String HIDDEN = "***";

  /// Shorter values are no secrets; hiding them would make messages unreadable.
  private static final int SHORTEST_HIDDEN = 3;

  private final List<Problem> found = new ArrayList<>();
  private final Set<String> hidden;
  private final Set<String> wholes = new LinkedHashSet<>();

  Problems() {
    this(Set.of());
  }

  /// @param hidden what no message may show
  Problems(Set<String> hidden) {
    this.hidden = new LinkedHashSet<>(hidden);
  }

  /// From now on no message shows a text.
  void hide(String text) {
    if (text.length() >= SHORTEST_HIDDEN) {
      hidden.add(text);
    }
  }

  /// The same for a text in which such texts are: what they stand in may show.
  void hideWhole(String text) {
    if (text.length() >= SHORTEST_HIDDEN) {
      wholes.add(text);
    }
  }

  /// What no message may show.
  Set<String> hidden() {
    Set<String> all = new LinkedHashSet<>(hidden);
    all.addAll(wholes);
    return Set.copyOf(all);
  }

  void add(Location at, KeyPath path, String message) {
    if (found.size() < MOST) {
      found.add(new Problem(path.toString(), at.line(), at.column(), withoutHidden(message)));
    }
  }

  /// A text without what is hidden, also where that is cut short as in a message, or escaped as in
  /// JSON.
  String withoutHidden(String text) {
    // While it can be told where a text is cut: what is hidden may be a part of what that ends in.
    String shown = withoutCut(text);
    // The longest first: what is hidden may be a part of something else that is.
    for (String secret : longestFirst(hidden)) {
      shown = without(secret, shown);
    }
    for (String whole : longestFirst(wholes)) {
      shown = without(whole, shown);
    }
    return shown;
  }

  /// What is cut may end in the middle of something that is hidden.
  private String withoutCut(String text) {
    List<String> secrets = hidden.stream().map(Shown::escaped).toList();
    StringBuilder shown = new StringBuilder(text);
    int cut = text.lastIndexOf(Shown.CUT);
    while (cut >= 0) {
      int end = cut;
      int begun =
          secrets.stream().mapToInt(secret -> begunBefore(end, secret, text)).max().orElse(0);
      if (begun >= SHORTEST_HIDDEN) {
        shown.replace(end - begun, end, HIDDEN);
      }
      cut = text.lastIndexOf(Shown.CUT, end - begun - 1);
    }
    return shown.toString();
  }

  /// How much of the beginning of a secret there is before a place in a text.
  private static int begunBefore(int end, String secret, String text) {
    int length = Math.min(end, secret.length());
    while (!text.regionMatches(end - length, secret, 0, length)) {
      length--;
    }
    return length;
  }

  private static String without(String secret, String text) {
    String escaped = new String(JsonStringEncoder.getInstance().quoteAsString(secret));
    return text.replace(secret, HIDDEN)
        .replace(escaped, HIDDEN)
        .replace(Shown.escaped(secret), HIDDEN);
  }

  private static List<String> longestFirst(Set<String> texts) {
    return texts.stream().sorted(Comparator.comparingInt(String::length).reversed()).toList();
  }

  boolean any() {
    return !found.isEmpty();
  }

  List<Problem> inFileOrder() {
    return found.stream()
        .sorted(Comparator.comparing(p -> new Location(p.line(), p.column())))
        .toList();
  }
}
