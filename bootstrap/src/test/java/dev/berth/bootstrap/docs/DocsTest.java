package dev.berth.bootstrap.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.bootstrap.cli.CommandLineInterface;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class DocsTest {
  private static final Path DOCS = Path.of("..", "docs");

  @Test
  void theCodesDocumentSaysWhatTheCodeSays() throws IOException {
    check("codes.md", CodesDocument.render());
  }

  @Test
  void theManualPageSaysWhatTheCommandLineSays() throws IOException {
    check("berth.1", ManPage.render(CommandLineInterface.create()));
  }

  private static void check(String name, String rendered) throws IOException {
    Path file = DOCS.resolve(name);
    if (System.getProperty("docs.write") != null) {
      Files.createDirectories(DOCS);
      Files.writeString(file, rendered);
    }

    assertThat(file)
        .as(
            "rewrite it with: mvn -o -Pquick -pl bootstrap -am test -Dtest=DocsTest -Ddocs.write"
                + " -Dsurefire.failIfNoSpecifiedTests=false")
        .exists()
        .content()
        .isEqualTo(rendered);
  }
}
