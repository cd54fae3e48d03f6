package dev.berth.adapter.sshd;

import dev.berth.adapter.sshd.ClientConnection.Proven;
import dev.berth.domain.connection.AuthenticatedUser;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How far a client has come on the lists of methods of which it must pass one (RFC 4252, section
/// 5.1). Before it has passed anything, it is told of all methods, whoever it says it is.
final class LoginProgress {
  private final List<String> passed = new ArrayList<>();
  private List<List<String>> left = List.of();
  private @Nullable AuthenticatedUser user;

  /// What came of a proof.
  sealed interface Outcome {
    /// Nothing more is asked for.
    ///
    /// @param whole who all the proofs together are of
    record Complete(Proven whole) implements Outcome {}

    /// One of these methods must follow.
    record Partial(Set<String> methods) implements Outcome {}

    /// The proof was not asked for, or contradicts an earlier one.
    record Refused() implements Outcome {}
  }

  /// The lists of the user that the client says it is; they count until it has passed something.
  synchronized void follow(List<List<String>> lists) {
    if (passed.isEmpty()) {
      left = lists.stream().filter(list -> !list.isEmpty()).toList();
    }
  }

  /// Whether a method is next on a list.
  synchronized boolean awaits(String method) {
    return left.stream().anyMatch(list -> !list.isEmpty() && list.getFirst().equals(method));
  }

  /// What must follow; empty if nothing was passed so far.
  synchronized Optional<Set<String>> following() {
    return passed.isEmpty() ? Optional.empty() : Optional.of(next());
  }

  /// A proof was right.
  synchronized Outcome pass(Proven proof) {
    Optional<AuthenticatedUser> both =
        user == null ? Optional.of(proof.user()) : user.and(proof.user());
    if (both.isEmpty() || !awaits(proof.method())) {
      return new Outcome.Refused();
    }
    user = both.get();
    passed.add(proof.method());
    left = left.stream().map(list -> without(list, proof.method())).toList();
    return left.stream().anyMatch(List::isEmpty)
        ? new Outcome.Complete(new Proven(both.get(), String.join(",", passed)))
        : new Outcome.Partial(next());
  }

  private Set<String> next() {
    Set<String> methods = new LinkedHashSet<>();
    left.stream().filter(list -> !list.isEmpty()).forEach(list -> methods.add(list.getFirst()));
    return methods;
  }

  private static List<String> without(List<String> list, String method) {
    return !list.isEmpty() && list.getFirst().equals(method) ? list.subList(1, list.size()) : list;
  }
}
