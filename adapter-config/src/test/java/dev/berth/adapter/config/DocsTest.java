package dev.berth.adapter.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The documents in the repository are what the code says; `-Ddocs.write` makes them anew.
class DocsTest {
  private static final Path DOCS = Path.of("..", "docs");

  @Test
  void theReferenceOfTheConfigurationIsUpToDate() throws IOException {
    isUpToDate("configuration.md", ConfigurationFiles.reference());
  }

  @Test
  void theSchemaOfTheConfigurationIsUpToDate() throws IOException {
    isUpToDate("configuration.schema.json", ConfigurationFiles.jsonSchema());
  }

  private static void isUpToDate(String name, String rendered) throws IOException {
    Path file = DOCS.resolve(name);
    if (System.getProperty("docs.write") != null) {
      Files.createDirectories(DOCS);
      Files.writeString(file, rendered);
    }
    assertThat(file)
        .as(
            "rewrite it with: mvn -o -Pquick -pl adapter-config -am test -Dtest=DocsTest"
                + " -Ddocs.write -Dsurefire.failIfNoSpecifiedTests=false")
        .exists()
        .content()
        .isEqualTo(rendered);
  }
}
