package dev.berth.adapter.docker;

import dev.berth.domain.container.ContainerRole;
import dev.berth.domain.container.ContainerSpec;
import dev.berth.domain.session.Environment;
import dev.berth.domain.session.Terminal;
import java.util.List;
import java.util.Optional;

/// The variables of a container: what it is to be given, and for its own program what
/// [LaunchScript] finds out in a container that runs, as far as it is known before.
///
/// @param spec the container
/// @param image what its image sets
record OwnEnvironment(ContainerSpec spec, ImageDefaults image) {
  /// The first terminal in a container is its own.
  private static final String OWN_TERMINAL = "/dev/pts/0";

  Environment variables() {
    if (!(spec.role() instanceof ContainerRole.Single(_, Optional<Terminal> terminal))) {
      return spec.environment();
    }
    Environment all = account(ExecStart.environment(spec.environment(), terminal));
    return terminal.isPresent() ? all.with("SSH_TTY", OWN_TERMINAL) : all;
  }

  /// The engine itself sets HOME.
  private Environment account(Environment given) {
    Environment all = given;
    String user = user();
    for (String name : List.of("USER", "LOGNAME")) {
      if (!user.isEmpty() && !given.variables().containsKey(name) && !isSet(name)) {
        all = all.with(name, user);
      }
    }
    return all;
  }

  /// The name of the program's account; empty where only its number is known.
  private String user() {
    String user =
        spec.settings()
            .container()
            .get("User")
            .map(String::valueOf)
            .filter(written -> !written.isEmpty())
            .orElse(image.user())
            .split(":", 2)[0];
    if (user.isEmpty() || user.equals("0")) {
      return "root";
    }
    return Character.isDigit(user.charAt(0)) ? "" : user;
  }

  private boolean isSet(String name) {
    return image.variables().contains(name)
        || (spec.settings().container().get("Env").orElse(List.of()) instanceof List<?> assignments
            && assignments.stream()
                .anyMatch(assignment -> String.valueOf(assignment).startsWith(name + "=")));
  }
}
