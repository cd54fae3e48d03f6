package dev.berth.adapter.sshd;

import dev.berth.ports.driven.Authenticator.Decision;
import dev.berth.ports.driven.Dialogue;
import dev.berth.ports.driven.Dialogue.Prompt;
import dev.berth.ports.driven.Dialogue.Step;
import dev.berth.ports.driven.Dialogue.Step.Ask;
import dev.berth.ports.driven.Dialogue.Step.Decided;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.auth.UserAuthMethodFactory;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.auth.AbstractUserAuth;
import org.jspecify.annotations.Nullable;

/// Logging in by questions and answers (RFC 4256). Answers are wiped from memory afterwards, as far
/// as they are ours.
final class KeyboardInteractiveLogin extends AbstractUserAuth {
  private static final int MOST_ROUNDS = 20;

  private @Nullable Dialogue dialogue;
  private int expected;
  private int rounds;

  KeyboardInteractiveLogin() {
    super("keyboard-interactive");
  }

  @Override
  protected @Nullable Boolean doAuth(Buffer request, boolean init) throws IOException {
    Login login =
        Login.of(ClientSession.of(getServerSession()).connection(), getUsername(), getName());
    if (login == null
        || !UserAuthMethodFactory.isSecureAuthenticationTransport(getServerSession())) {
      return false;
    }
    return init ? begin(login) : answered(login, request);
  }

  private @Nullable Boolean begin(Login login) throws IOException {
    Dialogue begun = login.dialogue();
    dialogue = begun;
    return begun == null ? Boolean.FALSE : goOn(login, begun, List.of());
  }

  private @Nullable Boolean answered(Login login, Buffer response) throws IOException {
    Dialogue running = dialogue;
    if (running == null || response.getUByte() != SshConstants.SSH_MSG_USERAUTH_INFO_RESPONSE) {
      return false;
    }
    int start = response.rpos();
    List<char[]> answers = new ArrayList<>();
    try {
      if (!read(response, answers)) {
        dialogue = null;
        return login.failed();
      }
      return goOn(login, running, answers);
    } finally {
      answers.forEach(answer -> Arrays.fill(answer, '\0'));
      Arrays.fill(response.array(), start, response.rpos(), (byte) 0);
    }
  }

  /// Whether there are as many answers as questions, all of them text.
  private boolean read(Buffer response, List<char[]> answers) {
    if (response.getInt() != expected) {
      return false;
    }
    for (int i = 0; i < expected; i++) {
      byte[] bytes = response.getBytes();
      char @Nullable [] answer = PasswordLogin.decoded(bytes);
      Arrays.fill(bytes, (byte) 0);
      if (answer == null) {
        return false;
      }
      answers.add(answer);
    }
    return response.available() == 0;
  }

  private @Nullable Boolean goOn(Login login, Dialogue running, List<char[]> answers)
      throws IOException {
    Step step = login.step(running, answers);
    if (step instanceof Ask ask && ++rounds <= MOST_ROUNDS) {
      expected = ask.prompts().size();
      send(ask);
      return null;
    }
    dialogue = null;
    Decision decision =
        step instanceof Decided decided ? decided.decision() : new Decision.Rejected();
    return login.proves(_ -> decision);
  }

  private void send(Ask ask) throws IOException {
    Buffer request = getServerSession().createBuffer(SshConstants.SSH_MSG_USERAUTH_INFO_REQUEST);
    request.putString(ask.title());
    request.putString(ask.instruction());
    request.putString("");
    request.putInt(ask.prompts().size());
    for (Prompt prompt : ask.prompts()) {
      request.putString(prompt.text());
      request.putBoolean(prompt.echo());
    }
    getServerSession().writePacket(request);
  }
}
