package dev.berth.adapter.config;

import java.util.Comparator;

/// A place in a file.
///
/// @param line from 1; 0 for the file as a whole
/// @param column from 1; 0 for the file as a whole
record Location(int line, int column) implements Comparable<Location> {
  static final Location WHOLE_FILE = new Location(0, 0);

  private static final Comparator<Location> ORDER =
      Comparator.comparingInt(Location::line).thenComparingInt(Location::column);

  @Override
  public int compareTo(Location other) {
    return ORDER.compare(this, other);
  }
}
