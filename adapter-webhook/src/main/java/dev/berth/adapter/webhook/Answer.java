package dev.berth.adapter.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.domain.connection.AuthenticatedUser;
import dev.berth.domain.connection.Handover;
import dev.berth.domain.connection.Username;
import dev.berth.ports.driven.Authenticator.Decision;
import java.io.IOException;
import java.util.Optional;

/// A well-formed answer.
///
/// @param success whether the question was answered with yes
/// @param name the name that the server knows the user by
/// @param handover what it hands on
record Answer(boolean success, Optional<Username> name, Handover handover) {
  /// Reads answers. A no is never used again: who was just let in would have to wait.
  static final Webhook.Parser<Answer> PARSER =
      new Webhook.Parser<>() {
        @Override
        public Answer parse(byte[] answer) throws IOException {
          return Answer.parse(answer);
        }

        @Override
        public boolean mayBeKept(Answer answer) {
          return answer.success();
        }
      };

  /// Reads an answer.
  ///
  /// @throws IOException if it is not well-formed; the message quotes no value of it
  static Answer parse(byte[] body) throws IOException {
    JsonNode answer = Json.object(body);
    JsonNode success = answer.get("success");
    if (success == null || !success.isBoolean()) {
      throw new IOException("its answer has no \"success\" that is true or false");
    }
    return new Answer(
        success.booleanValue(), name(answer.path("authenticatedUsername")), Handed.read(answer));
  }

  private static Optional<Username> name(JsonNode name) throws IOException {
    if (name.isMissingNode() || name.isNull() || (name.isTextual() && name.textValue().isEmpty())) {
      return Optional.empty();
    }
    if (!name.isTextual()) {
      throw new IOException("\"authenticatedUsername\" of its answer is no text");
    }
    try {
      return Optional.of(new Username(name.textValue()));
    } catch (IllegalArgumentException unusable) {
      throw new IOException(
          "\"authenticatedUsername\" of its answer cannot be used: " + unusable.getMessage());
    }
  }

  /// What it means for somebody who logs in.
  Decision decision(Username login) {
    return success
        ? new Decision.Accepted(new AuthenticatedUser(login, name.orElse(login), handover))
        : new Decision.Rejected();
  }

  /// What it means for somebody who has proven who they are.
  Decision decision(AuthenticatedUser user) {
    return success
        ? new Decision.Accepted(
            new AuthenticatedUser(
                    user.login(), name.orElse(user.name()), user.handover(), user.restrictions())
                .with(handover))
        : new Decision.Rejected();
  }
}
