package dev.berth.adapter.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.reader.ReaderException;

/// Says what is wrong with a text that is not well-formed, and where, without the parsers'
/// excerpts: those may hold secrets.
final class SyntaxFailures {
  private static final Pattern QUOTED = Pattern.compile("'[^']{2,}'|\"[^\"]{2,}\"");
  private static final String NOT_YAML = "this is not YAML: ";
  private static final String NOT_JSON = "this is not JSON: ";

  private SyntaxFailures() {}

  static String message(JsonProcessingException failure) {
    if (failure instanceof JsonEOFException) {
      return NOT_JSON + "the file ends before it is complete";
    }
    if (failure instanceof StreamConstraintsException) {
      return "the file is nested too deep, or holds a name or number that is too long";
    }
    return NOT_JSON + withoutQuotes(failure.getOriginalMessage());
  }

  static String message(YAMLException failure) {
    return switch (failure) {
      case MarkedYAMLException marked when marked.getProblem() != null ->
          NOT_YAML + withoutQuotes(marked.getProblem());
      case ReaderException reader ->
          NOT_YAML + "character U+%04X may not be in it".formatted(reader.getCodePoint());
      default -> NOT_YAML + "it breaks a rule of its form";
    };
  }

  static Location at(JsonProcessingException failure) {
    return failure.getLocation() == null ? Location.WHOLE_FILE : located(failure.getLocation());
  }

  static Location at(YAMLException failure, String text) {
    return switch (failure) {
      case MarkedYAMLException marked when marked.getProblemMark() != null ->
          located(marked.getProblemMark());
      case ReaderException reader -> located(text, reader.getPosition());
      default -> Location.WHOLE_FILE;
    };
  }

  static Location located(JsonLocation location) {
    return new Location(location.getLineNr(), location.getColumnNr());
  }

  static Location located(Mark mark) {
    return new Location(mark.getLine() + 1, mark.getColumn() + 1);
  }

  private static Location located(String text, int position) {
    String before = text.substring(0, Math.min(Math.max(position, 0), text.length()));
    int lines = (int) before.chars().filter(c -> c == '\n').count();
    return new Location(lines + 1, before.length() - before.lastIndexOf('\n'));
  }

  /// The first line, as far as nothing longer than a character is quoted.
  private static String withoutQuotes(String message) {
    Optional<String> line = message.lines().findFirst();
    return QUOTED.matcher(line.orElse("")).replaceAll("(...)");
  }
}
