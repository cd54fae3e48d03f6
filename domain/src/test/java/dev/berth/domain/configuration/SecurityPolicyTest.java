package dev.berth.domain.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.configuration.SecurityPolicy.Mode;
import dev.berth.domain.configuration.SecurityPolicy.Rule;
import dev.berth.domain.session.Command;
import dev.berth.domain.session.Signal;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SecurityPolicyTest {
  private static final List<Mode> MODES = List.of(Mode.values());
  private static final List<String> NAMES = List.of("A", "B", "C", "D");

  private static SecurityPolicy all(Rule rule) {
    return new SecurityPolicy(rule, rule, rule, rule, rule, rule, Optional.empty(), -1);
  }

  private static Set<String> some(Random random) {
    Set<String> names = new HashSet<>(NAMES);
    names.removeIf(_ -> random.nextBoolean());
    return names;
  }

  /// The table: what is denied is never permitted, what is disabled neither, and what is filtered
  /// only if it is allowed. Each kind has a rule of its own.
  @Test
  void everyDecisionFollowsTheTable() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 5000; i++) {
      Rule env = rule(random);
      Rule command = rule(random);
      Rule shell = rule(random);
      Rule subsystem = rule(random);
      Rule tty = rule(random);
      Rule signal = rule(random);
      SecurityPolicy policy =
          new SecurityPolicy(env, command, shell, subsystem, tty, signal, Optional.empty(), -1);
      String name = NAMES.get(random.nextInt(NAMES.size()));
      String why = policy + " of " + name + ", seed " + seed;
      assertThat(policy.permitsEnv(name)).as(why).isEqualTo(expected(env, name));
      assertThat(policy.permitsSubsystem(name)).as(why).isEqualTo(expected(subsystem, name));
      assertThat(policy.permitsCommand(Command.of(name)))
          .as(why)
          .isEqualTo(expected(command, name));
      assertThat(policy.permitsSignal(new Signal(name))).as(why).isEqualTo(expected(signal, name));
      assertThat(policy.permitsShell()).as(why).isEqualTo(shell.mode() == Mode.ENABLE);
      assertThat(policy.permitsTty()).as(why).isEqualTo(tty.mode() == Mode.ENABLE);
    }
  }

  @Test
  void beyondTheLocaleAForcedCommandIsGivenOnlyWhatIsAllowedByName() {
    Set<String> names = Set.of("LANG", "LC_ALL", "LD_PRELOAD", "LC_", "LANG2", "");
    SecurityPolicy open = all(new Rule(Mode.ENABLE, Set.of("LD_PRELOAD"), Set.of("LANG")));
    assertThat(names).filteredOn(open::permitsEnvOfForcedCommand).containsExactly("LC_ALL");
    SecurityPolicy filter = all(new Rule(Mode.FILTER, Set.of("LD_PRELOAD"), Set.of()));
    assertThat(names).filteredOn(filter::permitsEnvOfForcedCommand).containsExactly("LD_PRELOAD");
    SecurityPolicy closed = all(Rule.of(Mode.DISABLE));
    assertThat(names).filteredOn(closed::permitsEnvOfForcedCommand).isEmpty();
  }

  private static Rule rule(Random random) {
    return new Rule(MODES.get(random.nextInt(MODES.size())), some(random), some(random));
  }

  private static boolean expected(Rule rule, String name) {
    return switch (rule.mode()) {
      case ENABLE -> !rule.denied().contains(name);
      case FILTER -> rule.allowed().contains(name) && !rule.denied().contains(name);
      case DISABLE -> false;
    };
  }

  @Test
  void aCommandThatIsNoTextIsOnNoList() {
    Command noText = new Command(new byte[] {(byte) 0xff});
    assertThat(all(Rule.of(Mode.ENABLE)).permitsCommand(noText)).isTrue();
    assertThat(all(new Rule(Mode.FILTER, Set.of("\ufffd"), Set.of())).permitsCommand(noText))
        .isFalse();
  }

  @Test
  void aCommandIsAllowedOnlyAsItIs() {
    SecurityPolicy policy = all(new Rule(Mode.FILTER, Set.of("/bin/date"), Set.of()));
    assertThat(policy.permitsCommand(Command.of("/bin/date"))).isTrue();
    for (String other : List.of("/bin/date ", " /bin/date", "/bin/date; id", "/bin/date -u", "")) {
      assertThat(policy.permitsCommand(Command.of(other))).as(other).isFalse();
    }
  }

  @Test
  void signalsMayBeWrittenWithSig() {
    SecurityPolicy policy = all(new Rule(Mode.FILTER, Set.of("SIGTERM", "INT"), Set.of("SIGINT")));
    assertThat(policy.permitsSignal(Signal.TERM)).isTrue();
    assertThat(policy.permitsSignal(Signal.INT)).isFalse();
    assertThat(policy.permitsSignal(Signal.KILL)).isFalse();
  }

  @Test
  void neitherCommandsNorListsShow() {
    SecurityPolicy policy =
        new SecurityPolicy(
            Rule.of(Mode.ENABLE),
            new Rule(Mode.FILTER, Set.of("s3cret"), Set.of()),
            Rule.of(Mode.ENABLE),
            Rule.of(Mode.ENABLE),
            Rule.of(Mode.ENABLE),
            Rule.of(Mode.ENABLE),
            Optional.of("s3cret too"),
            -1);
    assertThat(policy.toString()).doesNotContain("s3cret");
  }

  @Test
  void aNumberOfSessionsIsBoundedOrNot() {
    for (int most = -1; most < 20; most++) {
      SecurityPolicy policy = SecurityPolicy.NONE.withMaxSessions(most);
      for (int open = 1; open < 40; open++) {
        assertThat(policy.permitsSessions(open)).isEqualTo(most == -1 || open <= most);
      }
    }
  }
}
