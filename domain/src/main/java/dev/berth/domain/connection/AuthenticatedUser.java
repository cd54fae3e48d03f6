package dev.berth.domain.connection;

/// Somebody who has proven who they are.
///
/// @param login the name given to the SSH client
/// @param name the name that authentication knows them by; mostly the same
/// @param handover what authentication hands on
public record AuthenticatedUser(Username login, Username name, Handover handover) {
  /// A user known by their login name, with nothing handed on.
  public static AuthenticatedUser of(Username login) {
    return new AuthenticatedUser(login, login, Handover.nothing());
  }
}
