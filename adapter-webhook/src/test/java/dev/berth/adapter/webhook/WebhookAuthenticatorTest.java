package dev.berth.adapter.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.adapter.webhook.AskedServer.Asked;
import dev.berth.adapter.webhook.AskedServer.Reply;
import dev.berth.domain.configuration.AuthConfiguration.Webhooks;
import dev.berth.domain.configuration.WebhookConfiguration;
import dev.berth.domain.connection.AuthenticatedUser;
import dev.berth.domain.connection.Client;
import dev.berth.domain.connection.ConnectionId;
import dev.berth.domain.connection.HandedFile;
import dev.berth.domain.connection.HandedValue;
import dev.berth.domain.connection.Handover;
import dev.berth.domain.connection.RemoteAddress;
import dev.berth.domain.connection.Username;
import dev.berth.domain.event.GatewayEvent;
import dev.berth.domain.event.GatewayEvent.ServerAsked;
import dev.berth.domain.event.ServerQuestion;
import dev.berth.ports.contract.AuthenticatorContract;
import dev.berth.ports.driven.Authenticator;
import dev.berth.ports.driven.Authenticator.Decision;
import dev.berth.ports.driven.Authenticator.Proof;
import dev.berth.ports.driven.Authenticator.PublicKeyText;
import dev.berth.ports.driven.EventSink;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookAuthenticatorTest implements AuthenticatorContract {
  private static final String YES = "{\"success\": true}";
  private static final Client CLIENT =
      new Client(
          new ConnectionId("c0ffee"), new RemoteAddress("2001:db8::7", 50_022), "SSH-2.0-test");
  private static final Proof SIGNED = new Proof.Signed(false, false);

  private final Queue<GatewayEvent> events = new ConcurrentLinkedQueue<>();
  private AskedServer server = AskedServer.http(WebhookAuthenticatorTest::knowing);
  private WebhookAuthenticator authenticator = asking(server.configuration());

  @AfterEach
  void stop() {
    authenticator.close();
    server.close();
  }

  private WebhookAuthenticator asking(WebhookConfiguration configuration) {
    Optional<WebhookConfiguration> asked = Optional.of(configuration);
    return WebhookAuthenticator.of(new Webhooks(asked, asked, Optional.empty()), events::add);
  }

  /// Knows whom the contract says.
  private static Reply knowing(Asked asked) {
    String user = asked.text("username");
    boolean right =
        switch (asked.target().getPath()) {
          case "/password" ->
              user.equals("alice")
                  && PASSWORD.equals(
                      new String(Base64.getDecoder().decode(asked.text("passwordBase64")), UTF_8));
          case "/pubkey" ->
              Map.of("alice", KEY.toString(), "bob", OTHER_KEY.toString())
                  .getOrDefault(user, "none")
                  .equals(asked.text("publicKey"));
          default -> false;
        };
    return Reply.ok("{\"success\": " + right + "}");
  }

  /// From now on the server answers something else.
  private void answering(Function<Asked, Reply> answers) {
    server.close();
    server = AskedServer.http(answers);
    use(asking(server.configuration()));
  }

  private void use(WebhookAuthenticator other) {
    authenticator.close();
    authenticator = other;
  }

  private void answering(String body) {
    answering(_ -> Reply.ok(body));
  }

  @Override
  public Authenticator authenticator() {
    return authenticator;
  }

  private Decision password() throws InterruptedException {
    return authenticator.password(CLIENT, ALICE, "secret".toCharArray());
  }

  @Test
  void aPasswordIsAskedAboutInTheOlderSystemsWords() throws InterruptedException {
    password();
    Asked asked = server.asked().getFirst();
    assertThat(asked.method()).isEqualTo("POST");
    assertThat(asked.target().toString()).isEqualTo("/password");
    assertThat(asked.contentType()).isEqualTo("application/json");
    assertThat(asked.body().toString())
        .isEqualTo(
            "{\"remoteAddress\":\"[2001:db8::7]:50022\",\"connectionId\":\"c0ffee\","
                + "\"clientVersion\":\"SSH-2.0-test\",\"username\":\"alice\","
                + "\"passwordBase64\":\"c2VjcmV0\"}");
  }

  @Test
  void aKeyIsAskedAboutAsAuthorizedKeysHasIt() throws InterruptedException {
    var _ = authenticator.publicKey(CLIENT, ALICE, KEY, new Proof.Offered());
    Asked asked = server.asked().getFirst();
    assertThat(asked.target().toString()).isEqualTo("/pubkey");
    assertThat(asked.text("publicKey")).isEqualTo(KEY.type() + " " + KEY.base64());
  }

  @Test
  void aCertificateAndAnUntouchedKeyAreRefusedWithoutAsking() throws InterruptedException {
    answering(YES);
    PublicKeyText certificate = new PublicKeyText("ssh-ed25519-cert-v01@openssh.com", "AAAA");
    PublicKeyText fido = new PublicKeyText("sk-ssh-ed25519@openssh.com", "AAAA");
    assertThat(authenticator.publicKey(CLIENT, ALICE, certificate, SIGNED))
        .isEqualTo(new Decision.Rejected());
    assertThat(authenticator.publicKey(CLIENT, ALICE, fido, SIGNED))
        .isEqualTo(new Decision.Rejected());
    assertThat(server.asked()).isEmpty();
    assertThat(authenticator.publicKey(CLIENT, ALICE, fido, new Proof.Signed(true, false)))
        .isInstanceOf(Decision.Accepted.class);
  }

  @Test
  void theNameAndWhatIsHandedOnComeFromTheAnswer() throws InterruptedException {
    answering(
        """
        {"success": true, "authenticatedUsername": "alice@example.org", "more": [1],
         "metadata": {"TEAM": {"value": "red", "sensitive": false}},
         "environment": {"TOKEN": {"value": "s3cret", "sensitive": true}, "A": {"value": ""}},
         "files": {"/etc/token": {"value": "aGk=", "sensitive": true}}}
        """);
    Decision decision = password();
    assertThat(decision)
        .isEqualTo(
            new Decision.Accepted(
                new AuthenticatedUser(
                    ALICE,
                    new Username("alice@example.org"),
                    new Handover(
                        Map.of("TEAM", new HandedValue("red", false)),
                        Map.of(
                            "TOKEN", new HandedValue("s3cret", true),
                            "A", new HandedValue("", false)),
                        Map.of("/etc/token", new HandedFile("hi".getBytes(UTF_8), true))))));
    assertThat(decision.toString()).doesNotContain("s3cret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"success\": true, \"authenticatedUsername\": \"\"}",
        "{\"success\": true, \"authenticatedUsername\": null, \"metadata\": null, \"files\": {}}",
      })
  void aMissingNameMeansTheLoginName(String answer) throws InterruptedException {
    answering(answer);
    assertThat(password()).isEqualTo(new Decision.Accepted(AuthenticatedUser.of(ALICE)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "yes",
        "[]",
        "{}",
        "{\"success\": 1}",
        "{\"success\": \"true\"}",
        "{\"success\": true} x",
        "{\"success\": true, \"authenticatedUsername\": 7}",
        "{\"success\": true, \"authenticatedUsername\": \"a/b\"}",
        "{\"success\": true, \"metadata\": []}",
        "{\"success\": true, \"metadata\": {\"a\": \"b\"}}",
        "{\"success\": true, \"environment\": {\"a=b\": {\"value\": \"c\"}}}",
        "{\"success\": true, \"environment\": {\"a\": {\"value\": \"\\u0000\"}}}",
        "{\"success\": true, \"environment\": {\"a\": {\"value\": \"b\", \"sensitive\": 1}}}",
        "{\"success\": true, \"files\": {\"etc/x\": {\"value\": \"aGk=\"}}}",
        "{\"success\": true, \"files\": {\"/etc/\": {\"value\": \"aGk=\"}}}",
        "{\"success\": true, \"files\": {\"/etc/../x\": {\"value\": \"aGk=\"}}}",
        "{\"success\": true, \"files\": {\"/etc//x\": {\"value\": \"aGk=\"}}}",
        "{\"success\": true, \"files\": {\"/.\": {\"value\": \"aGk=\"}}}",
        "{\"success\": true, \"files\": {\"/a\\u0000b\": {\"value\": \"aGk=\"}}}",
        "{\"success\": true, \"files\": {\"/etc/x\": {\"value\": \"%%\"}}}",
      })
  void anAnswerThatIsNotWellFormedIsAskedForAgain(String answer) throws InterruptedException {
    Deque<String> answers = new ArrayDeque<>(List.of(answer, "{\"success\": false}"));
    answering(_ -> Reply.ok(answers.pop()));
    assertThat(password()).isEqualTo(new Decision.Rejected());
    assertThat(server.asked()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 204, 307, 400, 401, 404, 500, 503})
  void anyOtherStatusIsNoAnswer(int status) throws InterruptedException {
    Deque<Reply> answers = new ArrayDeque<>(List.of(Reply.status(status), Reply.ok(YES)));
    answering(_ -> answers.pop());
    assertThat(password()).isInstanceOf(Decision.Accepted.class);
    assertThat(server.asked()).hasSize(2);
  }

  @Test
  void withoutAnAnswerInTimeNobodyIsLetIn() throws InterruptedException {
    answering(_ -> Reply.status(500));
    use(asking(within(server.configuration(), Duration.ofMillis(700))));
    assertThat(password())
        .isInstanceOfSatisfying(
            Decision.Unavailable.class,
            unavailable ->
                assertThat(unavailable.reason())
                    .contains(server.url("/password"), "0.7s", "it answered with status 500")
                    .doesNotContain("c2VjcmV0"));
    // With pauses of half of 100, 200 and 400 ms at least.
    assertThat(server.asked()).hasSizeBetween(2, 5);
  }

  @Test
  void aServerThatNobodyRunsIsNamed() throws InterruptedException {
    stop();
    use(asking(within(server.configuration(), Duration.ofMillis(300))));
    assertThat(password())
        .isInstanceOfSatisfying(
            Decision.Unavailable.class,
            unavailable ->
                assertThat(unavailable.reason()).contains(server.url("/password"), "nobody"));
  }

  @Test
  void aServerThatIsTooSlowIsAskedAgain() throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    answering(_ -> {
      if (server.asked().size() == 1) {
        await(never);
      }
      return Reply.ok(YES);
    });
    WebhookConfiguration patient = server.configuration();
    use(
        asking(
            new WebhookConfiguration(
                patient.url(),
                Duration.ofMillis(300),
                patient.authTimeout(),
                false,
                patient.tls())));
    assertThat(password()).isInstanceOf(Decision.Accepted.class);
    assertThat(server.asked()).hasSize(2);
    never.countDown();
  }

  @Test
  void aLoginThatIsGivenUpEndsAtOnce() throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch reached = new CountDownLatch(1);
    answering(_ -> {
      reached.countDown();
      await(never);
      return Reply.ok(YES);
    });
    Thread login =
        Thread.ofVirtual()
            .start(() -> {
              try {
                var _ = password();
              } catch (InterruptedException givenUp) {
                Thread.currentThread().interrupt();
              }
            });
    reached.await();
    login.interrupt();
    assertThat(login.join(Duration.ofSeconds(20))).isTrue();
    never.countDown();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void anAnswerThatIsTooLongIsNone() throws InterruptedException {
    answering("{\"success\": true, \"x\": \"" + "x".repeat(17 << 20) + "\"}");
    use(asking(within(server.configuration(), Duration.ofSeconds(2))));
    assertThat(password()).isInstanceOf(Decision.Unavailable.class);
  }

  @Test
  void connectionsAreUsedAgain() throws InterruptedException {
    for (int i = 0; i < 20; i++) {
      password();
    }
    assertThat(server.asked()).hasSize(20);
    assertThat(server.connections()).isEqualTo(1);
  }

  @Test
  void theAddressMayHoldAPathAQueryAndCredentials() throws InterruptedException {
    String url = server.url("/berth/?x=1").replace("://", "://me:p%40ss@");
    use(asking(AskedServer.configuration(url, AskedServer.NO_TLS)));
    password();
    Asked asked = server.asked().getFirst();
    assertThat(asked.target().toString()).isEqualTo("/berth/password?x=1");
    assertThat(asked.credentials())
        .isEqualTo("Basic " + Base64.getEncoder().encodeToString("me:p@ss".getBytes(UTF_8)));
    assertThat(AskedServer.configuration(url, AskedServer.NO_TLS).toString())
        .doesNotContain("ss@", "p%40ss");
  }

  @Test
  void eachTimeThatAServerIsAskedIsTold() throws InterruptedException {
    AtomicInteger asked = new AtomicInteger();
    answering(
        _ -> asked.incrementAndGet() == 1 ? Reply.status(500) : Reply.ok("{\"success\": true}"));

    assertThat(password()).isInstanceOf(Decision.Accepted.class);

    assertThat(events)
        .extracting(event -> ((ServerAsked) event).question())
        .containsOnly(ServerQuestion.PASSWORD);
    assertThat(events)
        .extracting(event -> ((ServerAsked) event).answered() + " " + ((ServerAsked) event).again())
        .containsExactly("false true", "true false");
    assertThat(events)
        .extracting(event -> ((ServerAsked) event).connection())
        .containsOnly(CLIENT.id());
    assertThat(events)
        .extracting(event -> ((ServerAsked) event).failure())
        .containsExactly("it answered with status 500", null);
  }

  @Test
  void oneMethodAloneMayBeAsked() throws InterruptedException {
    use(
        WebhookAuthenticator.of(
            new Webhooks(Optional.of(server.configuration()), Optional.empty(), Optional.empty()),
            EventSink.discarding()));
    assertThat(authenticator.methods()).containsExactly("password");
    assertThat(authenticator.publicKey(CLIENT, ALICE, KEY, SIGNED))
        .isEqualTo(new Decision.Rejected());
    use(
        WebhookAuthenticator.of(
            new Webhooks(Optional.empty(), Optional.of(server.configuration()), Optional.empty()),
            EventSink.discarding()));
    assertThat(authenticator.methods()).containsExactly("publickey");
    assertThat(password()).isEqualTo(new Decision.Rejected());
    assertThat(server.asked()).isEmpty();
  }

  private static WebhookConfiguration within(WebhookConfiguration asked, Duration authTimeout) {
    return new WebhookConfiguration(asked.url(), authTimeout, authTimeout, false, asked.tls());
  }
}
