package dev.berth.domain.session;

/// How a program ended. There is no default: what is not known is [Lost].
public sealed interface ExitStatus {
  /// It ended by itself with a code (RFC 4254, section 6.10, `exit-status`).
  ///
  /// @param code 0 to 255
  record Exited(int code) implements ExitStatus {
    public Exited {
      if (code < 0 || code > 255) {
        throw new IllegalArgumentException("exit code " + code + " is not between 0 and 255");
      }
    }
  }

  /// A signal ended it, known from evidence (RFC 4254, section 6.10, `exit-signal`).
  ///
  /// @param signal which
  /// @param coreDumped whether a core was written
  /// @param message for the user, may be empty
  record Signalled(Signal signal, boolean coreDumped, String message) implements ExitStatus {}

  /// Nobody can tell: the engine or the stream went away first. The channel closes without a
  /// status.
  ///
  /// @param reason for the user, on stderr
  record Lost(String reason) implements ExitStatus {}
}
