package dev.berth.domain.connection;

import java.util.Optional;

/// Somebody who has proven who they are.
///
/// @param login the name given to the SSH client
/// @param name the name that authentication knows them by; mostly the same
/// @param handover what authentication hands on
/// @param restrictions what their proof holds them to
public record AuthenticatedUser(
    Username login, Username name, Handover handover, Restrictions restrictions) {
  /// A user without restrictions.
  public AuthenticatedUser(Username login, Username name, Handover handover) {
    this(login, name, handover, Restrictions.NONE);
  }

  /// A user known by their login name, with nothing handed on.
  public static AuthenticatedUser of(Username login) {
    return new AuthenticatedUser(login, login, Handover.nothing());
  }

  /// This, held to restrictions.
  public AuthenticatedUser restricted(Restrictions to) {
    return new AuthenticatedUser(login, name, handover, to);
  }

  /// This with what a later step hands on.
  public AuthenticatedUser with(Handover later) {
    return new AuthenticatedUser(login, name, handover.with(later), restrictions);
  }

  /// The same with `***` in the place of what is handed on and sensitive.
  public AuthenticatedUser withoutSecrets() {
    return new AuthenticatedUser(login, name, handover.withoutSecrets(), restrictions);
  }

  /// Who has given this proof and a later one: what both hand on, held to what either holds to.
  /// Empty if the proofs are of different people, or cannot both be kept to.
  public Optional<AuthenticatedUser> and(AuthenticatedUser later) {
    if (!login.equals(later.login) || !name.equals(later.name)) {
      return Optional.empty();
    }
    return restrictions
        .and(later.restrictions)
        .map(both -> new AuthenticatedUser(login, name, handover.with(later.handover), both));
  }
}
