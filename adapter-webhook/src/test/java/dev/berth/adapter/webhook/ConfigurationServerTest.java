package dev.berth.adapter.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.adapter.webhook.AskedServer.Asked;
import dev.berth.adapter.webhook.AskedServer.Reply;
import dev.berth.domain.configuration.BackendConfiguration;
import dev.berth.domain.configuration.ConnectionConfiguration;
import dev.berth.domain.configuration.WebhookConfiguration;
import dev.berth.domain.connection.AuthenticatedUser;
import dev.berth.domain.connection.HandedValue;
import dev.berth.domain.connection.Handover;
import dev.berth.domain.connection.Username;
import dev.berth.domain.container.ImageReference;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import dev.berth.ports.contract.AuthenticatorContract;
import dev.berth.ports.driven.EventSink;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationServerTest {
  private static final AuthenticatedUser USER =
      new AuthenticatedUser(
          new Username("alice"),
          new Username("alice@example.org"),
          new Handover(Map.of("TEAM", new HandedValue("red", false)), Map.of(), Map.of()));
  private static final ConnectionConfiguration COMPLETED =
      ConnectionConfiguration.of(BackendConfiguration.of(new ImageReference("image")));

  private final List<String> partials = new ArrayList<>();

  private ConnectionConfiguration complete(String json) {
    partials.add(json);
    return COMPLETED;
  }

  private ConnectionConfiguration ask(WebhookConfiguration asked) throws InterruptedException {
    try (ConfigurationServer server =
        ConfigurationServer.of(asked, this::complete, EventSink.discarding())) {
      return server.configurationFor(AuthenticatorContract.client(), USER);
    }
  }

  private ConnectionConfiguration answered(String answer) throws InterruptedException {
    try (AskedServer server = AskedServer.http(_ -> Reply.ok(answer))) {
      return ask(server.configuration());
    }
  }

  private static WebhookConfiguration within(String url, Duration time) {
    return new WebhookConfiguration(URI.create(url), time, time, false, AskedServer.NO_TLS);
  }

  @Test
  void theAddressIsAskedAsItIsAboutTheUser() throws InterruptedException {
    try (AskedServer server = AskedServer.http(_ -> Reply.ok("{}"))) {
      ask(AskedServer.configuration(server.url("/config/"), AskedServer.NO_TLS));
      Asked asked = server.asked().getFirst();
      assertThat(asked.target().toString()).isEqualTo("/config/");
      assertThat(asked.text("username")).isEqualTo("alice");
      assertThat(asked.text("authenticatedUsername")).isEqualTo("alice@example.org");
      assertThat(asked.body().at("/metadata/TEAM/value").textValue()).isEqualTo("red");
    }
  }

  @Test
  void theConfigurationIsCompletedAndTheRestHandedOn() throws InterruptedException {
    ConnectionConfiguration given =
        answered(
            """
            {"config": {"docker": {"execution": {"mode": "session"}}}, "more": 1,
             "environment": {"TOKEN": {"value": "s3cret", "sensitive": true}}}
            """);
    assertThat(given)
        .isEqualTo(
            COMPLETED.with(
                new Handover(
                    Map.of(), Map.of("TOKEN", new HandedValue("s3cret", true)), Map.of())));
    assertThat(partials).containsExactly("{\"docker\":{\"execution\":{\"mode\":\"session\"}}}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"config\": null}", "{\"config\": {}}"})
  void nothingGivenIsAnAnswer(String answer) throws InterruptedException {
    assertThat(answered(answer)).isEqualTo(COMPLETED);
    assertThat(partials).containsExactly("{}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{\"config\": []}", "{\"environment\": {\"\": {}}}"})
  void whatIsNotWellFormedIsNoAnswer(String answer) {
    try (AskedServer server = AskedServer.http(_ -> Reply.ok(answer))) {
      assertUnavailable(server.url("/config"));
      assertThat(server.asked()).hasSizeGreaterThan(1);
    }
    assertThat(partials).isEmpty();
  }

  @Test
  void withoutAServerThereIsNone() {
    AskedServer server = AskedServer.http(_ -> Reply.ok("{}"));
    String url = server.url("/config");
    server.close();
    assertUnavailable(url);
  }

  private void assertUnavailable(String url) {
    assertThatThrownBy(() -> ask(within(url, Duration.ofMillis(500))))
        .isInstanceOfSatisfying(
            GatewayException.class,
            failure -> {
              assertThat(failure.code()).isEqualTo(FailureCode.CONFIGURATION_UNAVAILABLE);
              assertThat(failure.operatorMessage()).contains(url, "has given no answer within");
            });
  }
}
