package dev.berth.adapter.sshd;

import dev.berth.domain.key.Certificate;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.RequestHandler.Result;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/// Lets a client that trusts one of our host keys learn the others, so that keys can be changed
/// (OpenSSH's PROTOCOL, section 2.5): tells all of them after login, and proves to have those that
/// the client asks about. The library's own proof has no algorithm name and uses SHA-1 for RSA.
final class KnownHostKeys {
  static final String PROVE = "hostkeys-prove-00@openssh.com";

  private static final String TELL = "hostkeys-00@openssh.com";

  private final ClientSession session;

  KnownHostKeys(ClientSession session) {
    this.session = session;
  }

  /// Tells the client which keys there are.
  void tell() throws IOException {
    Buffer request = session.createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST);
    request.putString(TELL);
    request.putBoolean(false);
    for (KeyPair key : keys()) {
      request.putBytes(blob(key));
    }
    session.writePacket(request);
  }

  /// Answers the question whether we have the private halves of keys.
  Result prove(boolean wantReply, Buffer question) throws Exception {
    List<KeyPair> keys = keys();
    List<KeyPair> asked = new ArrayList<>();
    while (question.available() > 0) {
      byte[] blob = question.getBytes();
      Optional<KeyPair> known =
          keys.stream().filter(key -> Arrays.equals(blob(key), blob)).findFirst();
      // Each only once, so that a question costs no more than we have keys.
      if (known.isEmpty() || asked.contains(known.get())) {
        return Result.ReplyFailure;
      }
      asked.add(known.get());
    }
    if (!wantReply || asked.isEmpty()) {
      return Result.ReplyFailure;
    }
    Buffer proof = session.createBuffer(SshConstants.SSH_MSG_REQUEST_SUCCESS);
    for (KeyPair key : asked) {
      proof.putBytes(signature(key));
    }
    session.writePacket(proof);
    return Result.Replied;
  }

  private byte[] signature(KeyPair key) throws Exception {
    Buffer data = new ByteArrayBuffer();
    data.putString(PROVE);
    data.putBytes(session.getSessionId());
    data.putBytes(blob(key));
    String algorithm = algorithm(key);
    Signature signer =
        Objects.requireNonNull(NamedFactory.create(session.getSignatureFactories(), algorithm));
    signer.initSigner(session, key.getPrivate());
    signer.update(session, data.getCompactData());
    Buffer signature = new ByteArrayBuffer();
    signature.putString(algorithm);
    signature.putBytes(signer.sign(session));
    return signature.getCompactData();
  }

  /// For RSA, whose keys sign in several ways, the one that the client has accepted already.
  private String algorithm(KeyPair key) {
    String type = String.valueOf(KeyUtils.getKeyType(key));
    if (!type.equals(KeyPairProvider.SSH_RSA)) {
      return type;
    }
    String negotiated = session.getNegotiatedKexParameter(KexProposalOption.SERVERKEYS);
    if (negotiated == null || !negotiated.startsWith("rsa-sha2-")) {
      return "rsa-sha2-512";
    }
    // A signature's name is never a certificate's.
    return Certificate.isType(negotiated) ? Certificate.withoutCertificate(negotiated) : negotiated;
  }

  private List<KeyPair> keys() throws IOException {
    List<KeyPair> keys = new ArrayList<>();
    try {
      session.getKeyPairProvider().loadKeys(session).forEach(keys::add);
    } catch (GeneralSecurityException unusable) {
      throw new IOException("host keys cannot be loaded", unusable);
    }
    return keys;
  }

  private static byte[] blob(KeyPair key) {
    Buffer blob = new ByteArrayBuffer();
    blob.putRawPublicKey(key.getPublic());
    return blob.getCompactData();
  }
}
