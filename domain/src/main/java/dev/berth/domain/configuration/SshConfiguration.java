package dev.berth.domain.configuration;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/// How the SSH server presents itself and what bounds it keeps.
///
/// @param listen the address to listen on
/// @param serverVersion the identification string (RFC 4253, section 4.2), `SSH-2.0-...`
/// @param banner shown before authentication (RFC 4252, section 5.4); empty for none
/// @param hostKeys what it proves itself by
/// @param ciphers algorithm names, best first
/// @param kex algorithm names, best first
/// @param macs algorithm names, best first
/// @param clientAliveInterval how often a silent client is asked for a sign of life; zero for never
/// @param clientAliveCountMax how many questions may go unanswered
/// @param limits bounds on what clients may take
public record SshConfiguration(
    InetSocketAddress listen,
    String serverVersion,
    String banner,
    HostIdentity hostKeys,
    List<String> ciphers,
    List<String> kex,
    List<String> macs,
    Duration clientAliveInterval,
    int clientAliveCountMax,
    SshLimits limits) {
  /// The default identification string.
  public static final String DEFAULT_SERVER_VERSION = "SSH-2.0-Berth";

  /// Ciphers that a current audit passes, the fastest first.
  public static final List<String> DEFAULT_CIPHERS =
      List.of(
          "aes128-gcm@openssh.com",
          "aes256-gcm@openssh.com",
          "chacha20-poly1305@openssh.com",
          "aes256-ctr",
          "aes128-ctr");

  /// Key exchanges that a current audit passes, post-quantum first.
  public static final List<String> DEFAULT_KEX =
      List.of(
          "mlkem768x25519-sha256",
          "sntrup761x25519-sha512",
          "sntrup761x25519-sha512@openssh.com",
          "curve25519-sha256",
          "curve25519-sha256@libssh.org",
          "diffie-hellman-group16-sha512",
          "diffie-hellman-group18-sha512");

  /// Message authentication codes that a current audit passes.
  public static final List<String> DEFAULT_MACS =
      List.of("hmac-sha2-256-etm@openssh.com", "hmac-sha2-512-etm@openssh.com");

  public SshConfiguration {
    ciphers = List.copyOf(ciphers);
    kex = List.copyOf(kex);
    macs = List.copyOf(macs);
  }

  /// All defaults but address and keys.
  public static SshConfiguration of(InetSocketAddress listen, List<HostKey> hostKeys) {
    return new SshConfiguration(
        listen,
        DEFAULT_SERVER_VERSION,
        "",
        new HostIdentity(hostKeys, List.of()),
        DEFAULT_CIPHERS,
        DEFAULT_KEX,
        DEFAULT_MACS,
        Duration.ZERO,
        3,
        SshLimits.DEFAULT);
  }

  /// These, with other limits.
  public SshConfiguration with(SshLimits other) {
    return new SshConfiguration(
        listen,
        serverVersion,
        banner,
        hostKeys,
        ciphers,
        kex,
        macs,
        clientAliveInterval,
        clientAliveCountMax,
        other);
  }

  /// What a server proves itself by.
  ///
  /// @param keys the private keys, at least one
  /// @param certificates offered beside the keys that they are for
  public record HostIdentity(List<HostKey> keys, List<HostCertificate> certificates) {
    public HostIdentity {
      keys = List.copyOf(keys);
      certificates = List.copyOf(certificates);
      if (keys.isEmpty()) {
        throw new IllegalArgumentException("an SSH server needs at least one host key");
      }
    }
  }

  /// A certificate for one of the host keys.
  ///
  /// @param origin where it was read: a file's name, or a place in the configuration
  /// @param line `type base64 [comment]`, as ssh-keygen writes it
  public record HostCertificate(String origin, String line) {
    @Override
    public String toString() {
      return "HostCertificate[" + origin + "]";
    }
  }

  /// A private host key; its text never shows.
  ///
  /// @param origin where it was read: a file's name, or a place in the configuration
  /// @param pem the key in PEM
  public record HostKey(String origin, String pem) {
    @Override
    public String toString() {
      return "HostKey[" + origin + "]";
    }
  }
}
