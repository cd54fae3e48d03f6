package dev.berth.adapter.sshd;

import dev.berth.domain.configuration.SshConfiguration.HostCertificate;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/// Reads certificates for host keys. Whether they are valid at present is for clients to say: one
/// that has run out must not keep the server from starting.
final class HostCertificates {
  private HostCertificates() {}

  /// Reads all of them.
  ///
  /// @param keys the host keys
  /// @throws IllegalArgumentException that names the certificate which cannot be used, and why
  static List<OpenSshCertificate> read(List<HostCertificate> certificates, List<KeyPair> keys) {
    List<OpenSshCertificate> read = new ArrayList<>();
    Set<String> types = new HashSet<>();
    for (HostCertificate certificate : certificates) {
      OpenSshCertificate parsed = parse(certificate);
      if (parsed.getType() != OpenSshCertificate.Type.HOST) {
        throw unusable(certificate, "it is not a host's certificate");
      }
      if (!isFor(parsed, keys)) {
        throw unusable(
            certificate,
            "its key is not among the host keys, or not the first one of its type there");
      }
      if (!types.add(parsed.getKeyType())) {
        throw unusable(certificate, "there is another one for the same key");
      }
      read.add(parsed);
    }
    return List.copyOf(read);
  }

  /// Whether it is for the key that the library uses, the first one of its type.
  private static boolean isFor(OpenSshCertificate certificate, List<KeyPair> keys) {
    return keys.stream()
        .filter(pair -> certificate.getRawKeyType().equals(KeyUtils.getKeyType(pair)))
        .findFirst()
        .filter(pair -> KeyUtils.compareKeys(certificate.getCertPubKey(), pair.getPublic()))
        .isPresent();
  }

  private static OpenSshCertificate parse(HostCertificate certificate) {
    String[] fields = certificate.line().strip().split("[ \\t]+", 3);
    try {
      PublicKey key =
          new ByteArrayBuffer(Base64.getDecoder().decode(fields.length > 1 ? fields[1] : ""))
              .getRawPublicKey();
      if (key instanceof OpenSshCertificate parsed) {
        return parsed;
      }
    } catch (Exception malformed) {
      throw unusable(certificate, "it cannot be read: " + SshdFailures.reason(malformed));
    }
    throw unusable(certificate, "it is no certificate");
  }

  private static IllegalArgumentException unusable(HostCertificate certificate, String why) {
    return new IllegalArgumentException("host certificate " + certificate.origin() + ": " + why);
  }
}
