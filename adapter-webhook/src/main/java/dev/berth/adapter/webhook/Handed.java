package dev.berth.adapter.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.domain.connection.HandedFile;
import dev.berth.domain.connection.HandedValue;
import dev.berth.domain.connection.Handover;
import dev.berth.domain.session.Environment;
import java.io.IOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// What is handed on, in JSON: `metadata`, `environment` and `files`, each an object of objects
/// with `value` and `sensitive`; a file's value is in base64. No message quotes a value.
final class Handed {
  /// Names between single slashes, none of them `.` or `..`.
  private static final Pattern FILE = Pattern.compile("(/(?!\\.{1,2}(/|$))[^/\\x00]+)+");

  private static final Pattern LINE_BREAK = Pattern.compile("[\\r\\n]");

  private static final String VALUE = "value";
  private static final String SENSITIVE = "sensitive";

  private Handed() {}

  static Handover read(JsonNode answer) throws IOException {
    return new Handover(
        values(answer, "metadata"), values(answer, "environment"), files(answer, "files"));
  }

  private static Map<String, HandedValue> values(JsonNode answer, String section)
      throws IOException {
    Map<String, HandedValue> values = new LinkedHashMap<>();
    Map<String, String> texts = new LinkedHashMap<>();
    for (var entry : entries(answer, section)) {
      String value = text(entry.getValue(), section);
      values.put(entry.getKey(), new HandedValue(value, sensitive(entry.getValue(), section)));
      texts.put(entry.getKey(), value);
    }
    try {
      // Both may become environment.
      var _ = new Environment(texts);
    } catch (IllegalArgumentException unusable) {
      throw bad(section, "cannot become environment: " + unusable.getMessage());
    }
    return values;
  }

  private static Map<String, HandedFile> files(JsonNode answer, String section) throws IOException {
    Map<String, HandedFile> files = new LinkedHashMap<>();
    for (var entry : entries(answer, section)) {
      String path = entry.getKey();
      if (!FILE.matcher(path).matches()) {
        throw bad(section, "has a name that is not the absolute path of a file");
      }
      try {
        byte[] content = content(entry.getValue(), section);
        files.put(path, new HandedFile(content, sensitive(entry.getValue(), section)));
      } catch (IllegalArgumentException noBase64) {
        throw bad(section, "has a value that is no base64");
      }
    }
    return files;
  }

  /// In lines, as many write base64, or null for nothing, as Go does.
  private static byte[] content(JsonNode entry, String section) throws IOException {
    return entry.path(VALUE).isNull()
        ? new byte[0]
        : Base64.getDecoder().decode(LINE_BREAK.matcher(text(entry, section)).replaceAll(""));
  }

  private static Iterable<Map.Entry<String, JsonNode>> entries(JsonNode answer, String section)
      throws IOException {
    JsonNode entries = answer.path(section);
    if (!entries.isObject() && !entries.isMissingNode() && !entries.isNull()) {
      throw bad(section, "is no object");
    }
    return entries.properties();
  }

  private static String text(JsonNode entry, String section) throws IOException {
    JsonNode value = entry.path(VALUE);
    if (!value.isTextual()) {
      throw bad(section, "has an entry without a \"value\" that is a text");
    }
    return value.textValue();
  }

  private static boolean sensitive(JsonNode entry, String section) throws IOException {
    JsonNode sensitive = entry.path(SENSITIVE);
    if (!sensitive.isBoolean() && !sensitive.isMissingNode() && !sensitive.isNull()) {
      throw bad(section, "has a \"sensitive\" that is neither true nor false");
    }
    return sensitive.asBoolean(false);
  }

  private static IOException bad(String section, String what) {
    return new IOException("\"" + section + "\" of its answer " + what);
  }

  static void write(Handover handover, ObjectNode question) {
    write(handover.metadata(), "metadata", question);
    write(handover.environment(), "environment", question);
    if (!handover.files().isEmpty()) {
      ObjectNode files = question.putObject("files");
      handover
          .files()
          .forEach((path, file) ->
              files
                  .putObject(path)
                  .put(VALUE, Base64.getEncoder().encodeToString(file.content()))
                  .put(SENSITIVE, file.sensitive()));
    }
  }

  private static void write(Map<String, HandedValue> values, String section, ObjectNode question) {
    if (!values.isEmpty()) {
      ObjectNode all = question.putObject(section);
      values.forEach((key, handed) ->
          all.putObject(key).put(VALUE, handed.value()).put(SENSITIVE, handed.sensitive()));
    }
  }
}
