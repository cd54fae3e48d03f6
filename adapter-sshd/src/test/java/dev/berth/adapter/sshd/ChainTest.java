package dev.berth.adapter.sshd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.event.GatewayEvent.AuthenticationFailed;
import dev.berth.domain.event.GatewayEvent.AuthenticationSucceeded;
import dev.berth.ports.driven.Authenticator.Decision.Accepted;
import dev.berth.ports.driven.Authenticator.Decision.Rejected;
import dev.berth.ports.driven.Dialogue;
import dev.berth.ports.driven.Dialogue.Prompt;
import dev.berth.ports.driven.Dialogue.Step.Ask;
import dev.berth.ports.driven.Dialogue.Step.Decided;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Logging in by several methods, and by questions and answers.
final class ChainTest {
  private static final List<List<String>> KEY_THEN_PASSWORD =
      List.of(List.of("publickey", "password"));

  private final Path key = OpenSsh.key("ed25519");

  private TestServer server() {
    FakeAuthenticator authenticator =
        new FakeAuthenticator("password", "publickey", "keyboard-interactive");
    authenticator.acceptedKeys.add(OpenSsh.publicKey(key));
    return new TestServer(Programs::echo, authenticator, UnaryOperator.identity());
  }

  /// With the key, and with the password typed in.
  private OpenSsh client(TestServer server) {
    return server.client().with("-o", "IdentityFile=" + key);
  }

