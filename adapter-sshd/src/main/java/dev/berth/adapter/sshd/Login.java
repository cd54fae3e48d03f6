package dev.berth.adapter.sshd;

import dev.berth.domain.connection.Username;
import dev.berth.domain.event.GatewayEvent.AuthenticationFailed;
import dev.berth.domain.event.GatewayEvent.AuthenticationUnavailable;
import dev.berth.ports.driven.Authenticator;
import dev.berth.ports.driven.Authenticator.Decision;
import dev.berth.ports.driven.Authenticator.Decision.Accepted;
import dev.berth.ports.driven.Authenticator.Decision.Rejected;
import dev.berth.ports.driven.Authenticator.Decision.Unavailable;
import dev.berth.ports.driven.Dialogue;
import dev.berth.ports.driven.Dialogue.Step;
import java.util.List;
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

  /// Asks for a decision on a proof; if it is accepted, the connection remembers who it is. One
  /// that is not asked for yet is checked as if it were, so that nothing tells them apart, and
  /// refused.
  boolean proves(Question question) {
    boolean awaited = awaited();
    return switch (ask(question)) {
      case Accepted(var user) -> {
        if (!awaited) {
          yield failed();
        }
        connection.proven(new ClientConnection.Proven(user, method));
        yield true;
      }
      case Rejected _ -> failed();
      case Unavailable(String reason) -> {
        var _ = connection.unavailable();
        tellUnavailable(reason);
        yield false;
      }
      case null -> false;
    };
  }

  /// Asks whether a proof would do. This is not a login, so that it fails is not told.
  boolean wouldProve(Question question) {
    boolean awaited = awaited();
    return switch (ask(question)) {
      case Accepted _ -> awaited;
      case Rejected _ -> false;
      case Unavailable(String reason) -> {
        // Once for all the keys that a client may offer.
        if (connection.unavailable()) {
          tellUnavailable(reason);
        }
        yield false;
      }
      case null -> false;
    };
  }

  /// Begins a dialogue; null if there can be none.
  @Nullable Dialogue dialogue() {
    return answer(
        () -> connection.services().authenticator().keyboardInteractive(connection.client(), login),
        null);
  }

  /// The next step of a dialogue.
  Step step(Dialogue dialogue, List<char[]> answers) {
    return answer(() -> dialogue.next(answers), new Step.Decided(new Rejected()));
  }

  /// Whether the method is next on a list of this user's.
  private boolean awaited() {
    LoginProgress progress = connection.progress();
    progress.follow(answer(() -> connection.services().authenticator().chains(login), List.of()));
    return progress.awaits(method);
  }

  /// Tells that a proof was wrong.
  boolean failed() {
    connection.emit(new AuthenticationFailed(connection.client(), login, method));
    return false;
  }

  private void tellUnavailable(String reason) {
    connection.emit(new AuthenticationUnavailable(connection.client(), login, method, reason));
  }

  /// What the authenticator says; null if the connection is over before it does.
  private @Nullable Decision ask(Question question) {
    try {
      return connection.waiting().during(() -> decision(question));
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  private Decision decision(Question question) throws InterruptedException {
    try {
      return question.put(connection.services().authenticator());
    } catch (RuntimeException | Error failure) {
      fault(failure);
      return new Rejected();
    }
  }

  private void fault(Throwable failure) {
    connection.excused();
    connection.internalError("authentication by " + method, failure);
  }

  /// What the authenticator says, or something else if it fails.
  private <T extends @Nullable Object> T answer(Waiting.Question<T> question, T otherwise) {
    try {
      return connection.waiting().during(question);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error failure) {
      fault(failure);
    }
    return otherwise;
  }

  /// A question to the authenticator.
  @FunctionalInterface
  interface Question {
    Decision put(Authenticator authenticator) throws InterruptedException;
  }
}
