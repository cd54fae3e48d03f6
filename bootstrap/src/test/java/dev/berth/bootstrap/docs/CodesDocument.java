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

      <!-- Rendered from EventCode and FailureCode by DocsTest. To rewrite it:
      mvn -q -Pquick -pl bootstrap -am test -Dtest=DocsTest -Ddocs.write -Dsurefire.failIfNoSpecifiedTests=false -->

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

      A user reads one of these with the connection's id when something fails. The log tells of it
      under that id:

      - What policy or the login's key does not permit (`NOT_PERMITTED`), second programs
        (`PROGRAM_ALREADY_RUNNING`), and `BAD_REQUEST` unless it is found only when the program
        starts: a `PROGRAM_REFUSED` line with `request` and `reason`; where a terminal, a variable or
        a signal was asked for, a `REQUEST_REFUSED` line, whose level is info.
      - Everything else: a `BACKEND_FAILED` line with the code as `failure`, and the cause.
      - Where the client itself has left or closed its channel (`CONNECTION_CLOSED`,
        `SESSION_CLOSED`): no such line. That a connection has more channels than `ssh.maxChannels`
        is told to the client only.

      Trying again at once can help only where the failure is not permanent.

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
