package dev.berth.adapter.docker;

import dev.berth.domain.container.EngineEndpoint.Tls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/// TLS with both sides verified, from PEM texts: only the configured CA is trusted.
///
/// @param sockets makes sockets that show our certificate
/// @param trust checks the engine's
record PemTls(SSLSocketFactory sockets, X509TrustManager trust) {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]*PRIVATE KEY)-----([^-]*)-----END");
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

  private static PrivateKey privateKey(String pem) throws GeneralSecurityException {
    Matcher block = BLOCK.matcher(pem);
    if (!block.find()) {
      throw new GeneralSecurityException("the private key's PEM text holds no unencrypted key");
    }
    byte[] der;
    try {
      der = Base64.getMimeDecoder().decode(block.group(2));
    } catch (IllegalArgumentException notBase64) {
      throw new GeneralSecurityException("the private key's PEM text is broken", notBase64);
    }
    return switch (block.group(1)) {
      case "PRIVATE KEY" -> pkcs8(der);
      case "RSA PRIVATE KEY" -> key("RSA", RsaPkcs1.toPkcs8(der));
      default ->
          throw new GeneralSecurityException(
              "a key of kind \""
                  + block.group(1)
                  + "\" is not supported; make it PKCS #8 with: openssl pkcs8 -topk8 -nocrypt");
    };
  }

  private static PrivateKey pkcs8(byte[] der) throws GeneralSecurityException {
    for (String algorithm : new String[] {"RSA", "EC", "EdDSA"}) {
      try {
        return key(algorithm, der);
      } catch (GeneralSecurityException notThisOne) {
        // The next may be it.
      }
    }
    throw new GeneralSecurityException("the private key is neither RSA nor EC nor EdDSA");
  }

  private static PrivateKey key(String algorithm, byte[] der) throws GeneralSecurityException {
    return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
  }

  @Override
  public String toString() {
    return "PemTls";
  }
}
