package dev.berth.adapter.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.connection.HandedFile;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Answers as the libraries of other languages write them.
class AnswerTest {
  /// Python writes base64 in lines, Go an empty file as null.
  @Test
  void filesMayBeInLinesOrNull() throws IOException {
    String answer =
        """
        {"success": true, "files": {
          "/lines": {"value": "YWJj\\r\\nZGVm\\n", "sensitive": false},
          "/nothing": {"value": null}}}
        """;

    assertThat(Answer.parse(answer.getBytes(UTF_8)).handover().files())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "/lines", new HandedFile("abcdef".getBytes(UTF_8), false),
                "/nothing", new HandedFile(new byte[0], false)));
  }
}
