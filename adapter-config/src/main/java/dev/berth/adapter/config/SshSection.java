package dev.berth.adapter.config;

import dev.berth.domain.configuration.SshConfiguration;
import dev.berth.domain.configuration.SshConfiguration.HostCertificate;
import dev.berth.domain.configuration.SshConfiguration.HostIdentity;
import dev.berth.domain.configuration.SshConfiguration.HostKey;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// `ssh`: the SSH server.
final class SshSection {
  private static final Duration SECOND = Duration.ofSeconds(1);

  static final Key<InetSocketAddress> LISTEN =
      Key.of(
              "ssh.listen",
              ListenAddress.TYPE,
              "Address to listen on; without a host, every address.")
          .byDefault("0.0.0.0:2222")
          .example("127.0.0.1:22")
          .example("[::1]:2222");
  static final Key<String> SERVER_VERSION =
      Key.of(
              "ssh.serverVersion",
              new Types.CheckedText<>(
                  "`SSH-2.0-softwareversion[ comments]`, at most 253 characters",
                  Map.of("type", "string", "pattern", ServerVersion.SHAPE, "maxLength", 253),
                  ServerVersion::checked),
              "How the server identifies itself (RFC 4253, section 4.2).")
          .byDefault(SshConfiguration.DEFAULT_SERVER_VERSION)
          .example("SSH-2.0-Berth example.org");
  static final Key<String> BANNER =
      Key.of("ssh.banner", Types.TEXT, "Shown to clients before they log in.")
          .byDefault("")
          .example("Authorised use only.\n");
  static final Key<List<HostKey>> HOST_KEYS =
      Key.of(
              "ssh.hostkeys",
              Types.nonEmptyListOf(new HostKeyType()),
              "Private host keys: Ed25519, ECDSA or RSA of at least 3072 bits, without passphrase."
                  + " Names are relative to this file's folder. A key's file must be its owner's"
                  + " alone (chmod 600).")
          .secret(Key.Secrecy.PEM)
          .byDefaultAs("**required**")
          .example(List.of("ssh_host_ed25519_key"));
  static final Key<Boolean> GENERATE_HOST_KEYS =
      Key.of(
              "ssh.generateHostkeys",
              Types.BOOL,
              "Whether `berth run` makes a file named in `ssh.hostkeys` that does not exist, with a"
                  + " new Ed25519 key, for its owner alone (mode 0600). Commands that only read"
                  + " this file do not make it: before the first run they end with exit code 78.")
          .byDefault(false)
          .example(true);
  static final Key<List<HostCertificate>> HOST_CERTIFICATES =
      Key.of(
              "ssh.hostCertificates",
              Types.listOf(new HostCertificateType()),
              "Certificates for host keys, as ssh-keygen -s -h makes them: the line itself or the"
                  + " name of a -cert.pub file. Each is offered beside its key.")
          .byDefault(List.of())
          .example(List.of("ssh_host_ed25519_key-cert.pub"));
  static final Key<List<String>> CIPHERS =
      Key.of(
              "ssh.ciphers",
              AlgorithmType.list(AlgorithmType.Kind.CIPHERS),
              "Ciphers that are offered, best first.")
          .byDefault(SshConfiguration.DEFAULT_CIPHERS)
          .example(List.of("aes256-gcm@openssh.com"));
  static final Key<List<String>> KEX =
      Key.of(
              "ssh.kex",
              AlgorithmType.list(AlgorithmType.Kind.KEX),
              "Key exchanges that are offered, best first. Those of group exchange cost the gateway"
                  + " far more than a client: not for a public port.")
          .byDefault(SshConfiguration.DEFAULT_KEX)
          .example(List.of("curve25519-sha256"));
  static final Key<List<String>> MACS =
      Key.of(
              "ssh.macs",
              AlgorithmType.list(AlgorithmType.Kind.MACS),
              "Message authentication codes that are offered, best first.")
          .byDefault(SshConfiguration.DEFAULT_MACS)
          .example(List.of("hmac-sha2-512-etm@openssh.com"));
  static final Key<Duration> ALIVE_INTERVAL =
      Key.of(
              "ssh.clientAliveInterval",
              DurationType.zeroOrAtLeast(SECOND),
              "How often a silent client is asked for a sign of life; 0 for never.")
          .byDefault("0s")
          .example("30s");
  static final Key<Integer> ALIVE_COUNT =
      Key.of(
              "ssh.clientAliveCountMax",
              new Types.Whole(1, 1000),
              "Questions in a row that a client may leave unanswered before it is disconnected.")
          .byDefault(3)
          .example(5);
  private static final List<Key<?>> OWN_KEYS =
      List.of(
          LISTEN,
          SERVER_VERSION,
          BANNER,
          HOST_KEYS,
          GENERATE_HOST_KEYS,
          HOST_CERTIFICATES,
          CIPHERS,
          KEX,
          MACS,
          ALIVE_INTERVAL,
          ALIVE_COUNT);

  static final List<Key<?>> KEYS =
      Stream.of(OWN_KEYS, SshLimitKeys.KEYS).<Key<?>>flatMap(List::stream).toList();

  private SshSection() {}

  static void check(Values values, Problems problems) {
    SshLimitKeys.check(values, problems);
    if (!values.isWritten(HOST_KEYS.path())) {
      problems.add(
          values.at(HOST_KEYS.path()),
          HOST_KEYS.path(),
          "is missing: the server needs at least one private host key; make one with ssh-keygen -t"
              + " ed25519 -N '' -f ssh_host_ed25519_key and name its file here, or name a file and"
              + " set ssh.generateHostkeys: true");
    }
  }

  static SshConfiguration configuration(Values values) {
    return new SshConfiguration(
        values.get(LISTEN),
        values.get(SERVER_VERSION),
        values.get(BANNER),
        new HostIdentity(values.get(HOST_KEYS), values.get(HOST_CERTIFICATES)),
        values.get(CIPHERS),
        values.get(KEX),
        values.get(MACS),
        values.get(ALIVE_INTERVAL),
        values.get(ALIVE_COUNT),
        SshLimitKeys.limits(values));
  }
}
