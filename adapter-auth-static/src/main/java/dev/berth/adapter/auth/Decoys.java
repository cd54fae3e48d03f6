package dev.berth.adapter.auth;

import dev.berth.domain.configuration.PasswordHash;
import dev.berth.domain.connection.Username;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Picks whose hash is computed for a name that has none: always the same for a name, as it is for
/// users, and like one of theirs.
final class Decoys {
  private static final String KEYED_HASH = "HmacSHA256";

  private final List<PasswordHash> hashes;
  private final SecretKeySpec secret;

  private Decoys(List<PasswordHash> hashes, SecretKeySpec secret) {
    this.hashes = hashes;
    this.secret = secret;
  }

  /// Picks among the hashes of users; what new hashes look like if there are none.
  static Decoys among(List<PasswordHash> hashes) {
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    return new Decoys(
        hashes.isEmpty() ? List.of(PasswordHashes.unknownPassword()) : hashes,
        new SecretKeySpec(secret, KEYED_HASH));
  }

  /// The hash to compute for a name; a match with it means nothing.
  PasswordHash forStranger(Username name) {
    try {
      Mac mac = Mac.getInstance(KEYED_HASH);
      mac.init(secret);
      byte[] pick = mac.doFinal(name.value().getBytes(StandardCharsets.UTF_8));
      long number = ByteBuffer.wrap(pick).getLong();
      return hashes.get((int) Long.remainderUnsigned(number, hashes.size()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + KEYED_HASH, e);
    }
  }
}
