package dev.berth.domain.configuration;

import dev.berth.domain.connection.Username;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Who may log in, and by which methods. With neither method on, nobody may.
///
/// @param password whether the static users may log in by password
/// @param publicKey whether the static users may log in by public key
/// @param users the static users
public record AuthConfiguration(
    boolean password, boolean publicKey, Map<Username, StaticUser> users) {
  /// Nobody may log in.
  public static final AuthConfiguration NOBODY = new AuthConfiguration(false, false, Map.of());

  public AuthConfiguration {
    users = Collections.unmodifiableMap(new LinkedHashMap<>(users));
  }

  /// Whether anybody at all can log in.
  public boolean admitsSomebody() {
    return users.values().stream()
        .anyMatch(user ->
            (password && user.passwordHash().isPresent())
                || (publicKey && !user.authorizedKeys().isEmpty()));
  }

  /// A user of the configuration file; the hash never shows.
  ///
  /// @param passwordHash bcrypt (`$2y$...`) or argon2id (`$argon2id$...`)
  /// @param authorizedKeys lines in the form of OpenSSH's authorized_keys, each `type base64
  ///   [comment]`
  public record StaticUser(Optional<String> passwordHash, List<String> authorizedKeys) {
    public StaticUser {
      authorizedKeys = List.copyOf(authorizedKeys);
    }

    @Override
    public String toString() {
      return "StaticUser[" + authorizedKeys.size() + " keys]";
    }
  }
}
