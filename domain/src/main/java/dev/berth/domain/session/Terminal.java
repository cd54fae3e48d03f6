package dev.berth.domain.session;

/// The terminal of a pty-req (RFC 4254, section 6.2).
///
/// @param type the value for TERM; empty where the client named none
/// @param size its size at the start
/// @param modes what the client's own terminal is set to
public record Terminal(String type, WindowSize size, TerminalModes modes) {
  public Terminal {
    if (type.indexOf('\0') >= 0 || type.length() > 255) {
      throw new IllegalArgumentException(
          "a terminal type must have at most 255 characters and no NUL");
    }
  }

  /// A terminal whose modes nothing was said about.
  public Terminal(String type, WindowSize size) {
    this(type, size, TerminalModes.none());
  }
}
