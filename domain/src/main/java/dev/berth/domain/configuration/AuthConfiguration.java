package dev.berth.domain.configuration;

import dev.berth.domain.connection.Username;
import dev.berth.domain.key.AuthorizedKey;
import dev.berth.domain.key.PublicKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Who may log in, and by which methods. With no method on, nobody may.
///
/// @param methods the methods by which the static users may log in
/// @param users the static users
/// @param userAuthorities keys of authorities whose certificates let users in by the names that
///   they certify, also users who are not listed
/// @param webhooks servers that are asked
public record AuthConfiguration(
    Methods methods,
    Map<Username, StaticUser> users,
    List<PublicKey> userAuthorities,
    Webhooks webhooks) {
  /// Nobody may log in.
  public static final AuthConfiguration NOBODY =
      new AuthConfiguration(Methods.NONE, Map.of(), List.of());

  public AuthConfiguration {
    users = Collections.unmodifiableMap(new LinkedHashMap<>(users));
    userAuthorities = List.copyOf(userAuthorities);
  }

  /// Without servers that are asked.
  public AuthConfiguration(
      Methods methods, Map<Username, StaticUser> users, List<PublicKey> userAuthorities) {
    this(methods, users, userAuthorities, Webhooks.NONE);
  }

  /// All methods that are on, whoever is asked, as RFC 4252 and RFC 4256 name them.
  public List<String> methodNames() {
    return new Methods(
            methods.password() || webhooks.password().isPresent(),
            methods.publicKey() || webhooks.publicKey().isPresent(),
            methods.keyboardInteractive())
        .names();
  }

  /// Lists of methods, one of which a user must pass whole and in its order.
  public List<List<String>> chains(Username login) {
    return Optional.ofNullable(users.get(login))
        .map(StaticUser::authenticationMethods)
        .filter(chains -> !chains.isEmpty())
        .orElseGet(() -> methodNames().stream().map(List::of).toList());
  }

  /// Whether anybody at all can log in.
  public boolean admitsSomebody() {
    return webhooks.authenticates()
        || (methods.publicKey() && !userAuthorities.isEmpty())
        || users.values().stream().anyMatch(this::admits);
  }

  private boolean admits(StaticUser user) {
    return user.authenticationMethods().isEmpty()
        ? methods.names().stream().anyMatch(method -> knows(user, method))
        : user.authenticationMethods().stream()
            .anyMatch(list -> list.stream().allMatch(method -> knows(user, method)));
  }

  private boolean knows(StaticUser user, String method) {
    return methods.names().contains(method)
        && (method.equals("publickey")
            ? !user.authorizedKeys().isEmpty() || !userAuthorities.isEmpty()
            : user.passwordHash().isPresent());
  }

  /// Servers that are asked about those who log in.
  ///
  /// @param password whether a password is right
  /// @param publicKey whether a key is the user's
  /// @param authorization whether somebody who has proven who they are may use the gateway
  public record Webhooks(
      Optional<WebhookConfiguration> password,
      Optional<WebhookConfiguration> publicKey,
      Optional<WebhookConfiguration> authorization) {
    /// None is asked.
    public static final Webhooks NONE =
        new Webhooks(Optional.empty(), Optional.empty(), Optional.empty());

    /// Whether one of them can let somebody in.
    public boolean authenticates() {
      return password.isPresent() || publicKey.isPresent();
    }
  }

  /// Methods by which the static users may log in.
  ///
  /// @param password RFC 4252, section 8
  /// @param publicKey RFC 4252, section 7
  /// @param keyboardInteractive RFC 4256: a question for the password
  public record Methods(boolean password, boolean publicKey, boolean keyboardInteractive) {
    /// Nothing is on.
    public static final Methods NONE = new Methods(false, false, false);

    /// As RFC 4252 and RFC 4256 name them.
    public List<String> names() {
      List<String> names = new ArrayList<>();
      if (publicKey) {
        names.add("publickey");
      }
      if (keyboardInteractive) {
        names.add("keyboard-interactive");
      }
      if (password) {
        names.add("password");
      }
      return List.copyOf(names);
    }
  }

  /// A user of the configuration file; the hash never shows.
  ///
  /// @param passwordHash bcrypt (`$2y$...`) or argon2id (`$argon2id$...`)
  /// @param authorizedKeys the user's keys, and those of their authorities
  /// @param authenticationMethods lists of methods, one of which must be passed whole and in its
  ///   order; empty if any one method will do
  public record StaticUser(
      Optional<String> passwordHash,
      List<AuthorizedKey> authorizedKeys,
      List<List<String>> authenticationMethods) {
    public StaticUser {
      authorizedKeys = List.copyOf(authorizedKeys);
      authenticationMethods = authenticationMethods.stream().map(List::copyOf).toList();
    }

    /// A user whom any one method lets in.
    public StaticUser(Optional<String> passwordHash, List<AuthorizedKey> authorizedKeys) {
      this(passwordHash, authorizedKeys, List.of());
    }

    @Override
    public String toString() {
      return "StaticUser[" + authorizedKeys.size() + " keys]";
    }
  }
}
