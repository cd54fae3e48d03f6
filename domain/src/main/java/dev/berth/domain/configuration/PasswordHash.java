package dev.berth.domain.configuration;

import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A password's hash in the text form that configuration files hold, with bounds on what checking
/// it costs. It never shows, neither in `toString` nor in an error's text.
public sealed interface PasswordHash {
  /// The longest password that bcrypt looks at whole, in bytes.
  int BCRYPT_MAX_PASSWORD = 72;

  /// The hash as it was written.
  String text();

  /// bcrypt, `$2a$`, `$2b$` or `$2y$`.
  ///
  /// @param text the whole, 60 characters
  /// @param cost the binary logarithm of the number of rounds, 4 to 16
  record Bcrypt(String text, int cost) implements PasswordHash {
    private static final Pattern SHAPE =
        Pattern.compile("\\$2[aby]\\$([0-9]{2})\\$[./A-Za-z0-9]{53}");

    /// A checked hash; throws [IllegalArgumentException] otherwise.
    public Bcrypt {
      within("cost", cost, 4, 16);
    }

    private static Bcrypt of(String text) {
      Matcher parts = SHAPE.matcher(text);
      if (!parts.matches()) {
        throw new IllegalArgumentException("is cut short or holds characters that bcrypt has not");
      }
      return new Bcrypt(text, Integer.parseInt(parts.group(1)));
    }

    @Override
    public String toString() {
      return "Bcrypt[cost=" + cost + "]";
    }
  }

  /// Argon2id of version 1.3 (RFC 9106), `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`.
  ///
  /// @param text the whole
  /// @param memoryKib memory in KiB, 8 for each lane to 262,144
  /// @param iterations passes over the memory, 1 to 32
  /// @param lanes the degree of parallelism, 1 to 16
  record Argon2id(String text, int memoryKib, int iterations, int lanes) implements PasswordHash {
    private static final Pattern SHAPE =
        Pattern.compile(
            "\\$argon2id\\$v=19\\$m=([0-9]{1,9}),t=([0-9]{1,9}),p=([0-9]{1,9})"
                + "\\$([A-Za-z0-9+/]{1,128})\\$([A-Za-z0-9+/]{1,128})");

    /// A checked hash; throws [IllegalArgumentException] otherwise.
    public Argon2id {
      within("p", lanes, 1, 16);
      within("m", memoryKib, 8 * lanes, 262_144);
      within("t", iterations, 1, 32);
      Matcher parts = parts(text);
      within("the salt's length", decoded(parts, 4).length, 8, 64);
      within("the hash's length", decoded(parts, 5).length, 16, 64);
    }

    private static Argon2id of(String text) {
      Matcher parts = parts(text);
      return new Argon2id(
          text,
          Integer.parseInt(parts.group(1)),
          Integer.parseInt(parts.group(2)),
          Integer.parseInt(parts.group(3)));
    }

    /// The salt.
    public byte[] salt() {
      return decoded(parts(text), 4);
    }

    /// What a right password must come to.
    public byte[] digest() {
      return decoded(parts(text), 5);
    }

    private static Matcher parts(String text) {
      Matcher parts = SHAPE.matcher(text);
      if (!parts.matches()) {
        throw new IllegalArgumentException(
            "must be $argon2id$v=19$m=...,t=...,p=...$salt$hash, with salt and hash in base64");
      }
      return parts;
    }

    private static byte[] decoded(Matcher parts, int group) {
      return Base64.getDecoder().decode(parts.group(group));
    }

    @Override
    public String toString() {
      return "Argon2id[m=" + memoryKib + ", t=" + iterations + ", p=" + lanes + "]";
    }
  }

  /// Reads a hash.
  ///
  /// @throws IllegalArgumentException if it is none, with a text that holds nothing of it
  static PasswordHash parse(String text) {
    if (text.startsWith("$2a$") || text.startsWith("$2b$") || text.startsWith("$2y$")) {
      return Bcrypt.of(text);
    }
    if (text.startsWith("$argon2id$")) {
      return Argon2id.of(text);
    }
    throw new IllegalArgumentException(
        "must be bcrypt ($2y$...) or argon2id ($argon2id$...), as berth hash-password makes it");
  }

  private static void within(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          what + " must be between " + least + " and " + most + ", not " + value);
    }
  }
}
