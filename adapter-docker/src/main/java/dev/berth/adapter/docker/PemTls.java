package dev.berth.adapter.docker;

import dev.berth.domain.container.EngineEndpoint.Tls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/// TLS with both sides verified, from PEM texts: only the configured CA is trusted.
///
/// @param sockets makes sockets that show our certificate
/// @param trust checks the engine's
record PemTls(SSLSocketFactory sockets, X509TrustManager trust) {
  private static final char[] NO_PASSWORD = {};

  /// @throws IllegalArgumentException if a text is not what it should be; the message never quotes
  ///   the key
  static PemTls of(Tls tls) {
    try {
      X509TrustManager trust = trusting(certificates(tls.caCertificate()));
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          identity(certificates(tls.certificate()), privateKey(tls.privateKey())).getKeyManagers(),
          new X509TrustManager[] {trust},
          null);
      return new PemTls(context.getSocketFactory(), trust);
    } catch (GeneralSecurityException | IOException broken) {
      throw new IllegalArgumentException(
          "the engine's TLS material cannot be used: " + broken.getMessage(), broken);
    }
  }

  private static Collection<? extends Certificate> certificates(String pem)
      throws GeneralSecurityException {
    Collection<? extends Certificate> found =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(
                new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    if (found.isEmpty()) {
      throw new GeneralSecurityException("a PEM text holds no certificate");
    }
    return found;
  }

  private static X509TrustManager trusting(Collection<? extends Certificate> authorities)
      throws GeneralSecurityException, IOException {
    KeyStore store = emptyStore();
    int index = 0;
    for (Certificate authority : authorities) {
      store.setCertificateEntry("ca" + index++, authority);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return (X509TrustManager) factory.getTrustManagers()[0];
  }

  private static KeyManagerFactory identity(Collection<? extends Certificate> chain, PrivateKey key)
      throws GeneralSecurityException, IOException {
    checkAreOne(chain.iterator().next(), key);
    KeyStore store = emptyStore();
    store.setKeyEntry("berth", key, NO_PASSWORD, chain.toArray(Certificate[]::new));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NO_PASSWORD);
    return factory;
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  /// PKCS#8, PKCS#1 and SEC 1, as operators have them.
  private static PrivateKey privateKey(String pem) throws IOException {
    try (PEMParser parser = new PEMParser(new StringReader(pem))) {
      for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
        if (part instanceof PEMKeyPair pair) {
          return new JcaPEMKeyConverter().getPrivateKey(pair.getPrivateKeyInfo());
        }
        if (part instanceof PrivateKeyInfo key) {
          return new JcaPEMKeyConverter().getPrivateKey(key);
        }
      }
    } catch (IOException | RuntimeException broken) {
      // What the parser says may quote the key, and a log prints causes too.
      throw new IOException(
          "the private key cannot be read (" + broken.getClass().getSimpleName() + ")");
    }
    throw new IOException("there is no private key, or it is encrypted");
  }

  /// An engine would only say that it cannot agree.
  private static void checkAreOne(Certificate certificate, PrivateKey key)
      throws GeneralSecurityException {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC", "ECDSA" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    byte[] anything = {1, 2, 3};
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(anything);
    byte[] signed = signature.sign();
    boolean one;
    try {
      signature.initVerify(certificate.getPublicKey());
      signature.update(anything);
      one = signature.verify(signed);
    } catch (InvalidKeyException | SignatureException anotherKind) {
      one = false;
    }
    if (!one) {
      throw new GeneralSecurityException("the private key is not that of the certificate");
    }
  }

  @Override
  public String toString() {
    return "PemTls";
  }
}
