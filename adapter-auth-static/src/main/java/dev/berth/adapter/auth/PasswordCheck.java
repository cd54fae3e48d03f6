package dev.berth.adapter.auth;

import dev.berth.domain.configuration.AuthConfiguration.StaticUser;
import dev.berth.domain.configuration.PasswordHash;
import dev.berth.domain.configuration.PasswordHash.Bcrypt;
import dev.berth.domain.connection.Username;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Checks passwords with one hash computation for every attempt: also for a user that does not
/// exist, for one without a password and for a password that cannot be right.
final class PasswordCheck {
  private final Map<Username, PasswordHash> hashes;
  private final Decoys decoys;
  private final BoundedHashing hashing;

  private PasswordCheck(Map<Username, PasswordHash> hashes, Decoys decoys, BoundedHashing hashing) {
    this.hashes = hashes;
    this.decoys = decoys;
    this.hashing = hashing;
  }

  static PasswordCheck of(Map<Username, StaticUser> users, BoundedHashing hashing) {
    Map<Username, PasswordHash> hashes =
        users.entrySet().stream()
            .filter(user -> user.getValue().passwordHash().isPresent())
            .collect(
                Collectors.toUnmodifiableMap(
                    Map.Entry::getKey,
                    user -> PasswordHash.parse(user.getValue().passwordHash().orElseThrow())));
    return new PasswordCheck(hashes, Decoys.among(List.copyOf(hashes.values())), hashing);
  }

  /// Whether it is the user's password.
  ///
  /// @param source where the client comes from
  boolean proves(String source, Username login, char[] password)
      throws InterruptedException, HashingFailedException {
    PasswordHash decoy = decoys.forStranger(login);
    PasswordHash own = hashes.get(login);
    PasswordHash hash = own == null ? decoy : own;
    Optional<byte[]> bytes = PasswordBytes.of(password);
    boolean possible = own != null && bytes.isPresent() && distinct(hash, bytes.get());
    boolean matches =
        hashing.matches(source, hash, workable(hash, bytes.orElseGet(() -> new byte[1])));
    return possible && matches;
  }

  /// Whether the hash can tell this password from every other: bcrypt looks at 72 bytes and repeats
  /// what is shorter, with a zero byte between. No hash is of an empty password.
  private static boolean distinct(PasswordHash hash, byte[] password) {
    return password.length > 0
        && !(hash instanceof Bcrypt
            && (password.length > PasswordHash.BCRYPT_MAX_PASSWORD
                || PasswordBytes.holdsNul(password)));
  }

  private static byte[] workable(PasswordHash hash, byte[] password) {
    if (hash instanceof Bcrypt && password.length > PasswordHash.BCRYPT_MAX_PASSWORD) {
      byte[] start = Arrays.copyOf(password, PasswordHash.BCRYPT_MAX_PASSWORD);
      Arrays.fill(password, (byte) 0);
      return start;
    }
    return password;
  }
}
