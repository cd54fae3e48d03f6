package dev.berth.domain.session;

/// What a session channel asks to run; one per channel (RFC 4254, section 6.5).
public sealed interface Program {
  /// The user's shell.
  record Shell() implements Program {}

  /// One command.
  ///
  /// @param command the bytes for the container's `/bin/sh -c`
  record Exec(Command command) implements Program {}

  /// A predefined program such as `sftp`.
  ///
  /// @param name the subsystem's name
  record Subsystem(String name) implements Program {}

  /// The request type as RFC 4254 names it: `shell`, `exec` or `subsystem`.
  default String requestType() {
    return switch (this) {
      case Shell _ -> "shell";
      case Exec _ -> "exec";
      case Subsystem _ -> "subsystem";
    };
  }
}
