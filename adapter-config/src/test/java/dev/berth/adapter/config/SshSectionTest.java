package dev.berth.adapter.config;

import static dev.berth.adapter.config.ConfigurationFolder.HOST_CERTIFICATE;
import static dev.berth.adapter.config.ConfigurationFolder.HOST_KEYS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.adapter.config.ConfigurationFiles.Algorithms;
import dev.berth.adapter.config.ConfigurationFiles.Problem;
import dev.berth.domain.configuration.MaxStartups;
import dev.berth.domain.configuration.PenaltyLimits;
import dev.berth.domain.configuration.SourceLimits;
import dev.berth.domain.configuration.SshConfiguration;
import dev.berth.domain.configuration.SshConfiguration.HostCertificate;
import dev.berth.domain.configuration.SshConfiguration.HostKey;
import dev.berth.domain.configuration.SshLimits;
import dev.berth.domain.connection.Network;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SshSectionTest {
  private static final String USER_CERTIFICATE =
      "ssh-ed25519-cert-v01@openssh.com AAAAIHNzaC1lZDI1NTE5LWNlcnQtdjAxQG9wZW5zc2guY"
          + "29tAAAAIBOunt8/A+r3arsXqEpzIZgVVxX+vuLz2UKOpb3y3kucAAAAIIS9xBY8qoTgXqT+MmsTPmR"
          + "WzQyf1+nFCZ+IUf4fkkOrAAAAAAAAAAAAAAABAAAABHVzZXIAAAAJAAAABWFsaWNlAAAAAAAAAAD//"
          + "////////wAAAAAAAACCAAAAFXBlcm1pdC1YMTEtZm9yd2FyZGluZwAAAAAAAAAXcGVybWl0LWFnZW5"
          + "0LWZvcndhcmRpbmcAAAAAAAAAFnBlcm1pdC1wb3J0LWZvcndhcmRpbmcAAAAAAAAACnBlcm1pdC1wd"
          + "HkAAAAAAAAADnBlcm1pdC11c2VyLXJjAAAAAAAAAAAAAAAzAAAAC3NzaC1lZDI1NTE5AAAAICKhgqB"
          + "rIzCIJacATiUh9FJU9G32ZOdjfGuCxIrULmuiAAAAUwAAAAtzc2gtZWQyNTUxOQAAAEBSgwizbo7O1"
          + "FIRKX0nPAQedSLOY8pGYUW+Ae4FqS1BmkTOC+okVlceGu18aPMSYaxsmaDsjUcpXx+mn/xzuacD";

  private final ConfigurationFolder folder;

  SshSectionTest(@TempDir Path path) {
    folder = ConfigurationFolder.in(path);
  }

  @Test
  void defaults() {
    SshConfiguration ssh = folder.valid(HOST_KEYS).ssh();
    assertThat(ssh)
        .isEqualTo(
            SshConfiguration.of(new InetSocketAddress("0.0.0.0", 2222), ssh.hostKeys().keys()));
    assertThat(ssh.serverVersion()).isEqualTo("SSH-2.0-Berth");
    assertThat(ssh.banner()).isEmpty();
    assertThat(ssh.clientAliveInterval()).isZero();
    assertThat(ssh.clientAliveCountMax()).isEqualTo(3);
  }

  @Test
  void everyKeySet() {
    String inline = ConfigurationFolder.privateKey("RSA");
    folder.write("host-cert.pub", HOST_CERTIFICATE + " comment\n");
    SshConfiguration ssh =
        folder
            .valid(
                """
                ssh:
                  listen: "[::1]:22"
                  serverVersion: SSH-2.0-Example_1.0 of the Example
                  banner: "Hello\\n"
                  hostkeys:
                    - ssh_host_ed25519_key
                    - |
                %s
                  hostCertificates: [host-cert.pub, "%s"]
                  ciphers: [aes256-ctr]
                  kex: [curve25519-sha256]
                  macs: [hmac-sha2-512]
                  clientAliveInterval: 1m30s
                  clientAliveCountMax: 7
                  loginGraceTime: 30s
                  maxAuthTries: 2
                  maxConnections: 20
                  maxStartups: 10:30:100
                  maxChannels: 5
                  idleTimeout: 1h
                  maxConnectionTime: 12h
                  maxConnectionsPerSource: 7
                  maxStartupsPerSource: 3
                  sourceNetBlockSize: 24:56
                  exemptNetworks: [192.0.2.0/24, "2001:db8::1"]
                  penalties:
                    enable: false
                    failedLogin: 1s
                    garbage: 2s
                    graceTimeout: 3s
                    noLogin: 0
                    min: 20s
                    max: 1h
                    maxSources: 99
                  proxyProtocol:
                    allowedNetworks: [10.0.0.0/28]
                """
                    .formatted(inline.indent(6).stripTrailing(), HOST_CERTIFICATE))
            .ssh();
    assertThat(ssh)
        .isEqualTo(
            new SshConfiguration(
                new InetSocketAddress(InetAddress.ofLiteral("::1"), 22),
                "SSH-2.0-Example_1.0 of the Example",
                "Hello\n",
                ssh.hostKeys(),
                List.of("aes256-ctr"),
                List.of("curve25519-sha256"),
                List.of("hmac-sha2-512"),
                Duration.ofSeconds(90),
                7,
                new SshLimits(
                    Duration.ofSeconds(30),
                    2,
                    20,
                    new MaxStartups(10, 30, 100),
                    5,
                    new SshLimits.Lifetime(Duration.ofHours(1), Duration.ofHours(12)),
                    everySourceLimitSet())));
    assertThat(ssh.hostKeys().certificates())
        .containsExactly(
            new HostCertificate(
                folder.path().resolve("host-cert.pub").toString(), HOST_CERTIFICATE + " comment"),
            new HostCertificate("ssh.hostCertificates[1]", HOST_CERTIFICATE));
    assertThat(ssh.hostKeys().keys())
        .extracting(HostKey::origin)
        .containsExactly(
            folder.path().resolve("ssh_host_ed25519_key").toString(), "ssh.hostkeys[1]");
    assertThat(ssh.hostKeys().keys().get(1).pem()).isEqualTo(inline);
  }

  private static SourceLimits everySourceLimitSet() {
    return new SourceLimits(
        7,
        3,
        new SourceLimits.Blocks(24, 56),
        new PenaltyLimits(
            false,
            new PenaltyLimits.Offences(
                Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ZERO),
            Duration.ofSeconds(20),
            Duration.ofHours(1),
            99),
        List.of(Network.parse("192.0.2.0/24"), Network.parse("2001:db8::1")),
        List.of(Network.parse("10.0.0.0/28")));
  }

  @Test
  void limitsAreSafeByDefault() {
    SshLimits limits = folder.valid(HOST_KEYS).ssh().limits();
    assertThat(limits).isEqualTo(SshLimits.DEFAULT);
    assertThat(limits.maxStartups()).hasToString("100:30:500");
    assertThat(limits.lifetime()).isEqualTo(SshLimits.Lifetime.UNLIMITED);
    SourceLimits sources = limits.sources();
    assertThat(sources.proxies()).isEmpty();
    assertThat(sources.exempt())
        .containsExactly(Network.parse("127.0.0.0/8"), Network.parse("::1"));
    assertThat(sources.blocks()).isEqualTo(new SourceLimits.Blocks(32, 64));
    assertThat(sources.penalties().enabled()).isTrue();
    assertThat(sources.penalties().min()).isEqualTo(Duration.ofSeconds(15));
  }

  @Test
  void startupsMayBeANumberOrASection() {
    assertThat(startups("5")).isEqualTo(MaxStartups.upTo(5));
    assertThat(startups("\"10:30:60\"")).isEqualTo(new MaxStartups(10, 30, 60));
    assertThat(startups("{start: 1, rate: 2, full: 3}")).isEqualTo(new MaxStartups(1, 2, 3));
  }

  private MaxStartups startups(String value) {
    return folder.valid(HOST_KEYS + "  maxStartups: " + value + "\n").ssh().limits().maxStartups();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "maxStartups: 10:30|such as 100:30:500",
        "maxStartups: '100:30:10'|full at least start",
        "maxStartups: {start: 1, rate: 2}|all of start, rate and full",
        "maxStartups: {start: 1, rate: 200, full: 3}|between 1 and 100",
        "maxStartups: {start: 1, rate: 20, full: 30, fall: 3}|known here are start, rate, full",
        "exemptNetworks: [10.0.0.1/8]|write 10.0.0.0/8",
        "exemptNetworks: [localhost]|such as 192.0.2.0/24",
        "proxyProtocol: {allowedNetworks: ['10.0.0.0/33']}|such as 192.0.2.0/24",
        "proxyProtocol: {allowedNetworks: 10.0.0.1}|must be a list",
        "sourceNetBlockSize: 33:64|between 0 and 32",
        "sourceNetBlockSize: 32|such as 32:64",
        "idleTimeout: 500ms|at least 1s",
        "maxConnectionTime: never|must be a duration",
        "penalties: {min: 11m}|must not be longer than ssh.penalties.max, which is 10m",
        "penalties: {failedlogin: 1s}|did you mean ssh.penalties.failedLogin?"
      })
  void wrongLimitsAreExplained(String line, String why) {
    assertThat(folder.problem("  " + line + "\n").message()).contains(why);
  }

  @ParameterizedTest
  @CsvSource({"':2222', 2222", "'127.0.0.1:22', 22", "'[::]:0', 0", "'localhost:65535', 65535"})
  void formsOfAddresses(String text, int port) {
    assertThat(folder.valid(HOST_KEYS + "  listen: '" + text + "'\n").ssh().listen().getPort())
        .isEqualTo(port);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "listen: 2222",
        "listen: 127.0.0.1",
        "listen: '::1:22'",
        "listen: '127.0.0.1:65536'",
        "listen: 'no such host:22'",
        "listen: 'nowhere.invalid:22'",
        "listen: [a]",
        "serverVersion: OpenSSH",
        "serverVersion: SSH-2.0-",
        "serverVersion: SSH-2.0-a-b",
        "serverVersion: SSH-1.99-x",
        "serverVersion: \"SSH-2.0-x\\r\\ny\"",
        "serverVersion: SSH-2.0-Bärth",
        "hostCertificates: [missing-cert.pub]",
        "hostCertificates: ['ssh-ed25519-cert-v01@openssh.com AAAA']",
        "hostCertificates: ['" + ConfigurationFolder.PUBLIC_KEY + "']",
        "hostCertificates: ['" + USER_CERTIFICATE + "']",
        "ciphers: []",
        "ciphers: aes256-ctr",
        "macs: ['a,b']",
        "kex: [1]",
        "clientAliveInterval: 999ms",
        "clientAliveInterval: -5s",
        "clientAliveCountMax: 0",
        "clientAliveCountMax: 1.5",
        "loginGraceTime: 0",
        "maxAuthTries: many",
        "maxConnections: 99999999999999999999",
        "maxChannels: 0"
      })
  void wrongValues(String line) {
    Problem problem = folder.problem("  " + line + "\n");
    assertThat(problem.path()).startsWith("ssh." + line.substring(0, line.indexOf(':')));
    assertThat(problem.line()).isEqualTo(3);
    assertThat(problem.column()).isGreaterThan(3);
  }

  @Test
  void aServerVersionIsAtMost253CharactersLong() {
    String longest = "SSH-2.0-" + "x".repeat(245);
    assertThat(folder.valid(HOST_KEYS + "  serverVersion: " + longest).ssh().serverVersion())
        .isEqualTo(longest);
    assertThat(folder.problem("  serverVersion: " + longest + "x").message())
        .contains("at most 253 characters, not 254");
  }

  @Test
  void aBareNumberThatIsNoUsefulTimeIsExplained() {
    assertThat(folder.problem("  clientAliveInterval: 15\n").message())
        .isEqualTo("must be 0 or at least 1s; a bare number means nanoseconds: write, say, 15s");
  }

  @Test
  void algorithmsThatTheServerDoesNotHaveAreNamedWithTheNearestItHas() {
    Algorithms known =
        new Algorithms(Set.of("aes256-ctr", "aes128-ctr"), Set.of("curve25519-sha256"), Set.of());
    List<Problem> problems =
        folder.problems(
            HOST_KEYS + "  ciphers: [aes256-ctr, aes256-crt]\n  kex: [dh]\n  macs: [any]\n", known);
    assertThat(problems)
        .extracting(Problem::toString)
        .containsExactly(
            "3:25: ssh.ciphers[1]: \"aes256-crt\" is no supported cipher; did you mean aes256-ctr?",
            "4:9: ssh.kex[0]: \"dh\" is no supported key exchange; supported are"
                + " curve25519-sha256");
  }
}
