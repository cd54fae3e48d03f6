package dev.berth.adapter.config;

import java.util.List;
import java.util.stream.Stream;

/// `security`: policy, of which Berth has only a limit yet. Whatever else would restrict or allow
/// something is an error, so that nobody relies on a rule that nothing keeps.
final class SecuritySection {
  private static final String POLICY = "security policy";

  static final Key<Integer> MAX_SESSIONS =
      Key.of(
              "security.maxSessions",
              new Types.Whole(-1, 1_000_000),
              "Sessions open at once in a connection; -1 for no limit but `ssh.maxChannels`.")
          .byDefault(-1)
          .example(10);

  static final List<Key<?>> KEYS =
      Stream.of(
              Stream.<Key<?>>of(
                  mode("security.defaultMode", "Mode of each of the below that names none."),
                  Key.of("security.forceCommand", Types.TEXT, "Runs instead of what was asked.")
                      .byDefault("")
                      .onlyDefault(POLICY),
                  MAX_SESSIONS),
              modeAndLists("env", "allow", "deny"),
              modeAndLists("command", "allow"),
              modeAndLists("shell"),
              modeAndLists("subsystem", "allow", "deny"),
              modeAndLists("tty"),
              modeAndLists("signal", "allow", "deny"),
              forwarding())
          .flatMap(keys -> keys)
          .toList();

  private SecuritySection() {}

  private static Key<String> mode(String path, String meaning) {
    return Key.of(
            path, Choice.of("", "enable").later("filter", POLICY).later("disable", POLICY), meaning)
        .byDefault("");
  }

  private static Stream<Key<?>> modeAndLists(String what, String... lists) {
    String path = "security." + what;
    Stream<Key<?>> mode = Stream.of(mode(path + ".mode", "What clients may ask for."));
    return Stream.concat(
        mode,
        Stream.of(lists)
            .map(list ->
                Key.of(
                        path + "." + list,
                        Types.listOf(Types.TEXT),
                        "Exceptions that are " + ("allow".equals(list) ? "allowed." : "denied."))
                    .byDefault(List.of())
                    .onlyDefault(POLICY)));
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
}
