package dev.berth.bootstrap.log;

import dev.berth.domain.event.Severity;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One line of the log before it has a form. Fields hold strings, whole numbers and booleans;
/// strings may come from a client and are bounded in length here, so that no client can fill the
/// log with one line.
///
/// @param severity how much it matters
/// @param code what it is about
/// @param fields the particulars by name, in order
public record LogLine(Severity severity, EventCode code, Map<String, Object> fields) {
  /// The longest string in a field, in UTF-16 units; longer ones are cut.
  public static final int MAX_TEXT = 1024;

  /// The longest message or chain of causes.
  static final int MAX_REASON = 4096;

  /// The longest stack trace.
  static final int MAX_STACK = 16_384;

  public LogLine {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /// A line without particulars.
  public static LogLine of(EventCode code) {
    return new LogLine(code.severity(), code, Map.of());
  }

  /// This with a text, cut if it is too long; without it if there is none.
  public LogLine with(String name, @Nullable Object text) {
    return text == null ? this : plus(name, cut(text.toString(), MAX_TEXT));
  }

  /// This with a message of the gateway's own or a library's.
  public LogLine withReason(String name, @Nullable String reason) {
    return reason == null ? this : plus(name, cut(reason, MAX_REASON));
  }

  /// This with a number.
  LogLine with(String name, long number) {
    return plus(name, number);
  }

  /// This with yes or no.
  LogLine with(String name, boolean yes) {
    return plus(name, yes);
  }

  /// This with a time span in milliseconds.
  LogLine with(String name, Duration duration) {
    return plus(name, duration.toMillis());
  }

  /// This with what caused it, as one chain of messages; without it if there is none.
  public LogLine withCause(@Nullable Throwable cause) {
    return cause == null ? this : plus("cause", cut(Causes.chain(cause), MAX_REASON));
  }

  /// This with the stack trace of what caused it.
  LogLine withStack(Throwable cause) {
    return withCause(cause).plus("stack", cut(Causes.stack(cause), MAX_STACK));
  }

  private LogLine plus(String name, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(fields);
    more.put(name, value);
    return new LogLine(severity, code, more);
  }

  private static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
    return text.substring(0, end) + "...(" + (text.length() - end) + " more)";
  }
}
