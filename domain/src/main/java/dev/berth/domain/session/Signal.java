package dev.berth.domain.session;

import java.util.regex.Pattern;

/// A signal by its name without `SIG` (RFC 4254, section 6.10): `TERM`, `ABRT`, or `name@domain`
/// for a local one.
///
/// @param name 1 to 64 letters, digits and, for a local name, one `@` with a domain
public record Signal(String name) {
  private static final Pattern SHAPE =
      Pattern.compile("[A-Za-z0-9+-]{1,32}(@[A-Za-z0-9.-]{1,31})?");

  /// Sent when a terminal or a client goes away.
  public static final Signal HUP = new Signal("HUP");

  /// Sent for a break (RFC 4335).
  public static final Signal INT = new Signal("INT");

  /// Asks a program to end.
  public static final Signal TERM = new Signal("TERM");

  /// Ends a program that does not.
  public static final Signal KILL = new Signal("KILL");

  public Signal {
    if (!SHAPE.matcher(name).matches()) {
      throw new IllegalArgumentException("a signal name has letters and digits only");
    }
  }

  /// The name that a kernel knows, without a domain.
  public String kernelName() {
    int at = name.indexOf('@');
    return at < 0 ? name : name.substring(0, at);
  }
}
