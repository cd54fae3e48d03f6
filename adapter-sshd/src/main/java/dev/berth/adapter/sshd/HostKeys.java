package dev.berth.adapter.sshd;

import dev.berth.domain.configuration.SshConfiguration.HostKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.jspecify.annotations.Nullable;

/// Reads private host keys: Ed25519, ECDSA, and RSA of 3072 bits or more, in OpenSSH's format,
/// PKCS#1 or PKCS#8.
final class HostKeys {
  private static final int RSA_BITS = 3072;
  private static final int ED25519_BITS = 256;

  private HostKeys() {}

  /// Reads all of them.
  ///
  /// @throws IllegalArgumentException that names the key which cannot be used, and why
  static List<KeyPair> read(List<HostKey> keys) {
    List<KeyPair> pairs = new ArrayList<>();
    for (HostKey key : keys) {
      pairs.add(read(key));
    }
    return pairs;
  }

  /// A new key, Ed25519, in OpenSSH's own form (its PROTOCOL.key).
  static String generate() {
    ByteArrayOutputStream pem = new ByteArrayOutputStream();
    try {
      KeyPair pair = KeyUtils.generateKeyPair(KeyPairProvider.SSH_ED25519, ED25519_BITS);
      OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, "made by berth", null, pem);
    } catch (IOException | GeneralSecurityException impossible) {
      throw new IllegalStateException("cannot make a host key", impossible);
    }
    return pem.toString(StandardCharsets.US_ASCII);
  }

  private static KeyPair read(HostKey key) {
    KeyPair pair = parse(key);
    if (pair == null) {
      throw unusable(key, "it holds no private key in PEM", null);
    }
    if (pair.getPublic() instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() < RSA_BITS) {
      throw unusable(
          key, "RSA keys need " + RSA_BITS + " bits, it has " + rsa.getModulus().bitLength(), null);
    }
    String type = KeyUtils.getKeyType(pair);
    if (type == null || type.equals(KeyPairProvider.SSH_DSS)) {
      throw unusable(key, "only Ed25519, ECDSA and RSA keys are supported", null);
    }
    return pair;
  }

  private static @Nullable KeyPair parse(HostKey key) {
    try (ByteArrayInputStream pem =
        new ByteArrayInputStream(key.pem().getBytes(StandardCharsets.UTF_8))) {
      Iterable<KeyPair> pairs =
          SecurityUtils.loadKeyPairIdentities(
              null, NamedResource.ofName(key.origin()), pem, FilePasswordProvider.EMPTY);
      return pairs == null || !pairs.iterator().hasNext() ? null : pairs.iterator().next();
    } catch (IOException | GeneralSecurityException | RuntimeException failure) {
      throw unusable(key, "it cannot be read: " + SshdFailures.reason(failure), failure);
    }
  }

  private static IllegalArgumentException unusable(
      HostKey key, String why, @Nullable Throwable cause) {
    return new IllegalArgumentException("host key " + key.origin() + ": " + why, cause);
  }
}
