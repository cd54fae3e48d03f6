package dev.berth.adapter.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.regex.Pattern;

/// An engine's answer that says no.
///
/// @param status the HTTP status
/// @param message what the engine says of it, bounded
record EngineAnswer(int status, String message) {
  static final int MOST = 2000;

  /// From a body that may be the engine's `{"message": ...}`, maybe with something before it, or
  /// anything else.
  static EngineAnswer of(int status, String body) {
    String text = body.strip();
    int brace = text.indexOf('{');
    if (brace >= 0) {
      try {
        JsonNode message = Json.MAPPER.readTree(text.substring(brace)).path("message");
        if (message.isTextual()) {
          text = message.asText();
        }
      } catch (JsonProcessingException notJson) {
        // Then it is taken as it is.
      }
    }
    return new EngineAnswer(status, bounded(text));
  }

  /// Whether the message holds one of these, in any letter case.
  boolean says(String... parts) {
    String lower = message.toLowerCase(Locale.ROOT);
    for (String part : parts) {
      if (lower.contains(part)) {
        return true;
      }
    }
    return false;
  }

  /// Whether a part of the message matches, in any letter case.
  boolean matches(String part) {
    return Pattern.compile(part, Pattern.CASE_INSENSITIVE).matcher(message).find();
  }

  static String bounded(String text) {
    return text.length() <= MOST ? text : text.substring(0, MOST) + "…";
  }
}
