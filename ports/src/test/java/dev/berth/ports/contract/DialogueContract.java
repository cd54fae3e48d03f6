package dev.berth.ports.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.connection.Username;
import dev.berth.ports.driven.Authenticator.Decision.Rejected;
import dev.berth.ports.driven.Dialogue;
import dev.berth.ports.driven.Dialogue.Prompt;
import dev.berth.ports.driven.Dialogue.Step;
import dev.berth.ports.driven.Dialogue.Step.Ask;
import dev.berth.ports.driven.Dialogue.Step.Decided;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What every [dev.berth.ports.driven.Authenticator] must do that asks for the password in a
/// dialogue as well.
public interface DialogueContract extends AuthenticatorContract {
  @Override
  default Set<String> methods() {
    return Set.of("password", "publickey", "keyboard-interactive");
  }

  @Test
  default void aDialogueAsksEverybodyTheSame() throws InterruptedException {
    Step asked = dialogue(ALICE).next(List.of());
    assertThat(asked)
        .isInstanceOfSatisfying(
            Ask.class, ask -> assertThat(ask.prompts()).hasSize(1).noneMatch(Prompt::echo));
    assertThat(dialogue(BOB).next(List.of())).isEqualTo(asked);
    assertThat(dialogue(STRANGER).next(List.of())).isEqualTo(asked);
  }

  @Test
  default void aDialogueLetsInWhoeverKnowsTheAnswer() throws InterruptedException {
    assertThat(answered(ALICE, PASSWORD))
        .isEqualTo(new Decided(AuthenticatorContract.accepted(ALICE)));
    for (Username login : List.of(BOB, STRANGER)) {
      assertThat(answered(login, PASSWORD)).isEqualTo(new Decided(new Rejected()));
    }
    assertThat(answered(ALICE, "")).isEqualTo(new Decided(new Rejected()));
    assertThat(answered(ALICE, PASSWORD, "")).isEqualTo(new Decided(new Rejected()));
  }

  private Dialogue dialogue(Username login) throws InterruptedException {
    return authenticator().keyboardInteractive(AuthenticatorContract.client(), login);
  }

  private Step answered(Username login, String... answers) throws InterruptedException {
    Dialogue dialogue = dialogue(login);
    var _ = dialogue.next(List.of());
    return dialogue.next(Stream.of(answers).map(String::toCharArray).toList());
  }
}
