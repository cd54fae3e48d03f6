package dev.berth.domain.session;

/// A terminal's size (RFC 4254, sections 6.2 and 6.7). Values outside 0 to 65535, which no terminal
/// can have, are brought to the nearest that it can.
///
/// @param columns width in characters
/// @param rows height in characters
/// @param widthPixels width in pixels, 0 where unknown
/// @param heightPixels height in pixels, 0 where unknown
public record WindowSize(int columns, int rows, int widthPixels, int heightPixels) {
  private static final int MOST = 65535;

  public WindowSize {
    columns = Math.clamp(columns, 0, MOST);
    rows = Math.clamp(rows, 0, MOST);
    widthPixels = Math.clamp(widthPixels, 0, MOST);
    heightPixels = Math.clamp(heightPixels, 0, MOST);
  }

  /// A size in characters.
  public static WindowSize of(int columns, int rows) {
    return new WindowSize(columns, rows, 0, 0);
  }
}
