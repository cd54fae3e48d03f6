package dev.berth.adapter.sshd;

import dev.berth.domain.connection.Username;
import dev.berth.domain.event.GatewayEvent.AuthenticationFailed;
import dev.berth.domain.event.GatewayEvent.AuthenticationUnavailable;
import dev.berth.ports.driven.Authenticator;
import dev.berth.ports.driven.Authenticator.Decision;
import dev.berth.ports.driven.Authenticator.Decision.Accepted;
import dev.berth.ports.driven.Authenticator.Decision.Rejected;
import dev.berth.ports.driven.Authenticator.Decision.Unavailable;
import org.jspecify.annotations.Nullable;

/// One question to the authenticator. Whatever goes wrong, the answer is no.
///
/// @param connection whose
/// @param login the name given
/// @param method as RFC 4252 names it
record Login(ClientConnection connection, Username login, String method) {
  /// A login, unless the name is none that anybody can have.
  static @Nullable Login of(ClientConnection connection, String name, String method) {
    try {
      return new Login(connection, new Username(name), method);
    } catch (IllegalArgumentException impossible) {
      return null;
    }
  }

  /// Asks for a decision on a proof; if it is accepted, the connection remembers who it is.
  boolean proves(Question question) {
    return switch (ask(question)) {
      case Accepted(var user) -> {
        connection.proven(new ClientConnection.Proven(user, method));
        yield true;
      }
      case Rejected _ -> failed();
      case Unavailable(String reason) -> unavailable(reason);
    };
  }

  /// Asks whether a proof would do. This is not a login, so that it fails is not told.
  boolean wouldProve(Question question) {
    return switch (ask(question)) {
      case Accepted _ -> true;
      case Rejected _ -> false;
      case Unavailable(String reason) -> unavailable(reason);
    };
  }

  /// Tells that a proof was wrong.
  boolean failed() {
    connection.emit(new AuthenticationFailed(connection.client(), login, method));
    return false;
  }

  private boolean unavailable(String reason) {
    connection.excused();
    connection.emit(new AuthenticationUnavailable(connection.client(), login, method, reason));
    return false;
  }

  private Decision ask(Question question) {
    try {
      return question.put(connection.services().authenticator());
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return new Unavailable("interrupted");
    } catch (RuntimeException | Error failure) {
      connection.excused();
      connection.internalError("authentication by " + method, failure);
      return new Rejected();
    }
  }

  /// A question to the authenticator.
  @FunctionalInterface
  interface Question {
    Decision put(Authenticator authenticator) throws InterruptedException;
  }
}
