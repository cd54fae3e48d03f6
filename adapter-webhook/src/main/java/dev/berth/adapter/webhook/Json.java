package dev.berth.adapter.webhook;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/// Answers as trees.
final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private Json() {}

  /// The object that an answer is.
  ///
  /// @throws IOException if it is none; the message quotes no value of it
  static JsonNode object(byte[] body) throws IOException {
    try {
      JsonNode answer = MAPPER.readTree(body);
      if (answer != null && answer.isObject()) {
        return answer;
      }
    } catch (JacksonException malformed) {
      throw new IOException(
          "its answer is no JSON: line %d, column %d"
              .formatted(
                  malformed.getLocation().getLineNr(), malformed.getLocation().getColumnNr()),
          malformed);
    }
    throw new IOException("its answer is no JSON object");
  }
}
