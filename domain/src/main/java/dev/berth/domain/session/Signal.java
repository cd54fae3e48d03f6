package dev.berth.domain.session;

import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/// A signal by its name without `SIG` (RFC 4254, section 6.10): `TERM`, `ABRT`, or `name@domain`
/// for a local one.
///
/// @param name 1 to 64 letters, digits and, for a local name, one `@` with a domain
public record Signal(String name) {
  private static final Pattern SHAPE =
      Pattern.compile("[A-Za-z0-9+-]{1,32}(@[A-Za-z0-9.-]{1,31})?");

  /// Linux's numbers, the same on all architectures that containers are common on.
  private static final Map<String, Integer> NUMBERS =
      Map.ofEntries(
          Map.entry("HUP", 1),
          Map.entry("INT", 2),
          Map.entry("QUIT", 3),
          Map.entry("ILL", 4),
          Map.entry("TRAP", 5),
          Map.entry("ABRT", 6),
          Map.entry("BUS", 7),
          Map.entry("FPE", 8),
          Map.entry("KILL", 9),
          Map.entry("USR1", 10),
          Map.entry("SEGV", 11),
          Map.entry("USR2", 12),
          Map.entry("PIPE", 13),
          Map.entry("ALRM", 14),
          Map.entry("TERM", 15),
          Map.entry("XCPU", 24),
          Map.entry("XFSZ", 25),
          Map.entry("VTALRM", 26),
          Map.entry("PROF", 27),
          Map.entry("SYS", 31));

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

  /// The number by which it ends a program; empty for those that do not, or are not known.
  public OptionalInt number() {
    Integer number = NUMBERS.get(kernelName());
    return number == null ? OptionalInt.empty() : OptionalInt.of(number);
  }

  /// The name that a kernel knows, without a domain.
  public String kernelName() {
    int at = name.indexOf('@');
    return at < 0 ? name : name.substring(0, at);
  }
}
