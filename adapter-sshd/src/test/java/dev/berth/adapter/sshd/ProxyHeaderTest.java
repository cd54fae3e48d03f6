package dev.berth.adapter.sshd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.sshd.common.SshException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ProxyHeaderTest {
  static final byte[] SIGNATURE = {'\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'};
  private static final byte[] AFTER = "SSH-2.0-x\r\n".getBytes(StandardCharsets.US_ASCII);

  @ParameterizedTest
  @CsvSource({
    "PROXY TCP4 192.0.2.1 198.51.100.1 56324 22, 192.0.2.1, 56324",
    "PROXY TCP4 255.255.255.255 255.255.255.255 65535 65535, 255.255.255.255, 65535",
    "PROXY TCP6 2001:db8::1 2001:db8::2 1 22, 2001:db8:0:0:0:0:0:1, 1",
    "PROXY TCP6 ::ffff:192.0.2.1 ::1 1 22, 192.0.2.1, 1"
  })
  void aLineNamesTheClient(String line, String host, int port) throws SshException {
    byte[] header = (line + "\r\n").getBytes(StandardCharsets.US_ASCII);
    ProxyHeader read = complete(header);
    InetSocketAddress source = read.source().orElseThrow();
    assertThat(source.getAddress().getHostAddress()).isEqualTo(host);
    assertThat(source.getPort()).isEqualTo(port);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PROXY UNKNOWN",
        "PROXY UNKNOWN ffff:f...f:ffff ffff:f...f:ffff 65535 65535",
        "PROXY UNKNOWN whatever"
      })
  void aLineMayNotKnowTheClient(String line) throws SshException {
    assertThat(complete((line + "\r\n").getBytes(StandardCharsets.US_ASCII)).source()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH_9.2",
        "GET / HTTP/1.1",
        "proxy TCP4 192.0.2.1 192.0.2.2 1 2",
        "PROXY  TCP4 192.0.2.1 192.0.2.2 1 2",
        "PROXY TCP4 192.0.2.1 192.0.2.2 1",
        "PROXY TCP4 192.0.2.1 192.0.2.2 1 2 ",
        "PROXY TCP4 192.0.2.1 192.0.2.2 65536 2",
        "PROXY TCP4 192.0.2.1 192.0.2.2 1 65536",
        "PROXY TCP4 192.0.2.1 192.0.2.2 -1 2",
        "PROXY TCP4 2001:db8::1 2001:db8::2 1 2",
        "PROXY TCP4 192.0.2.1 2001:db8::2 1 2",
        "PROXY TCP6 192.0.2.1 192.0.2.2 1 2",
        "PROXY TCP4 192.0.2 192.0.2.2 1 2",
        "PROXY TCP4 192.0.2.256 192.0.2.2 1 2",
        "PROXY TCP4 localhost 192.0.2.2 1 2",
        "PROXY UDP4 192.0.2.1 192.0.2.2 1 2",
        "PROXY UNKNOWNS",
        "PROXY "
      })
  void aLineThatIsNoneIsRefused(String line) {
    byte[] bytes = (line + "\r\n").getBytes(StandardCharsets.US_ASCII);
    assertThatThrownBy(() -> read(bytes)).isInstanceOf(SshException.class);
  }

  @Test
  void aLineWithAnotherEndOrWithoutAnyIsRefused() {
    byte[] unix = "PROXY UNKNOWN\n".getBytes(StandardCharsets.US_ASCII);
    assertThatThrownBy(() -> read(unix)).isInstanceOf(SshException.class);
    byte[] endless = ("PROXY UNKNOWN " + "x".repeat(200)).getBytes(StandardCharsets.US_ASCII);
    assertThatThrownBy(() -> read(endless)).isInstanceOf(SshException.class);
  }

  @Test
  void aBinaryHeaderNamesTheClientAndItsExtensionsAreSkipped() throws SshException {
    byte[] extension = {0x04, 0, 3, 1, 2, 3};
    for (byte[] more : List.of(new byte[0], extension, new byte[3000])) {
      ProxyHeader four =
          complete(binary(0x21, 0x11, join(address(4), new byte[] {1, 2, 0, 22}, more)));
      assertThat(four.source()).contains(new InetSocketAddress("1.2.3.4", 258));
      ProxyHeader six =
          complete(binary(0x21, 0x21, join(address(16), new byte[] {0, 7, 0, 22}, more)));
      assertThat(six.source().orElseThrow().getAddress().getHostAddress())
          .isEqualTo("102:304:506:708:90a:b0c:d0e:f10");
    }
  }

  @Test
  void aBinaryHeaderMayNotKnowTheClient() throws SshException {
    assertThat(complete(binary(0x20, 0x00, new byte[0])).source()).isEmpty();
    assertThat(complete(binary(0x20, 0x11, new byte[12])).source()).isEmpty();
    assertThat(complete(binary(0x21, 0x00, new byte[40])).source()).isEmpty();
    assertThat(complete(binary(0x21, 0x31, new byte[216])).source()).isEmpty();
  }

  @Test
  void aBinaryHeaderThatIsNoneIsRefused() {
    for (byte[] wrong :
        List.of(
            binary(0x11, 0x11, new byte[12]),
            binary(0x22, 0x11, new byte[12]),
            binary(0x21, 0x12, new byte[12]),
            binary(0x21, 0x44, new byte[12]),
            binary(0x21, 0x11, new byte[11]),
            binary(0x21, 0x21, new byte[35]),
            binary(0x21, 0x11, new byte[ProxyHeader.LONGEST]))) {
      assertThatThrownBy(() -> read(wrong)).isInstanceOf(SshException.class);
    }
  }

  /// Whatever comes: an answer or a refusal, the same for each way to cut it, and no more taken
  /// than there is.
  @Test
  void noInputBringsTheParserDown() {
    long seed = Long.getLong("berth.fuzz.seed", System.nanoTime());
    int rounds = Integer.getInteger("berth.fuzz.rounds", 100_000);
    Random random = new Random(seed);
    List<byte[]> seeds =
        List.of(
            "PROXY TCP4 192.0.2.1 198.51.100.1 56324 22\r\n".getBytes(StandardCharsets.US_ASCII),
            "PROXY TCP6 2001:db8::1 2001:db8::2 1 22\r\n".getBytes(StandardCharsets.US_ASCII),
            "PROXY UNKNOWN\r\n".getBytes(StandardCharsets.US_ASCII),
            binary(0x21, 0x11, new byte[20]),
            binary(0x21, 0x21, new byte[36]),
            binary(0x20, 0x00, new byte[0]),
            new byte[0]);
    for (int round = 0; round < rounds; round++) {
      byte[] input = mutated(seeds.get(random.nextInt(seeds.size())), random);
      try {
        judge(input, random);
      } catch (RuntimeException | AssertionError failure) {
        throw new AssertionError(
            "seed " + seed + ", round " + round + ": " + Arrays.toString(input), failure);
      }
    }
  }

  private static void judge(byte[] input, Random random) {
    Optional<ProxyHeader> whole;
    try {
      whole = read(input);
    } catch (SshException refused) {
      return;
    }
    whole.ifPresent(header -> assertThat(header.length()).isBetween(15, input.length));
    byte[] part = Arrays.copyOf(input, random.nextInt(input.length + 1));
    try {
      Optional<ProxyHeader> early = read(part);
      if (early.isPresent()) {
        assertThat(early).isEqualTo(whole);
      }
    } catch (SshException refused) {
      throw new AssertionError("a part is refused, the whole is not", refused);
    }
  }

  private static byte[] mutated(byte[] seed, Random random) {
    byte[] input = Arrays.copyOf(seed, seed.length + random.nextInt(3) * random.nextInt(60));
    for (int i = random.nextInt(6); i > 0 && input.length > 0; i--) {
      input[random.nextInt(input.length)] = (byte) random.nextInt(256);
    }
    return random.nextInt(8) == 0 ? Arrays.copyOf(input, random.nextInt(input.length + 1)) : input;
  }

  /// Reads a whole header byte by byte: it is complete with its last byte, not before, and what
  /// follows is left.
  private static ProxyHeader complete(byte[] header) throws SshException {
    for (int length = 0; length < header.length; length++) {
      assertThat(read(Arrays.copyOf(header, length))).isEmpty();
    }
    ProxyHeader read = read(header).orElseThrow();
    assertThat(read.length()).isEqualTo(header.length);
    assertThat(read(join(header, AFTER))).contains(read);
    return read;
  }

  private static Optional<ProxyHeader> read(byte[] bytes) throws SshException {
    return ProxyHeader.read(ByteBuffer.wrap(bytes));
  }

  static byte[] binary(int command, int family, byte[] rest) {
    byte[] fixed = {(byte) command, (byte) family, (byte) (rest.length >> 8), (byte) rest.length};
    return join(SIGNATURE, fixed, rest);
  }

  private static byte[] address(int size) {
    byte[] both = new byte[2 * size];
    for (int i = 0; i < size; i++) {
      both[i] = (byte) (i + 1);
    }
    return both;
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
