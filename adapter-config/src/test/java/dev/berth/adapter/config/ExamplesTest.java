package dev.berth.adapter.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.berth.adapter.config.ConfigurationFiles.Algorithms;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever the documentation shows can be used, and fits the schema.
class ExamplesTest {
  private static final Pattern BLOCK = Pattern.compile("```(yaml|json)\\n(.*?)```", Pattern.DOTALL);

  private final ConfigurationFolder folder;

  ExamplesTest(@TempDir Path path) {
    folder = ConfigurationFolder.in(path);
  }

  @Test
  void everyExampleOfTheReferenceIsAConfiguration() throws JsonProcessingException {
    List<MatchResult> blocks = BLOCK.matcher(ConfigurationFiles.reference()).results().toList();
    assertThat(blocks).hasSizeGreaterThan(5);
    for (MatchResult block : blocks) {
      boolean json = "json".equals(block.group(1));
      String text = block.group(2);
      String whole = json || text.startsWith("ssh:") ? text : ConfigurationFolder.HOST_KEYS + text;
      var _ = json ? folder.validJson(whole) : folder.valid(whole);
      var mapper = json ? new JsonMapper() : new YAMLMapper();
      assertThat(SchemaCheck.faults(mapper.readTree(whole))).as(whole).isEmpty();
    }
  }

  @Test
  void everyExampleOfTheSchemaIsReadByItsKeysType() {
    Problems problems = new Problems();
    for (Key<?> key : Sections.keys()) {
      Reading reading = new Reading(key.path(), folder.path(), Algorithms.UNCHECKED, problems);
      for (Object example : key.notes().examples()) {
        assertThat(key.type().read(Plain.node(example), reading)).as("%s", key.path()).isPresent();
      }
    }
    assertThat(problems.inFileOrder()).isEmpty();
  }

  @Test
  void everyExampleAndDefaultFitsTheSchema() {
    for (Key<?> key : Sections.keys()) {
      var schema = new JsonMapper().valueToTree(key.type().schema());
      key.notes()
          .examples()
          .forEach(example ->
              assertThat(SchemaCheck.faults(schema, new JsonMapper().valueToTree(example)))
                  .as("%s: %s", key.path(), example)
                  .isEmpty());
      key.fallback()
          .ifPresent(value ->
              assertThat(SchemaCheck.faults(schema, new JsonMapper().valueToTree(value)))
                  .as("%s: %s", key.path(), value)
                  .isEmpty());
    }
  }

  @Test
  void theSchemaRefusesWhatIsNoConfiguration() throws JsonProcessingException {
    for (String wrong :
        List.of(
            "{}",
            "ssh: {}",
            "ssh: {hostkeys: []}",
            "ssh: {hostkeys: [x], lisen: 1}",
            "ssh: {hostkeys: [x], maxChannels: 0}",
            "ssh: {hostkeys: [x], clientAliveInterval: soon}",
            "ssh: {hostkeys: [x]}\naudit: {enable: true}",
            "ssh: {hostkeys: [x]}\nauth: {static: {users: {a: {hash: x}}}}")) {
      assertThat(SchemaCheck.faults(new YAMLMapper().readTree(wrong))).as(wrong).isNotEmpty();
    }
  }

  @Test
  void everyDefaultIsRight() {
    for (Key<?> key : Sections.keys()) {
      assertThat(Values.fallback(key).isPresent())
          .as("%s", key.path())
          .isEqualTo(key.fallback().isPresent());
    }
  }
}
