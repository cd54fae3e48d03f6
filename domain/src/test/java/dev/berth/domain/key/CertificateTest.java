package dev.berth.domain.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.berth.domain.key.Certificate.Kind;
import dev.berth.domain.key.Certificate.Validity;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CertificateTest {
  private static final byte[] KEY =
      bytes(out -> {
        string(out, "ssh-ed25519");
        string(out, new byte[32]);
      });
  private static final byte[] OPTION =
      bytes(out -> {
        string(out, "force-command");
        string(out, bytes(value -> string(value, "true")));
      });

  @Test
  void everyPartIsTakenApart() {
    Certificate certificate = Certificate.parse(certificate(1, OPTION, KEY));
    assertThat(certificate.key()).isEqualTo(PublicKey.of(KEY));
    assertThat(certificate.authority()).isEqualTo(PublicKey.of(KEY));
    assertThat(certificate.content().kind()).isEqualTo(Kind.USER);
    assertThat(certificate.content().id()).isEqualTo("id");
    assertThat(certificate.content().principals()).containsExactly("alice");
    assertThat(certificate.content().criticalOptions()).containsEntry("force-command", "true");
    assertThat(certificate.content().extensions()).containsEntry("permit-pty", "");
    assertThat(certificate.proof().signature()).containsExactly(1, 2, 3);
    assertThat(Certificate.parse(certificate(2, OPTION, KEY)).content().kind())
        .isEqualTo(Kind.HOST);
  }

  @Test
  void whatIsSignedIsEverythingBeforeTheSignature() {
    byte[] whole = certificate(1, OPTION, KEY);
    assertThat(Certificate.parse(whole).proof().signed())
        .isEqualTo(Arrays.copyOf(whole, whole.length - 7));
  }

  @Test
  void anAuthorityIsNoCertificateItself() {
    byte[] authority = certificate(1, OPTION, KEY);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Certificate.parse(certificate(1, OPTION, authority)));
  }

  @Test
  void unknownKindsAndOptionsSaidTwiceAreRefused() {
    byte[] twice =
        bytes(out -> {
          out.write(OPTION);
          out.write(OPTION);
        });
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Certificate.parse(certificate(3, OPTION, KEY)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Certificate.parse(certificate(1, twice, KEY)));
  }

  @Test
  void noPartOfACertificateIsOne() {
    byte[] whole = certificate(1, OPTION, KEY);
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatIllegalArgumentException().isThrownBy(() -> Certificate.parse(part));
    }
    byte[] more = Arrays.copyOf(whole, whole.length + 1);
    assertThatIllegalArgumentException().isThrownBy(() -> Certificate.parse(more));
  }

  @Test
  void timeIsUnsignedAndEndsBeforeItsEnd() {
    Validity minute = new Validity(60, 120);
    assertThat(minute.includes(Instant.ofEpochSecond(59))).isFalse();
    assertThat(minute.includes(Instant.ofEpochSecond(60))).isTrue();
    assertThat(minute.includes(Instant.ofEpochSecond(119))).isTrue();
    assertThat(minute.includes(Instant.ofEpochSecond(120))).isFalse();
    assertThat(new Validity(0, -1).includes(Instant.ofEpochSecond(1L << 40))).isTrue();
    assertThat(new Validity(-1, -1).includes(Instant.ofEpochSecond(1L << 40))).isFalse();
  }

  @Test
  void algorithmsAreNamedAfterTheKeyAlone() {
    assertThat(Certificate.withoutCertificate("rsa-sha2-512-cert-v01@openssh.com"))
        .isEqualTo("rsa-sha2-512");
    assertThat(Certificate.withoutCertificate("sk-ssh-ed25519-cert-v01@openssh.com"))
        .isEqualTo("sk-ssh-ed25519@openssh.com");
  }

  private static byte[] certificate(int kind, byte[] critical, byte[] authority) {
    return bytes(out -> {
      string(out, "ssh-ed25519-cert-v01@openssh.com");
      string(out, "nonce");
      string(out, new byte[32]);
      out.writeLong(7);
      out.writeInt(kind);
      string(out, "id");
      string(out, bytes(principals -> string(principals, "alice")));
      out.writeLong(0);
      out.writeLong(-1);
      string(out, critical);
      string(
          out,
          bytes(extensions -> {
            string(extensions, "permit-pty");
            string(extensions, "");
          }));
      string(out, "");
      string(out, authority);
      string(out, new byte[] {1, 2, 3});
    });
  }

  private interface Writing {
    void to(DataOutputStream out) throws IOException;
  }

  private static byte[] bytes(Writing writing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      writing.to(out);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private static void string(DataOutputStream out, String text) throws IOException {
    string(out, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void string(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }
}
