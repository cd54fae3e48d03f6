package dev.berth.adapter.config;

import static dev.berth.adapter.config.ConfigurationFolder.HOST_KEYS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.adapter.config.ConfigurationFiles.Algorithms;
import dev.berth.adapter.config.ConfigurationFiles.Loaded;
import dev.berth.domain.configuration.GatewayConfiguration;
import dev.berth.domain.failure.GatewayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferencesTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.ofEntries(
          Map.entry("BANNER", "hello"),
          Map.entry("MEMORY", "268435456"),
          Map.entry("MODE", "session"),
          Map.entry("EMPTY", ""),
          Map.entry("SELF", "${env:BANNER}"),
          Map.entry("PART", "t0p"),
          Map.entry("SECRET", "t0p-s3cret"),
          Map.entry("QUOTED", "a\"b\\c"),
          Map.entry("DOTS", "a...b..."),
          Map.entry("LINE", "s3cret\nx"),
          Map.entry("LONG", "s3cret-".repeat(30)),
          Map.entry("LONGER", "t0p-s3cret-".repeat(30)),
          Map.entry("LINES", "s3cret\n".repeat(30)));

  private final ConfigurationFolder folder;

  ReferencesTest(@TempDir Path path) {
    folder = ConfigurationFolder.in(path);
  }

  private Loaded read(String yaml) {
    return new Loading(
            folder.write("config.yaml", HOST_KEYS + yaml),
            Algorithms.UNCHECKED,
            ENVIRONMENT::get,
            Optional.empty())
        .load();
  }

  private GatewayConfiguration valid(String yaml) {
    return ((Loaded.Valid) read(yaml)).configuration();
  }

  private String report(String yaml) {
    return ((Loaded.Invalid) read(yaml)).report();
  }

  private static String banner(String text) {
    return "banner: \"" + text + "\"\n";
  }

  @ParameterizedTest
  @CsvSource({
    "${env:BANNER}, hello",
    "a ${env:BANNER} b ${env:BANNER}, a hello b hello",
    "$${env:BANNER}, ${env:BANNER}",
    "${env:SELF}, ${env:BANNER}",
    "x${env:EMPTY}y, xy",
    "${HOME} $x ${x:y}, ${HOME} $x ${x:y}"
  })
  void variablesAreThePartsOfTextsThatTheyStandFor(String written, String meant) {
    assertThat(valid("  " + banner(written)).ssh().banner()).isEqualTo(meant);
  }

  @Test
  void filesAreToo() throws IOException {
    Files.writeString(folder.path().resolve("text"), "from a file\n");

    assertThat(valid("  " + banner("${file:text}")).ssh().banner()).isEqualTo("from a file");
    assertThat(valid("  " + banner("${file:" + folder.path() + "/text}")).ssh().banner())
        .isEqualTo("from a file");
  }

  @Test
  void aValueThatIsOneReferenceMayBeANumberOrAnyWord() {
    GatewayConfiguration configuration =
        valid("docker: {execution: {mode: '${env:MODE}', host: {memory: '${env:MEMORY}'}}}");

    assertThat(configuration.backend().settings().host().get("memory")).contains(268_435_456L);
    assertThat(configuration.backend().mode().toString()).startsWith("ContainerPerSession");
  }

  @Test
  void anEmptyVariableIsAnEmptyText() {
    assertThat(valid("  " + banner("${env:EMPTY}")).ssh().banner()).isEmpty();
  }

  @Test
  void whatIsNotThereIsToldWithItsPlace() {
    assertThat(report("  " + banner("${env:NONE} ${file:none}")))
        .containsPattern("config.yaml:\\d+:\\d+: ssh.banner: \\$\\{env:NONE}: the environment of")
        .contains("${file:none}: file \"" + folder.path().resolve("none") + "\" does not exist");
  }

  @Test
  void noMessageShowsWhatWasPutIn() {
    assertThat(report("docker: {execution: {mode: '${env:SECRET}'}}"))
        .contains("docker.execution.mode", "***")
        .doesNotContain("t0p");
    assertThat(report("docker: {execution: {mode: 'x${env:LONG}'}}")).doesNotContain("s3cret");
  }

  @ParameterizedTest
  @CsvSource({
    "https://${env:PART}:${env:LONG}@h, https://***:***...",
    "https://${env:PART}:${env:LINES}@h, https://***:***...",
    "${env:PART}${env:LONGER}, ******...",
    "x${env:LONG}, x***...",
    "${env:PART} ${env:LINE}, *** ***"
  })
  void whatIsCutInAMessageEndsInNoPartOfIt(String written, String shown) {
    assertThat(report("docker: {connection: {host: '" + written + "'}}"))
        .contains("docker.connection.host", "\"" + shown + "\"")
        .doesNotContain("s3cret");
  }

  @Test
  void whatLooksCutInItIsHiddenToo() {
    Loaded.Valid valid = (Loaded.Valid) read("  " + banner("${env:DOTS}"));

    assertThat(valid.effective().withoutSecrets("...a...b......")).isEqualTo("...***...");
    assertThat(valid.effective().withoutSecrets("x a...b... ...a")).isEqualTo("x ***... ...a");
  }

  @Test
  void noTextAboutTheConfigurationShowsItEitherEscapedOrNot() {
    Loaded.Valid valid = (Loaded.Valid) read("  " + banner("${env:SECRET} ${env:QUOTED}"));

    assertThat(valid.effective().withoutSecrets("x t0p-s3cret {\"v\": \"a\\\"b\\\\c\"}"))
        .isEqualTo("x *** {\"v\": \"***\"}");
  }

  /// Else the rest of the longer one would show.
  @Test
  void whatIsAPartOfSomethingElseThatIsHiddenIsHiddenAfterIt() {
    Loaded.Valid valid = (Loaded.Valid) read("  " + banner("${env:PART} ${env:SECRET}"));

    assertThat(valid.effective().withoutSecrets("t0p-s3cret, t0p, t0p-"))
        .isEqualTo("***, ***, ***-");
  }

  @Test
  void noMessageAboutASingleConnectionShowsItEither() {
    Loaded.Valid valid =
        (Loaded.Valid) read("docker: {execution: {container: {image: '${env:SECRET}'}}}");

    assertThatThrownBy(() ->
            valid
                .partials()
                .complete("{\"docker\": {\"execution\": {\"mode\": \"x t0p-s3cret\"}}}"))
        .isInstanceOf(GatewayException.class)
        .extracting(failure -> ((GatewayException) failure).operatorMessage())
        .asString()
        .contains("***")
        .doesNotContain("t0p");
  }

  @Test
  void aConfigurationServerCannotReadTheGatewaysFiles() {
    Loaded.Valid valid = (Loaded.Valid) read("");

    assertThat(
            valid
                .partials()
                .complete(
                    "{\"docker\": {\"execution\": {\"container\": {\"image\": \"i\", \"env\":"
                        + " [\"A=${env:SECRET}\"]}}}}")
                .backend()
                .settings()
                .container()
                .get("env")
                .toString())
        .contains("A=${env:SECRET}");
  }
}
