package dev.berth.domain.session;

import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import java.util.Optional;

/// The stages of a session channel: it is prepared by env and pty-req, then runs one program, then
/// is over.
public sealed interface SessionState {
  /// Nothing asked yet.
  static Preparing fresh() {
    return new Preparing(Environment.empty(), Optional.empty());
  }

  /// What the program will get is still being said.
  ///
  /// @param environment the variables set so far
  /// @param terminal the terminal, if one was asked for
  record Preparing(Environment environment, Optional<Terminal> terminal) implements SessionState {
    /// With one more variable.
    ///
    /// @throws IllegalArgumentException if it is malformed, one too many, or the gateway's own to
    ///   set: clients must not make up where they come from
    public Preparing env(String name, String value) {
      if (name.startsWith("SSH_")) {
        throw new IllegalArgumentException("variables named SSH_... are set by the gateway");
      }
      return given(name, value);
    }

    /// With one more variable, which the gateway sets and not the client.
    ///
    /// @throws IllegalArgumentException if it is malformed or one too many
    public Preparing given(String name, String value) {
      return new Preparing(environment.with(name, value), terminal);
    }

    /// With a terminal; a later request replaces an earlier one.
    public Preparing pty(Terminal wanted) {
      return new Preparing(environment, Optional.of(wanted));
    }
  }

  /// A program was asked for; only one may be.
  record Started() implements SessionState {}

  /// The channel is closed.
  record Ended() implements SessionState {}

  /// This state where preparing is allowed.
  ///
  /// @throws GatewayException [FailureCode#PROGRAM_ALREADY_RUNNING] or [FailureCode#SESSION_CLOSED]
  ///   otherwise
  default Preparing preparing() {
    return switch (this) {
      case Preparing preparing -> preparing;
      case Started _ ->
          throw GatewayException.refused(
              FailureCode.PROGRAM_ALREADY_RUNNING, "program already running");
      case Ended _ ->
          throw GatewayException.refused(FailureCode.SESSION_CLOSED, "the session is closed");
    };
  }
}
