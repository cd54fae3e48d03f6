package dev.berth.adapter.webhook;

import dev.berth.domain.configuration.WebhookConfiguration.Identity;
import dev.berth.domain.configuration.WebhookConfiguration.Tls;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/// An authority made for a test, and what it has signed.
final class TestTls {
  private final KeyPair keys;
  private final X509Certificate certificate;

  /// A key and its certificate.
  record Signed(KeyPair keys, X509Certificate certificate) {
    /// The key as PKCS#1 or SEC 1.
    Identity traditional() {
      return new Identity(pem(certificate), pem(traditionalKey()));
    }

    /// As OpenSSL writes it: for an elliptic curve with the curve's name, which Java's own form has
    /// elsewhere.
    private Object traditionalKey() {
      if (!(keys.getPrivate() instanceof ECPrivateKey key)) {
        return keys.getPrivate();
      }
      try {
        return new PemObject(
            "EC PRIVATE KEY",
            new org.bouncycastle.asn1.sec.ECPrivateKey(
                    256, key.getS(), SECObjectIdentifiers.secp256r1)
                .getEncoded());
      } catch (IOException impossible) {
        throw new IllegalStateException(impossible);
      }
    }

    /// The key as PKCS#8.
    Identity pkcs8() {
      try {
        return new Identity(pem(certificate), pem(new JcaPKCS8Generator(keys.getPrivate(), null)));
      } catch (IOException impossible) {
        throw new IllegalStateException(impossible);
      }
    }
  }

  private TestTls(KeyPair keys, X509Certificate certificate) {
    this.keys = keys;
    this.certificate = certificate;
  }

  static TestTls authority() {
    KeyPair keys = keys("EC", 256);
    return new TestTls(keys, certificate("authority", keys, "authority", keys, true));
  }

  /// Signs a new key for 127.0.0.1.
  Signed sign(String algorithm, int bits) {
    KeyPair signed = keys(algorithm, bits);
    return new Signed(signed, certificate("peer", signed, "authority", keys, false));
  }

  /// Signs a new key for another address.
  Signed signFor(String address) {
    KeyPair signed = keys("EC", 256);
    return new Signed(signed, certificate("peer", signed, "authority", keys, false, address));
  }

  String pem() {
    return pem(certificate);
  }

  /// Trusts this authority only and shows an identity.
  Tls trusting(Optional<Identity> identity, String... versions) {
    return new Tls(Optional.of(pem()), identity, List.of(versions));
  }

  private static KeyPair keys(String algorithm, int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static X509Certificate certificate(
      String subject, KeyPair keys, String issuer, KeyPair issuers, boolean authority) {
    return certificate(subject, keys, issuer, issuers, authority, "127.0.0.1");
  }

  private static X509Certificate certificate(
      String subject,
      KeyPair keys,
      String issuer,
      KeyPair issuers,
      boolean authority,
      String address) {
    try {
      Instant now = Instant.now();
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              new X500Principal("CN=" + issuer),
              BigInteger.valueOf(System.nanoTime()),
              Date.from(now.minus(Duration.ofHours(1))),
              Date.from(now.plus(Duration.ofHours(1))),
              new X500Principal("CN=" + subject),
              keys.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(new GeneralName(GeneralName.iPAddress, address)));
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(issuers.getPrivate())));
    } catch (GeneralSecurityException | IOException | OperatorCreationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static String pem(Object part) {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(part);
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
    return text.toString();
  }
}
