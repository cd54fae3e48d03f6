package dev.berth.adapter.sshd;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.sshd.common.auth.UserAuthMethodFactory;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.auth.AbstractUserAuth;
import org.jspecify.annotations.Nullable;

/// Logging in by password (RFC 4252, section 8). The password is wiped from memory afterwards, as
/// far as it is ours; requests to change it are refused.
final class PasswordLogin extends AbstractUserAuth {
  PasswordLogin() {
    super("password");
  }

  @Override
  protected Boolean doAuth(Buffer request, boolean init) {
    if (!init || !UserAuthMethodFactory.isSecureAuthenticationTransport(getServerSession())) {
      return false;
    }
    boolean change = request.getBoolean();
    int start = request.rpos();
    byte[] bytes = request.getBytes();
    char @Nullable [] password = null;
    try {
      Login login =
          Login.of(ClientSession.of(getServerSession()).connection(), getUsername(), getName());
      password = decoded(bytes);
      if (login == null) {
        return false;
      }
      if (change || password == null) {
        return login.failed();
      }
      return proves(login, password);
    } finally {
      Arrays.fill(bytes, (byte) 0);
      Arrays.fill(request.array(), start, request.rpos(), (byte) 0);
      if (password != null) {
        Arrays.fill(password, '\0');
      }
    }
  }

  private static boolean proves(Login login, char[] password) {
    return login.proves(authenticator ->
        authenticator.password(login.connection().client(), login.login(), password));
  }

  /// The text of some bytes; null if they are none.
  static char @Nullable [] decoded(byte[] bytes) {
    try {
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      char[] password = new char[text.remaining()];
      text.get(password);
      Arrays.fill(text.array(), '\0');
      return password;
    } catch (CharacterCodingException notText) {
      return null;
    }
  }
}
