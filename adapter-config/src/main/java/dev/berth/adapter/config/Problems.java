package dev.berth.adapter.config;

import dev.berth.adapter.config.ConfigurationFiles.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Gathers what is wrong, to be told all at once.
final class Problems {
  private static final int MOST = 200;

  private final List<Problem> found = new ArrayList<>();

  void add(Location at, KeyPath path, String message) {
    if (found.size() < MOST) {
      found.add(new Problem(path.toString(), at.line(), at.column(), message));
    }
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
