package dev.berth.adapter.sshd;

import dev.berth.ports.driven.Authenticator.Proof;
import java.io.IOException;
import java.util.Optional;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.server.auth.AbstractUserAuth;
import org.jspecify.annotations.Nullable;

/// Logging in by public key or certificate (RFC 4252, section 7). The authenticator is asked once
/// about a key that is only offered, and once more, for good, after its signature was verified.
/// Only the key that has signed counts: what was offered before is forgotten.
final class PublicKeyLogin extends AbstractUserAuth {
  PublicKeyLogin() {
    super("publickey");
  }

  @Override
  protected @Nullable Boolean doAuth(Buffer request, boolean init) throws IOException {
    Login login =
        Login.of(ClientSession.of(getServerSession()).connection(), getUsername(), getName());
    if (!init || login == null) {
      return false;
    }
    boolean signed = request.getBoolean();
    String algorithm = request.getString();
    byte[] blob = request.getBytes();
    byte[] signature = signed ? request.getBytes() : new byte[0];
    ClientKey key = request.available() == 0 ? ClientKey.of(algorithm, blob) : null;
    // Not by ?: which would unbox the null of an offer that is answered already.
    if (signed) {
      return key == null ? login.failed() : signed(login, key, signed(algorithm, blob), signature);
    }
    return key == null ? Boolean.FALSE : offered(login, key, () -> accept(algorithm, blob));
  }

  private @Nullable Boolean offered(Login login, ClientKey key, Reply accepted) throws IOException {
    boolean wanted =
        login.wouldProve(authenticator ->
            authenticator.publicKey(
                login.connection().client(), login.login(), key.text(), new Proof.Offered()));
    if (!wanted) {
      return false;
    }
    accepted.send();
    return null;
  }

  private static boolean signed(Login login, ClientKey key, byte[] signed, byte[] signature) {
    Optional<KeySignature> right = KeySignature.of(key.algorithm(), key.key(), signed, signature);
    if (right.isEmpty()) {
      return login.failed();
    }
    Proof proof = new Proof.Signed(right.get().present(), right.get().verified());
    return login.proves(authenticator ->
        authenticator.publicKey(login.connection().client(), login.login(), key.text(), proof));
  }

  /// What the client must have signed.
  private byte[] signed(String algorithm, byte[] blob) {
    Buffer data = new ByteArrayBuffer();
    data.putBytes(getServerSession().getSessionId());
    data.putByte(SshConstants.SSH_MSG_USERAUTH_REQUEST);
    data.putString(getUsername());
    data.putString(getService());
    data.putString(getName());
    data.putBoolean(true);
    data.putString(algorithm);
    data.putBytes(blob);
    return data.getCompactData();
  }

  private void accept(String algorithm, byte[] blob) throws IOException {
    Buffer reply =
        getServerSession()
            .createBuffer(
                SshConstants.SSH_MSG_USERAUTH_PK_OK, algorithm.length() + blob.length + 16);
    reply.putString(algorithm);
    reply.putBytes(blob);
    getServerSession().writePacket(reply);
  }

  @FunctionalInterface
  private interface Reply {
    void send() throws IOException;
  }
}
