package dev.berth.bootstrap.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class DocsTest {
  private static final Path CODES = Path.of("..", "docs", "codes.md");

  @Test
  void theCodesDocumentSaysWhatTheCodeSays() throws IOException {
    String rendered = CodesDocument.render();
    if (System.getProperty("docs.write") != null) {
      Files.createDirectories(CODES.getParent());
      Files.writeString(CODES, rendered);
    }

    assertThat(CODES)
        .as("rewrite it with: mvn -o -Pquick -pl bootstrap -am test -Dtest=DocsTest -Ddocs.write")
        .exists()
        .content()
        .isEqualTo(rendered);
  }
}
