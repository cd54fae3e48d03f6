package dev.berth.adapter.config;

import static dev.berth.adapter.config.ConfigurationFolder.HOST_KEYS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.berth.adapter.config.ConfigurationFiles.Effective;
import dev.berth.adapter.config.ConfigurationFiles.Loaded;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EffectiveDocumentTest {
  private final ConfigurationFolder folder;

  EffectiveDocumentTest(@TempDir Path path) {
    folder = ConfigurationFolder.in(path);
  }

  private Effective effective(String yaml) {
    return ((Loaded.Valid) ConfigurationFiles.read(folder.write("config.yaml", HOST_KEYS + yaml)))
        .effective();
  }

  private static JsonNode tree(String yaml) throws JsonProcessingException {
    return new YAMLMapper().readTree(yaml);
  }

  @Test
  void itHasWhatIsWrittenAndAllDefaults() throws JsonProcessingException {
    JsonNode shown =
        tree(
            effective("docker: {execution: {mode: session, host: {Memory: 1000000000}}}\n")
                .whole());

    assertThat(shown.at("/docker/execution/mode").asText()).isEqualTo("session");
    assertThat(shown.at("/docker/execution/host/Memory").asLong()).isEqualTo(1_000_000_000L);
    assertThat(shown.at("/docker/timeouts/http").asText()).isEqualTo("15s");
    assertThat(shown.at("/ssh/listen").asText()).isEqualTo("0.0.0.0:2222");
    assertThat(shown.at("/log/level").asText()).isEqualTo("notice");
  }

  @Test
  void whatItShowsCanBeRead() {
    String shown = effective("").whole();

    assertThat(ConfigurationFiles.read(folder.write("again.yaml", shown)))
        .isInstanceOf(Loaded.Valid.class);
  }

  @Test
  void secretsDoNotShow() throws JsonProcessingException {
    String whole =
        effective(
                """
                auth:
                  password:
                    method: webhook
                    webhook: {url: "https://me:s3cret@example.org/x?token=s3cret"}
                  static: {users: {alice: {passwordHash: "$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"}}}
                docker:
                  execution:
                    auth: {username: puller, password: s3cret, registrytoken: s3cret, serveraddress: r.example.org}
                """)
            .whole();

    assertThat(whole).doesNotContain("s3cret", "$2y$", "CCCC");
    JsonNode shown = tree(whole);
    assertThat(shown.at("/auth/password/webhook/url").asText())
        .isEqualTo("https://***@example.org/x?***");
    assertThat(shown.at("/auth/static/users/alice/passwordHash").asText()).isEqualTo("***");
    assertThat(shown.at("/docker/execution/auth/username").asText()).isEqualTo("puller");
    assertThat(shown.at("/docker/execution/auth/password").asText()).isEqualTo("***");
    assertThat(shown.at("/docker/execution/auth/identitytoken").asText()).isEmpty();
  }

  @Test
  void settingsOfPartsThatAreNotThereDoNotShow() {
    assertThat(
            effective(
                    """
                    audit: {enable: false, s3: {secretKey: s3cret}}
                    sshproxy: {password: s3cret}
                    kubernetes: {connection: {bearerToken: s3cret}}
                    """)
                .whole())
        .contains("sshproxy: '***'")
        .doesNotContain("s3cret");
  }

  @Test
  void aKeyInTheFileDoesNotShowButAFilesNameDoes() throws JsonProcessingException {
    JsonNode shown = tree(effective("").whole());

    assertThat(shown.at("/ssh/hostkeys/0").asText()).isNotEmpty().doesNotContain("PRIVATE");
    assertThat(shown.toString()).doesNotContain("PRIVATE KEY");
  }

  @Test
  void referencesShowAsTheyAreWritten() throws JsonProcessingException {
    JsonNode shown =
        tree(effective("docker: {execution: {container: {env: ['A=${env:PATH}']}}}").whole());

    assertThat(shown.at("/docker/execution/container/env/0").asText()).isEqualTo("A=${env:PATH}");
  }

  @Test
  void aConnectionsOwnIsMergedIn() throws JsonProcessingException {
    JsonNode shown =
        tree(
            effective("docker: {execution: {mode: session}}\n")
                .connection("{\"docker\": {\"execution\": {\"containername\": \"mine\"}}}"));

    assertThat(shown.at("/docker/execution/containername").asText()).isEqualTo("mine");
    assertThat(shown.at("/docker/execution/mode").asText()).isEqualTo("session");
    assertThat(shown.has("ssh")).isFalse();
    assertThat(shown.has("security")).isTrue();
  }
}
