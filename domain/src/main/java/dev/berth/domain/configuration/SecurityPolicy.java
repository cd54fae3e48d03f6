package dev.berth.domain.configuration;

import dev.berth.domain.session.Command;
import dev.berth.domain.session.Signal;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What clients may ask for in their sessions. Neither commands nor values show.
///
/// @param env variables, by name
/// @param command commands, as clients send them
/// @param shell whether a shell may be asked for
/// @param subsystem subsystems, by name
/// @param tty whether a terminal may be asked for
/// @param signal signals, by name with or without `SIG`
/// @param forcedCommand runs instead of what was asked for, if that is permitted
/// @param maxSessions sessions open at once in a connection; -1 for any number
public record SecurityPolicy(
    Rule env,
    Rule command,
    Rule shell,
    Rule subsystem,
    Rule tty,
    Rule signal,
    Optional<String> forcedCommand,
    int maxSessions) {
  private static final Rule ANYTHING = new Rule(Mode.ENABLE, Set.of(), Set.of());
  private static final String SIG = "SIG";
  private static final Pattern LOCALE = Pattern.compile("LANG|LANGUAGE|LC_[A-Z]+");

  /// Everything may be asked for.
  public static final SecurityPolicy NONE =
      new SecurityPolicy(
          ANYTHING, ANYTHING, ANYTHING, ANYTHING, ANYTHING, ANYTHING, Optional.empty(), -1);

  public SecurityPolicy {
    signal = new Rule(signal.mode(), bare(signal.allowed()), bare(signal.denied()));
  }

  /// This with a bound on sessions.
  public SecurityPolicy withMaxSessions(int most) {
    return new SecurityPolicy(env, command, shell, subsystem, tty, signal, forcedCommand, most);
  }

  private static Set<String> bare(Set<String> signals) {
    return signals.stream()
        .map(name -> name.startsWith(SIG) ? name.substring(SIG.length()) : name)
        .collect(Collectors.toSet());
  }

  /// How a rule decides.
  public enum Mode {
    /// Everything but what is denied.
    ENABLE,
    /// Only what is allowed, and not denied as well.
    FILTER,
    /// Nothing.
    DISABLE
  }

  /// Decides about one kind of request.
  ///
  /// @param allowed what is allowed, for [Mode#FILTER]
  /// @param denied what is denied
  public record Rule(Mode mode, Set<String> allowed, Set<String> denied) {
    public Rule {
      allowed = Set.copyOf(allowed);
      denied = Set.copyOf(denied);
    }

    /// A rule about something that has no names.
    public static Rule of(Mode mode) {
      return new Rule(mode, Set.of(), Set.of());
    }

    boolean permits(String name) {
      return switch (mode) {
        case ENABLE -> !denied.contains(name);
        case FILTER -> allowed.contains(name) && !denied.contains(name);
        case DISABLE -> false;
      };
    }

    /// About something that has no name: there is nothing that could be allowed by name.
    boolean permits() {
      return mode == Mode.ENABLE;
    }

    @Override
    public String toString() {
      return "Rule[" + mode + ", " + allowed.size() + " allowed, " + denied.size() + " denied]";
    }
  }

  /// Whether so many sessions may be open at once.
  public boolean permitsSessions(int open) {
    return maxSessions < 0 || open <= maxSessions;
  }

  /// Whether a client may set a variable.
  public boolean permitsEnv(String name) {
    return env.permits(name);
  }

  /// Whether a client may set a variable for a command that it has not chosen. By variables many a
  /// program can be made to do something else (`LD_PRELOAD`, `GIT_CONFIG_COUNT`, `PERL5OPT`), so
  /// only those of a locale are permitted that are not allowed by name.
  public boolean permitsEnvOfForcedCommand(String name) {
    return permitsEnv(name) && (env.mode() == Mode.FILTER || LOCALE.matcher(name).matches());
  }

  /// Whether a client may run a command. One that is no text is on no list.
  public boolean permitsCommand(Command asked) {
    return asked.text().map(command::permits).orElse(command.permits());
  }

  /// Whether a client may have a shell.
  public boolean permitsShell() {
    return shell.permits();
  }

  /// Whether a client may use a subsystem.
  public boolean permitsSubsystem(String name) {
    return subsystem.permits(name);
  }

  /// Whether a client may have a terminal.
  public boolean permitsTty() {
    return tty.permits();
  }

  /// Whether a client may send a signal.
  public boolean permitsSignal(Signal sent) {
    return signal.permits(sent.name());
  }

  @Override
  public String toString() {
    return ("SecurityPolicy[env=%s, command=%s, shell=%s, subsystem=%s, tty=%s, signal=%s,"
            + " forced=%s, maxSessions=%d]")
        .formatted(
            env,
            command,
            shell,
            subsystem,
            tty,
            signal,
            forcedCommand.isPresent() ? "***" : "no",
            maxSessions);
  }
}
