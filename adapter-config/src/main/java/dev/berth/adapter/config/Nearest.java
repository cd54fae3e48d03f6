package dev.berth.adapter.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Finds the name that somebody probably meant.
final class Nearest {
  private Nearest() {}

  /// The nearest of some names, if one is near: at most a third of the letters differ, letter case
  /// counting little.
  static Optional<String> to(String written, Collection<String> names) {
    if (written.length() > 100) {
      return Optional.empty();
    }
    return names.stream()
        .filter(name -> !name.isEmpty())
        .filter(name -> distance(written, name) <= allowance(written, name))
        .min(Comparator.comparingInt(name -> distance(written, name)));
  }

  private static int allowance(String written, String name) {
    return Math.max(1, Math.max(written.length(), name.length()) / 3);
  }

  /// Letters to insert, delete, replace, or swap with their neighbour.
  private static int distance(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        d[i][j] = i == 0 || j == 0 ? i + j : cheapest(d, a, b, i, j);
      }
    }
    return d[a.length()][b.length()];
  }

  private static int cheapest(int[][] d, String a, String b, int i, int j) {
    int replace = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int best = Math.min(replace, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
  }
}
