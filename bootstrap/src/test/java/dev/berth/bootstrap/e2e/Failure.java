package dev.berth.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a user reads when a container or a program could not be started, against what the operator
/// reads.
///
/// @param code the failure code
/// @param connection the connection's id
record Failure(String code, String connection) {
  private static final Pattern WORDS =
      Pattern.compile(
          "Failed to initialize SSH session\\. \\[([A-Z_]+)] connection ([0-9a-f]{32})\r?\n");

  /// The failure that an outcome of ssh tells of.
  static Failure of(Outcome outcome) {
    assertThat(outcome.status()).as("status; %s", outcome).isEqualTo(255);
    assertThat(outcome.out()).as("stdout; %s", outcome).isEmpty();
    Matcher words = WORDS.matcher(outcome.err());
    assertThat(words.matches()).as("stderr; %s", outcome).isTrue();
    return new Failure(words.group(1), words.group(2));
  }

  /// Checks the code, and that the gateway's log has the same with the cause.
  Failure is(String expected, GatewayProcess gateway, String... cause) {
    assertThat(code).as("code; %s", gateway).isEqualTo(expected);
    assertThat(logged(gateway).path("failure").asText()).isEqualTo(expected);
    for (String part : cause) {
      assertThat(logged(gateway).path("reason").asText()).contains(part);
    }
    return this;
  }

  private JsonNode logged(GatewayProcess gateway) {
    return gateway.await("BACKEND_FAILED", this::mine);
  }

  private boolean mine(JsonNode line) {
    return line.path("connection").asText().equals(connection);
  }

  /// How long after the login the gateway knew.
  Duration afterLogin(GatewayProcess gateway) {
    JsonNode login = gateway.await("AUTHENTICATION_SUCCEEDED", this::mine);
    return Duration.between(time(login), time(logged(gateway)));
  }

  private static Instant time(JsonNode line) {
    return Instant.parse(line.path("timestamp").asText());
  }
}
