package dev.berth.adapter.config;

import dev.berth.domain.configuration.SecurityPolicy;
import dev.berth.domain.configuration.SecurityPolicy.Mode;
import dev.berth.domain.configuration.SecurityPolicy.Rule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// `security`: what clients may ask for. Forwarding is not there yet: whatever would switch it on
/// is an error.
final class SecuritySection {
  private static final String MODES =
      "`enable`: all but what is denied; `filter`: only what is allowed; `disable`: nothing.";

  static final Key<Integer> MAX_SESSIONS =
      Key.of(
              "security.maxSessions",
              new Types.Whole(-1, 1_000_000),
              "Sessions open at once in a connection; -1 for no limit but `ssh.maxChannels`.")
          .byDefault(-1)
          .example(10);

  static final Key<Optional<Mode>> DEFAULT_MODE =
      mode(
          "security.defaultMode",
          "Mode of each of the below that names none; `\"\"` is `enable`. " + MODES);
  static final Key<String> FORCE_COMMAND =
      Key.of(
              "security.forceCommand",
              Types.ARGUMENT,
              "Runs instead of whatever program was asked for, where that is permitted;"
                  + " SSH_ORIGINAL_COMMAND has the command or the subsystem's name. Beside a forced"
                  + " command, this one or one of a key, clients can set only `LANG`, `LANGUAGE`"
                  + " and `LC_*`, or what `security.env` allows in mode `filter`.")
          .byDefault("")
          .example("/usr/bin/menu");

  private static final Kind ENV = Kind.of("env", "Variables, by name.", "LANG", true);
  private static final Kind COMMAND =
      Kind.of("command", "Commands, exactly as clients send them.", "/bin/date", false);
  private static final Kind SHELL = Kind.of("shell", "Shells.");
  private static final Kind SUBSYSTEM = Kind.of("subsystem", "Subsystems, by name.", "sftp", true);
  private static final Kind TTY = Kind.of("tty", "Terminals.");
  private static final Kind SIGNAL = Kind.of("signal", "Signals, by name.", "TERM", true);

  static final List<Key<?>> KEYS =
      Stream.of(
              Stream.<Key<?>>of(DEFAULT_MODE, FORCE_COMMAND, MAX_SESSIONS),
              Stream.of(ENV, COMMAND, SHELL, SUBSYSTEM, TTY, SIGNAL).flatMap(Kind::keys),
              forwarding())
          .flatMap(keys -> keys)
          .toList();

  private SecuritySection() {}

  /// The keys about one kind of request.
  ///
  /// @param allow empty where there is nothing to name
  /// @param deny empty where nothing is denied by name
  private record Kind(
      Key<Optional<Mode>> mode,
      Optional<Key<List<String>>> allow,
      Optional<Key<List<String>>> deny) {
    static Kind of(String name, String what) {
      return new Kind(
          SecuritySection.mode(
              "security." + name + ".mode", what + " `filter` is as `disable`: nothing is named."),
          Optional.empty(),
          Optional.empty());
    }

    static Kind of(String name, String what, String example, boolean deny) {
      String path = "security." + name;
      return new Kind(
          SecuritySection.mode(path + ".mode", what + " " + MODES),
          Optional.of(list(path + ".allow", "Allowed in mode `filter`.", example)),
          deny
              ? Optional.of(list(path + ".deny", "Denied in any mode.", example))
              : Optional.empty());
    }

    private static Key<List<String>> list(String path, String meaning, String example) {
      return Key.of(path, Types.listOf(Types.TEXT), meaning)
          .byDefault(List.of())
          .example(List.of(example));
    }

    Stream<Key<?>> keys() {
      return Stream.<Stream<? extends Key<?>>>of(Stream.of(mode), allow.stream(), deny.stream())
          .flatMap(keys -> keys);
    }

    Rule rule(Values values, Mode otherwise) {
      return new Rule(
          values.get(mode).orElse(otherwise), names(values, allow), names(values, deny));
    }

    private static Set<String> names(Values values, Optional<Key<List<String>>> list) {
      return list.map(values::get).map(Set::copyOf).orElse(Set.of());
    }
  }

  private static Key<Optional<Mode>> mode(String path, String meaning) {
    Map<String, Optional<Mode>> modes = new LinkedHashMap<>();
    modes.put("", Optional.empty());
    modes.put("enable", Optional.of(Mode.ENABLE));
    modes.put("filter", Optional.of(Mode.FILTER));
    modes.put("disable", Optional.of(Mode.DISABLE));
    return Key.of(path, new Choice<>(modes, Map.of()), meaning).byDefault("").example("filter");
  }

  private static Stream<Key<?>> forwarding() {
    return Stream.of(
            "reverseForwardingMode",
            "forwardingMode",
            "socketForwardingMode",
            "socketListenMode",
            "x11ForwardingMode")
        .map(name ->
            Key.of(
                    "security.forwarding." + name,
                    Choice.of("disable", "")
                        .later("enable", "forwarding")
                        .later("filter", "forwarding"),
                    "Whether clients may forward.")
                .byDefault("disable"));
  }

  static SecurityPolicy policy(Values values) {
    Mode otherwise = values.get(DEFAULT_MODE).orElse(Mode.ENABLE);
    return new SecurityPolicy(
        ENV.rule(values, otherwise),
        COMMAND.rule(values, otherwise),
        SHELL.rule(values, otherwise),
        SUBSYSTEM.rule(values, otherwise),
        TTY.rule(values, otherwise),
        SIGNAL.rule(values, otherwise),
        Optional.of(values.get(FORCE_COMMAND)).filter(command -> !command.isEmpty()),
        values.get(MAX_SESSIONS));
  }
}
