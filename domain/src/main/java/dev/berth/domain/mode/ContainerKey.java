package dev.berth.domain.mode;

import dev.berth.domain.connection.AuthenticatedUser;
import dev.berth.domain.connection.HandedValue;
import java.util.Optional;

/// What connections have in common that share a persistent container.
public sealed interface ContainerKey {
  /// The key of a user's connection.
  ///
  /// @return empty if the user has none
  Optional<String> of(AuthenticatedUser user);

  /// The name that is given to the SSH client.
  record LoginName() implements ContainerKey {
    @Override
    public Optional<String> of(AuthenticatedUser user) {
      return Optional.of(user.login().value());
    }
  }

  /// The name that authentication knows the user by.
  record AuthenticatedName() implements ContainerKey {
    @Override
    public Optional<String> of(AuthenticatedUser user) {
      return Optional.of(user.name().value());
    }
  }

  /// A value that authentication hands on as metadata. It becomes part of a name that many can see,
  /// and so a sensitive one does not count.
  ///
  /// @param name the value's name
  record Metadata(String name) implements ContainerKey {
    @Override
    public Optional<String> of(AuthenticatedUser user) {
      return Optional.ofNullable(user.handover().metadata().get(name))
          .filter(value -> !value.sensitive())
          .map(HandedValue::value)
          .filter(value -> !value.isEmpty());
    }
  }
}
