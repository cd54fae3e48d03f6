package dev.berth.adapter.auth;

import dev.berth.domain.configuration.PasswordHash;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/// Makes the hashes that `auth.static.users.<name>.passwordHash` holds.
public final class PasswordHashes {
  /// The cost of a new bcrypt hash if none is asked for.
  public static final int DEFAULT_BCRYPT_COST = 12;

  private static final int MEMORY_KIB = 19_456;
  private static final int ITERATIONS = 2;
  private static final int LANES = 1;
  private static final int SALT_LENGTH = 16;
  private static final int DIGEST_LENGTH = 32;

  private PasswordHashes() {}

  /// A hash by argon2id with 19 MiB, 2 passes and 1 lane, the usual minimum for interactive logins.
  ///
  /// @param password is left for the caller to clear
  /// @throws IllegalArgumentException if the password is empty, longer than 1,024 bytes or no text
  public static String argon2id(char[] password) {
    byte[] bytes = checked(password, PasswordBytes.MAX);
    byte[] salt = random(SALT_LENGTH);
    byte[] digest =
        BouncyCastleHashing.argon2id(
            bytes, salt, DIGEST_LENGTH, MEMORY_KIB, new int[] {ITERATIONS, LANES});
    Arrays.fill(bytes, (byte) 0);
    return argon2idText(salt, digest);
  }

  /// A hash by bcrypt, `$2y$`.
  ///
  /// @param password is left for the caller to clear
  /// @param cost the binary logarithm of the number of rounds, 4 to 16
  /// @throws IllegalArgumentException if the password is empty, longer than bcrypt's 72 bytes, no
  ///   text or holds a zero character, or the cost is out of bounds
  public static String bcrypt(char[] password, int cost) {
    if (cost < 4 || cost > 16) {
      throw new IllegalArgumentException("the cost must be between 4 and 16, not " + cost);
    }
    byte[] bytes = checked(password, PasswordHash.BCRYPT_MAX_PASSWORD);
    if (PasswordBytes.holdsNul(bytes)) {
      throw new IllegalArgumentException("bcrypt takes no password with a zero character");
    }
    String hash = OpenBSDBCrypt.generate("2y", bytes, random(SALT_LENGTH), cost);
    Arrays.fill(bytes, (byte) 0);
    return hash;
  }

  /// A new hash that nobody knows the password of.
  static PasswordHash unknownPassword() {
    return PasswordHash.parse(argon2idText(random(SALT_LENGTH), random(DIGEST_LENGTH)));
  }

  private static String argon2idText(byte[] salt, byte[] digest) {
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return String.join(
        "$",
        "",
        "argon2id",
        "v=19",
        "m=" + MEMORY_KIB + ",t=" + ITERATIONS + ",p=" + LANES,
        new String(base64.encode(salt), StandardCharsets.US_ASCII),
        new String(base64.encode(digest), StandardCharsets.US_ASCII));
  }

  private static byte[] checked(char[] password, int longest) {
    if (password.length == 0) {
      throw new IllegalArgumentException("the password is empty");
    }
    byte[] bytes =
        PasswordBytes.of(password)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "the password is longer than " + longest + " bytes, or no text"));
    if (bytes.length > longest) {
      throw new IllegalArgumentException("the password is longer than " + longest + " bytes");
    }
    return bytes;
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }
}
