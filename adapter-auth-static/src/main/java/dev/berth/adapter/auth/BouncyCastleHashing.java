package dev.berth.adapter.auth;

import dev.berth.domain.configuration.PasswordHash;
import dev.berth.domain.configuration.PasswordHash.Argon2id;
import dev.berth.domain.configuration.PasswordHash.Bcrypt;
import java.security.MessageDigest;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// bcrypt and argon2id by Bouncy Castle.
final class BouncyCastleHashing implements Hashing {
  @Override
  public boolean matches(PasswordHash hash, byte[] password) {
    return switch (hash) {
      case Bcrypt bcrypt -> OpenBSDBCrypt.checkPassword(bcrypt.text(), password);
      case Argon2id argon2id -> {
        byte[] expected = argon2id.digest();
        byte[] computed =
            argon2id(
                password,
                argon2id.salt(),
                expected.length,
                argon2id.memoryKib(),
                new int[] {argon2id.iterations(), argon2id.lanes()});
        yield MessageDigest.isEqual(expected, computed);
      }
    };
  }

  /// The hash of a password.
  ///
  /// @param work iterations and lanes
  static byte[] argon2id(byte[] password, byte[] salt, int length, int memoryKib, int[] work) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withSalt(salt)
            .withMemoryAsKB(memoryKib)
            .withIterations(work[0])
            .withParallelism(work[1])
            .build());
    byte[] digest = new byte[length];
    generator.generateBytes(password, digest);
    return digest;
  }
}