  @Test
  void everyMethodOfAListIsPassedInItsOrder() {
    try (TestServer server = server()) {
      server.authenticator.chains.put("demo", KEY_THEN_PASSWORD);
      OpenSsh.Outcome outcome = client(server).with("-v").run("hi");
      assertThat(outcome.text()).isEqualTo("hi");
      assertThat(outcome.err())
          .contains("Authenticated using \"publickey\" with partial success")
          .containsPattern("(?m)can continue: password\\s*$");
      assertThat(server.gateway.loggedIn).hasSize(1);
      assertThat(server.events(AuthenticationSucceeded.class))
          .singleElement()
          .satisfies(event -> assertThat(event.method()).isEqualTo("publickey,password"));
      assertThat(server.events(AuthenticationFailed.class)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"publickey", "password"})
  void oneMethodOfAListIsNotEnough(String method) {
    try (TestServer server = server()) {
      server.authenticator.chains.put("demo", KEY_THEN_PASSWORD);
      OpenSsh client = client(server).with("-o", "PreferredAuthentications=" + method);
      assertThat(client.run("hi").status()).isNotZero();
      assertThat(server.gateway.loggedIn).isEmpty();
      assertThat(server.events(AuthenticationSucceeded.class)).isEmpty();
    }
  }

  @Test
  void theRightPasswordOutOfItsOrderLooksLikeAWrongOneOfAnybody() {
    try (TestServer server = server()) {
      server.authenticator.chains.put("demo", KEY_THEN_PASSWORD);
      List<String> told = new ArrayList<>();
      for (String user : List.of("demo", "nobody")) {
        OpenSsh client =
            server
                .client()
                .with("-o", "PreferredAuthentications=password", "-o", "LogLevel=VERBOSE");
        told.add(
            client
                .user(user, FakeAuthenticator.PASSWORD)
                .run("hi")
                .err()
                .replace(user + "@", "@")
                .replaceAll("port \\d+", "port"));
      }
      assertThat(told.get(0)).contains("Permission denied").isEqualTo(told.get(1));
      assertThat(server.authenticator.passwords)
          .as("both were checked")
          .containsExactly("demo secret", "nobody secret");
      assertThat(server.events(AuthenticationFailed.class)).hasSize(2);
    }
  }

  @Test
  void aWrongSecondProofLetsNobodyInAndMayBeTriedAgain() {
    try (TestServer server = server()) {
      server.authenticator.chains.put("demo", KEY_THEN_PASSWORD);
      assertThat(client(server).user("demo", "wrong").run("hi").status()).isNotZero();
      assertThat(server.gateway.loggedIn).isEmpty();
      assertThat(server.events(AuthenticationFailed.class)).hasSize(1);
      Path answers =
          answers(
              "case \"$(cat $0.n 2>/dev/null)\" in '') echo 1 >$0.n; echo wrong;; *) echo secret;;"
                  + " esac");
      OpenSsh again = client(server).with("-o", "NumberOfPasswordPrompts=3").answering(answers);
      assertThat(again.run("hi").text()).isEqualTo("hi");
    }
  }

  @Test
  void eitherOfTwoListsWillDo() {
    try (TestServer server = server()) {
      server.authenticator.chains.put(
          "demo", List.of(List.of("publickey", "keyboard-interactive"), List.of("password")));
      OpenSsh client = server.client().with("-o", "PreferredAuthentications=password");
      assertThat(client.run("hi").text()).isEqualTo("hi");
    }
  }

  /// Asks for as many rounds as there are answers, and lets in who gives them all.
  private static Dialogue asking(List<String> answers, List<String> given) {
    return answer -> {
      answer.forEach(text -> given.add(new String(text)));
      if (given.size() == 3) {
        return new Decided(
            given.equals(answers)
                ? new Accepted(
                    dev.berth.domain.connection.AuthenticatedUser.of(
                        new dev.berth.domain.connection.Username("demo")))
                : new Rejected());
      }
      return given.isEmpty()
          ? new Ask(
              "Title",
              "Two things",
              List.of(new Prompt("Colour? ", true), new Prompt("Number? ", false)))
          : new Ask("", "", List.of(new Prompt("Word? ", false)));
    };
  }

  @Test
  void aDialogueMayHaveRoundsAndPrompts() {
    List<String> given = new CopyOnWriteArrayList<>();
    Path answers =
        answers("case \"$1\" in *Colour*) echo blue;; *Number*) echo 42;; *) echo gewürz;; esac");
    try (TestServer server = server()) {
      server.authenticator.dialogue = () -> asking(List.of("blue", "42", "gewürz"), given);
      OpenSsh client =
          server
              .client()
              .with("-o", "PreferredAuthentications=keyboard-interactive")
              .answering(answers);
      assertThat(client.run("hi").text()).isEqualTo("hi");
      assertThat(given).containsExactly("blue", "42", "gewürz");
      assertThat(server.events(AuthenticationSucceeded.class))
          .singleElement()
          .satisfies(event -> assertThat(event.method()).isEqualTo("keyboard-interactive"));
    }
  }

  @Test
  void wrongAnswersLetNobodyIn() {
    Path answers = answers("echo no");
    try (TestServer server = server()) {
      server.authenticator.dialogue =
          () -> asking(List.of("blue", "42", "x"), new CopyOnWriteArrayList<>());
      OpenSsh client =
          server
              .client()
              .with("-o", "PreferredAuthentications=keyboard-interactive")
              .answering(answers);
      assertThat(client.run("hi").status()).isEqualTo(255);
      assertThat(server.events(AuthenticationFailed.class)).hasSize(1);
      assertThat(server.gateway.loggedIn).isEmpty();
    }
  }

  @Test
  void aDialogueThatNeverEndsIsEnded() {
    try (TestServer server = server()) {
      server.authenticator.dialogue = () -> _ -> new Ask("", "on and on", List.of());
      OpenSsh client = server.client().with("-o", "PreferredAuthentications=keyboard-interactive");
      assertThat(client.run("hi").status()).isNotZero();
      assertThat(server.events(AuthenticationFailed.class)).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "a:b", "..", "a\u00adb"})
  void aNameThatNobodyCanHaveIsRefusedBeforeAnythingIsAsked(String name) {
    try (TestServer server = server()) {
      OpenSsh client = server.client().with("-o", "PreferredAuthentications=password", "-l", name);
      OpenSsh.Outcome outcome = client.user(name, "secret").run("hi");
      assertThat(outcome.status()).isNotZero();
      assertThat(outcome.err()).contains("a user name must not");
      assertThat(server.authenticator.passwords).isEmpty();
      assertThat(server.authenticator.proofs).isEmpty();
    }
  }

  private static Path answers(String script) {
    try {
      Path program = Files.createTempDirectory("berth-answers").resolve("answer");
      Files.writeString(program, "#!/bin/sh\n" + script + "\n");
      return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    } catch (IOException failure) {
      throw new java.io.UncheckedIOException(failure);
    }
  }
}
