package dev.berth.adapter.sshd;

import dev.berth.ports.driven.Authenticator.Proof;
import dev.berth.ports.driven.Authenticator.PublicKeyText;
import java.util.Base64;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKey;
import org.jspecify.annotations.Nullable;

/// Logging in by public key (RFC 4252, section 7). The library verifies signatures; the
/// authenticator is asked once about a key that is only offered, and once more, for good, after its
/// signature was verified.
final class PublicKeyLogin extends UserAuthPublicKey {
  PublicKeyLogin() {
    super(null);
  }

  @Override
  public @Nullable Boolean doAuth(Buffer request, boolean init) throws Exception {
    Login login =
        Login.of(ClientSession.of(getServerSession()).connection(), getUsername(), getName());
    if (!init || login == null) {
      return false;
    }
    int start = request.rpos();
    boolean signed = request.getBoolean();
    request.getBytes();
    byte[] blob = request.getBytes();
    request.rpos(start);
    PublicKeyText key = new PublicKeyText(type(blob), Base64.getEncoder().encodeToString(blob));
    // Not by ?: which would unbox the null of an offer that is answered already.
    if (signed) {
      return signed(login, key, request);
    }
    return offered(login, key, request);
  }

  private @Nullable Boolean offered(Login login, PublicKeyText key, Buffer request)
      throws Exception {
    getServerSession()
        .setPublickeyAuthenticator((_, _, _) ->
            login.wouldProve(authenticator ->
                authenticator.publicKey(
                    login.connection().client(), login.login(), key, Proof.OFFERED)));
    return super.doAuth(request, true);
  }

  private boolean signed(Login login, PublicKeyText key, Buffer request) {
    // First the signature, which the library verifies only for keys that it believes accepted.
    getServerSession().setPublickeyAuthenticator((_, _, _) -> true);
    if (!signatureIsRight(request)) {
      return login.failed();
    }
    return login.proves(authenticator ->
        authenticator.publicKey(login.connection().client(), login.login(), key, Proof.SIGNED));
  }

  private boolean signatureIsRight(Buffer request) {
    try {
      return Boolean.TRUE.equals(super.doAuth(request, true));
    } catch (Exception wrong) {
      return false;
    }
  }

  /// The key's type is the first string of its wire form (RFC 4253, section 6.6).
  private static String type(byte[] blob) {
    return new ByteArrayBuffer(blob).getString();
  }
}
