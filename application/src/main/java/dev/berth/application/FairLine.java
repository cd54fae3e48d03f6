package dev.berth.application;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// Those who wait for their turn. It goes around among sources, and for each source among its
/// users; of one user it is first come, first served. So nobody has to wait for all that one other
/// has asked for. Not safe for use by several threads.
///
/// @param <T> what waits
final class FairLine<T> {
  private final SequencedMap<String, SequencedMap<String, Deque<T>>> sources =
      new LinkedHashMap<>();

  void add(Claimant who, T waiting) {
    sources
        .computeIfAbsent(who.source(), _ -> new LinkedHashMap<>())
        .computeIfAbsent(who.user(), _ -> new ArrayDeque<>())
        .add(waiting);
  }

  /// Takes the one whose turn it is.
  Optional<T> poll() {
    var source = sources.pollFirstEntry();
    if (source == null) {
      return Optional.empty();
    }
    var users = source.getValue();
    var user = users.pollFirstEntry();
    T next = user.getValue().remove();
    if (!user.getValue().isEmpty()) {
      users.putLast(user.getKey(), user.getValue());
    }
    if (!users.isEmpty()) {
      sources.putLast(source.getKey(), users);
    }
    return Optional.of(next);
  }

  /// Takes one out before its turn.
  void remove(Claimant who, T waiting) {
    var users = sources.get(who.source());
    Deque<T> own = users == null ? null : users.get(who.user());
    if (users == null || own == null) {
      return;
    }
    own.remove(waiting);
    if (own.isEmpty()) {
      users.remove(who.user());
    }
    if (users.isEmpty()) {
      sources.remove(who.source());
    }
  }

  /// All, as their turn is going to come if nobody else does.
  List<T> inOrder() {
    return around(sources.values().stream().map(users -> around(users.values())).toList());
  }

  private static <T> List<T> around(Collection<? extends Collection<T>> lines) {
    List<T> order = new ArrayList<>();
    List<Deque<T>> left = new ArrayList<>();
    lines.forEach(line -> left.add(new ArrayDeque<>(line)));
    while (!left.isEmpty()) {
      left.forEach(line -> order.add(line.remove()));
      left.removeIf(Deque::isEmpty);
    }
    return order;
  }
}
