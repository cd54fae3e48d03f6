package dev.berth.adapter.config;

import static dev.berth.adapter.config.ConfigurationFolder.HOST_KEYS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.adapter.config.ConfigurationFiles.Loaded;
import dev.berth.adapter.config.ConfigurationFiles.Problem;
import dev.berth.domain.configuration.GatewayConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationFilesTest {
  private final ConfigurationFolder folder;

  ConfigurationFilesTest(@TempDir Path path) {
    folder = ConfigurationFolder.in(path);
  }

  @Test
  void allProblemsAreToldAtOnceInTheFilesOrder() {
    Path file =
        folder.write(
            "config.yaml",
            """
            log:
              levle: debug
            docker:
              execution:
                mode: conection
                container: {image: ""}
              timeouts: {http: soon}
            ssh:
              hostKeys: []
              maxAuthTries: 0
            dokcer: {}
            loginGraceTime: 5s
            """);
    assertThat(ConfigurationFiles.read(file)).isInstanceOf(Loaded.Invalid.class);
    Loaded.Invalid invalid = (Loaded.Invalid) ConfigurationFiles.read(file);
    assertThat(invalid.report().replace(file + ":", ""))
        .isEqualTo(
            """
            2:3: log.levle: unknown key; did you mean log.level?
            5:11: docker.execution.mode: "conection" is not one of connection, session, persistent; did you mean "connection"?
            6:24: docker.execution.container.image: an image reference must have 1 to 4096 characters and no white space
            7:20: docker.timeouts.http: must be a duration such as 500ms, 2s, 1m30s or 1h, or a whole number of nanoseconds
            8:1: ssh.hostkeys: is missing: the server needs at least one private host key; make one with \
            ssh-keygen -t ed25519 -N '' -f ssh_host_ed25519_key and name its file here, \
            or name a file and set ssh.generateHostkeys: true
            9:3: ssh.hostKeys: unknown key; did you mean ssh.hostkeys?
            10:17: ssh.maxAuthTries: must be a whole number between 1 and 100
            11:1: dokcer: unknown key; did you mean docker?
            12:1: loginGraceTime: unknown key; did you mean ssh.loginGraceTime?\
            """);
  }

  @Test
  void anUnknownKeyUnlikeAnyOtherIsToldWithWhatIsKnownThere() {
    assertThat(folder.problem("health: {colour: blue}\n"))
        .isEqualTo(
            new Problem("health.colour", 3, 10, "unknown key; known here are enable, listen"));
  }

  @Test
  void jsonHasLinesAndColumnsToo() {
    assertThat(
            folder.problemsOfJson(
                """
                {"ssh": {"hostkeys": ["ssh_host_ed25519_key"],
                  "bannner": "x",
                  "maxAuthTries": 1000}}
                """))
        .extracting(Problem::toString)
        .containsExactly(
            "2:3: ssh.bannner: unknown key; did you mean ssh.banner?",
            "3:19: ssh.maxAuthTries: must be a whole number between 1 and 100");
  }

  @Test
  void aKeyGivenTwiceIsAProblemInBothForms() {
    assertThat(folder.problem("log: {level: debug}\nlog: {level: info}\n"))
        .isEqualTo(new Problem("log", 4, 1, "is given twice, first in line 3"));
    assertThat(
            folder.problemsOfJson(
                """
                {"ssh": {"hostkeys": ["ssh_host_ed25519_key"],
                "banner": "a",
                "banner": "b"}}
                """))
        .containsExactly(new Problem("ssh.banner", 3, 1, "is given twice, first in line 2"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "# nothing\n", "---\n", "null"})
  void anEmptyFileIsToldWhatItNeeds(String text) {
    List<Problem> problems = folder.problems(text);
    assertThat(problems).hasSize(1);
    assertThat(problems.getFirst().message()).contains("is empty", "ssh.hostkeys");
  }

  @Test
  void aFileThatIsNoSectionIsTold() {
    assertThat(folder.problems("- a\n- b\n").getFirst().message())
        .startsWith("must be a section with the keys");
    assertThat(folder.problems("just words\n").getFirst().message())
        .startsWith("must be a section with the keys");
    assertThat(folder.problem("log: debug\n").message())
        .isEqualTo(
            "must be a section with the keys destination, file, format, level, syslog, not a text");
  }

  @Test
  void aFileThatCannotBeReadIsTold() throws IOException {
    assertThat(whole(folder.path().resolve("none.yaml"))).contains("does not exist");
    assertThat(whole(folder.path())).contains("is a folder");
    assertThat(whole(folder.write("big.yaml", "#".repeat(NamedFile.LONGEST + 1))))
        .contains("is larger than 1048576 bytes");
    Path binary = Files.write(folder.path().resolve("binary.yaml"), new byte[] {'a', (byte) 0xff});
    assertThat(whole(binary)).contains("is not text in UTF-8");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'ssh: [hunter2'|this is not YAML",
        "'ssh: \"hunter2'|this is not YAML",
        "'ssh:\n\thunter2: 1'|this is not YAML",
        "'a: hunter2: hunter2'|this is not YAML",
        "'a: [*missing, hunter2]'|*missing stands for nothing",
        "'a: &self [*self, hunter2]'|*self stands for nothing",
        "'? [hunter2]\n: 1'|a key must be a text",
        "'&a hunter2: {*a : 1}'|a key must be a text",
        "'a: {<<: hunter2}'|takes only sections",
        "'a: \u0007 hunter2'|U+0007",
        "'a: !!binary aHVudGVyMg=='|binary values",
        "'a: 1\n---\nb: hunter2'|second document"
      })
  void yamlThatIsNotWellFormedIsToldWithoutShowingIt(String text, String why) {
    List<Problem> problems = folder.problems(text);
    assertThat(problems).hasSize(1);
    assertThat(problems.getFirst().line()).isPositive();
    assertThat(problems.getFirst().message()).contains(why).doesNotContain("hunter2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{\"a\": hunter2}",
        "{\"a\": \"hunter2}",
        "{\"a\": 'hunter2'}",
        "{\"a\": [1, }",
        "[1, 2",
        "{\"a\": 1} hunter2",
        "{\"a\": 1} {}",
        "{\"a\": 01}",
        "{\"a\": NaN}",
        "hunter2"
      })
  void jsonThatIsNotWellFormedIsToldWithoutShowingIt(String text) {
    List<Problem> problems = folder.problemsOfJson(text);
    assertThat(problems).hasSize(1);
    assertThat(problems.getFirst().line()).isPositive();
    assertThat(problems.getFirst().message()).doesNotContain("hunter2");
  }

  @Test
  void depthIsBounded() {
    for (String text : List.of("[".repeat(100_000), "{a: ".repeat(5000), "- ".repeat(5000))) {
      assertThat(folder.problems(text)).hasSize(1);
    }
    assertThat(folder.problemsOfJson("[".repeat(100_000))).hasSize(1);
    assertThat(folder.problemsOfJson("{\"a\":".repeat(30) + "1" + "}".repeat(30))).isNotEmpty();
  }

  @Test
  void aliasesAreBounded() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 30; i++) {
      bomb.append("a%d: &a%d [".formatted(i, i));
      bomb.append("*a%d, ".formatted(i - 1).repeat(9)).append("*a%d]\n".formatted(i - 1));
    }
    List<Problem> problems = folder.problems(bomb.toString());
    assertThat(problems).hasSize(1);
    assertThat(problems.getFirst().message()).contains("more than 100000 values");
  }

  @Test
  void aliasesAndMergedSectionsWork() {
    GatewayConfiguration configuration =
        folder.valid(
            HOST_KEYS
                + """
                docker:
                  timeouts: &t {signal: &s 7s, window: 8s}
                  execution:
                    container: {image: &i busybox, env: [*i]}
                auth: {password: {webhook: {timeout: *s, authTimeout: *s}}}
                configserver:
                  <<: [{timeout: *s}, {authTimeout: 1s}]
                  timeout: 9s
                """);
    assertThat(configuration.backend().timeouts().signal()).isEqualTo(Duration.ofSeconds(7));
    assertThat(configuration.backend().settings().container().get("env"))
        .contains(List.of("busybox"));
  }

  @Test
  void aByteOrderMarkAndWindowsLinesDoNoHarm() {
    assertThat(
            folder
                .valid("\ufeff" + HOST_KEYS.replace("\n", "\r\n") + "  banner: x\r\n")
                .ssh()
                .banner())
        .isEqualTo("x");
  }

  @Test
  void anEmptyValueIsAsGoodAsNone() {
    GatewayConfiguration configuration =
        folder.valid(
            HOST_KEYS + "  banner:\n  listen: ~\nlog:\ndocker: {execution: {mode: null}}\n");
    assertThat(configuration.ssh().banner()).isEmpty();
    assertThat(configuration.ssh().listen().getPort()).isEqualTo(2222);
  }

  @ParameterizedTest
  @CsvSource({
    "1h, PT1H",
    "1m30s, PT1M30S",
    "1.5h, PT1H30M",
    "2500ms, PT2.5S",
    "1000000us, PT1S",
    "1000000µs, PT1S",
    "1000000001ns, PT1.000000001S",
    "2000000000, PT2S",
    ".5h, PT30M",
    "1h1m1s1ms1us1ns, PT1H1M1.001001001S"
  })
  void durations(String written, Duration expected) {
    assertThat(folder.valid(HOST_KEYS + "  loginGraceTime: " + written).ssh().limits())
        .extracting("loginGraceTime")
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1 h",
        "1d",
        "h",
        "1h-1m",
        "-1s",
        "1e9s",
        "1.5",
        "10000h",
        "'5'",
        "[]",
        "1,5s",
        "999999999999999999999999h",
        "true"
      })
  void whatIsNoDuration(String written) {
    assertThat(folder.problem("  loginGraceTime: " + written).path())
        .isEqualTo("ssh.loginGraceTime");
  }

  private static String whole(Path file) {
    List<Problem> problems = ConfigurationFolder.problems(ConfigurationFiles.read(file));
    assertThat(problems).hasSize(1);
    assertThat(problems.getFirst().line()).isZero();
    return problems.getFirst().toString();
  }
}
