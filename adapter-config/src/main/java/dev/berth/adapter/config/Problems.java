package dev.berth.adapter.config;

import dev.berth.adapter.config.ConfigurationFiles.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Gathers what is wrong, to be told all at once.
final class Problems {
  private static final int MOST = 200;

  /// Shorter values are no secrets; hiding them would make messages unreadable.
  private static final int SHORTEST_HIDDEN = 3;

  private final List<Problem> found = new ArrayList<>();
  private final Set<String> hidden;

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

  /// What no message may show.
  Set<String> hidden() {
    return Set.copyOf(hidden);
  }

  void add(Location at, KeyPath path, String message) {
    if (found.size() < MOST) {
      found.add(new Problem(path.toString(), at.line(), at.column(), withoutHidden(message)));
    }
  }

  /// Also where a message shows only the beginning of a text.
  private String withoutHidden(String message) {
    String shown = message;
    for (String text : hidden) {
      shown = shown.replace(text, "***");
      String quoted = Shown.quoted(text);
      shown = shown.replace(quoted, "\"***\"");
    }
    return shown;
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
