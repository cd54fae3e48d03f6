package dev.berth.bootstrap.docs;

import dev.berth.bootstrap.log.EventCode;
import dev.berth.domain.failure.FailureCode;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// Renders docs/codes.md from the code.
final class CodesDocument {
  private static final String HEAD =
      """
      # Codes

      <!-- Rendered from EventCode and FailureCode by DocsTest; -Ddocs.write rewrites it. -->

      Names are stable: filter, count and alert by them.

      ## Events

      Each line of the log has one of these as its `code`. A line shows if its level is at least as
      severe as `log.level`.

      | code | level | meaning |
      |---|---|---|
      """;

  private static final String FAILURES =
      """

      ## Failures

      A user reads one of these with the connection's id when something fails; the log's
      `BACKEND_FAILED` line of that connection has it as `failure`, with the cause. Trying again at
      once can help only where the failure is not permanent.

      | code | permanent | meaning |
      |---|---|---|
      """;

  private CodesDocument() {}

  static String render() {
    return HEAD + events() + FAILURES + failures();
  }

  private static String events() {
    return Arrays.stream(EventCode.values())
        .map(code -> row(code.name(), code.severity().name(), code.meaning()))
        .collect(Collectors.joining());
  }

  private static String failures() {
    return Arrays.stream(FailureCode.values())
        .map(code -> row(code.name(), code.permanent() ? "yes" : "no", code.meaning()))
        .collect(Collectors.joining());
  }

  private static String row(String code, String property, String meaning) {
    return "| `%s` | %s | %s |\n".formatted(code, property.toLowerCase(Locale.ROOT), meaning);
  }
}
