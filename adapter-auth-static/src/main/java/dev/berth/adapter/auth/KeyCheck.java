package dev.berth.adapter.auth;

import dev.berth.domain.configuration.AuthConfiguration.StaticUser;
import dev.berth.domain.connection.Username;
import dev.berth.ports.driven.Authenticator.PublicKeyText;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Finds a public key among a user's own, by its whole wire form.
final class KeyCheck {
  /// More than an RSA key of 16,384 bits takes.
  private static final int LONGEST_BASE64 = 8192;

  private static final Pattern SPACE = Pattern.compile("[ \\t]+");

  private final Map<Username, List<byte[]>> keys;

  private KeyCheck(Map<Username, List<byte[]>> keys) {
    this.keys = keys;
  }

  static KeyCheck of(Map<Username, StaticUser> users) {
    return new KeyCheck(
        users.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Map.Entry::getKey,
                    user ->
                        user.getValue().authorizedKeys().stream()
                            .map(KeyCheck::wireForm)
                            .toList())));
  }

  /// Whether the key is one of the user's. Every one of them is compared.
  boolean admits(Username login, PublicKeyText key) {
    if (key.base64().length() > LONGEST_BASE64) {
      return false;
    }
    byte[] given;
    try {
      given = Base64.getDecoder().decode(key.base64());
    } catch (IllegalArgumentException e) {
      return false;
    }
    boolean found = false;
    for (byte[] own : keys.getOrDefault(login, List.of())) {
      found |= MessageDigest.isEqual(own, given);
    }
    return found;
  }

  private static byte[] wireForm(String line) {
    String[] fields = SPACE.split(line.strip(), 3);
    if (fields.length < 2) {
      throw new IllegalArgumentException(
          "an authorized key must be a line \"type base64 comment\"");
    }
    return Base64.getDecoder().decode(fields[1]);
  }
}
