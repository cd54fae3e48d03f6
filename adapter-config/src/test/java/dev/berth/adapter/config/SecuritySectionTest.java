package dev.berth.adapter.config;

import static dev.berth.adapter.config.ConfigurationFolder.HOST_KEYS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.configuration.SecurityPolicy;
import dev.berth.domain.configuration.SecurityPolicy.Mode;
import dev.berth.domain.configuration.SecurityPolicy.Rule;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecuritySectionTest {
  private final ConfigurationFolder folder;

  SecuritySectionTest(@TempDir Path path) {
    folder = ConfigurationFolder.in(path);
  }

  private SecurityPolicy policy(String section) {
    return folder.valid(HOST_KEYS + "security: " + section + "\n").policy();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "{defaultMode: ''}", "{defaultMode: enable, forceCommand: ''}"})
  void byDefaultEverythingIsPermitted(String section) {
    assertThat(policy(section)).isEqualTo(SecurityPolicy.NONE);
  }

  @Test
  void everyKeySet() {
    assertThat(
            policy(
                """
                {defaultMode: disable, forceCommand: /bin/menu, maxSessions: 4,
                 env: {mode: filter, allow: [LANG, TZ], deny: [TZ]},
                 command: {mode: filter, allow: [/bin/date, id]},
                 shell: {mode: enable},
                 subsystem: {mode: enable, allow: [sftp], deny: [netconf]},
                 tty: {mode: filter},
                 signal: {mode: filter, allow: [TERM], deny: [KILL]}}
                """
                    .strip()
                    .replace("\n", "\n    ")))
        .isEqualTo(
            new SecurityPolicy(
                new Rule(Mode.FILTER, Set.of("LANG", "TZ"), Set.of("TZ")),
                new Rule(Mode.FILTER, Set.of("/bin/date", "id"), Set.of()),
                Rule.of(Mode.ENABLE),
                new Rule(Mode.ENABLE, Set.of("sftp"), Set.of("netconf")),
                Rule.of(Mode.FILTER),
                new Rule(Mode.FILTER, Set.of("TERM"), Set.of("KILL")),
                Optional.of("/bin/menu"),
                4));
  }

  @Test
  void whatNamesNoModeHasTheDefaultOne() {
    SecurityPolicy policy = policy("{defaultMode: filter, env: {allow: [LANG]}, tty: {mode: ''}}");
    assertThat(policy.env()).isEqualTo(new Rule(Mode.FILTER, Set.of("LANG"), Set.of()));
    assertThat(policy.tty()).isEqualTo(Rule.of(Mode.FILTER));
    assertThat(policy.shell()).isEqualTo(Rule.of(Mode.FILTER));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{shell: {mode: off}}",
        "{env: {allow: LANG}}",
        "{command: {deny: [id]}}",
        "{shell: {allow: [sh]}}",
        "{forceCommand: [id]}"
      })
  void whatIsNoRuleIsAnError(String section) {
    assertThat(folder.problem("security: " + section + "\n").path()).startsWith("security.");
  }
}
