package dev.berth.adapter.config;

/// Bounds the size of a tree, whatever the text says.
final class TreeBounds {
  private static final int DEEPEST = 40;
  private static final int MOST_VALUES = 100_000;

  private int values;

  /// The values counted so far, each use of an alias with all that it stands for.
  int values() {
    return values;
  }

  void enter(Location at, int depth) throws TreeException {
    if (depth > DEEPEST) {
      throw new TreeException(at, "the file is nested deeper than " + DEEPEST + " levels");
    }
    count(at, 1);
  }

  void count(Location at, int more) throws TreeException {
    values += more;
    if (values > MOST_VALUES) {
      throw new TreeException(
          at, "the file comes to more than " + MOST_VALUES + " values, aliases counted whole");
    }
  }
}
