package dev.berth.domain.session;

/// The terminal of a pty-req (RFC 4254, section 6.2).
///
/// @param type the value for TERM; empty where the client named none
/// @param size its size at the start
public record Terminal(String type, WindowSize size) {
  public Terminal {
    if (type.indexOf('\0') >= 0 || type.length() > 255) {
      throw new IllegalArgumentException(
          "a terminal type must have at most 255 characters and no NUL");
    }
  }
}
