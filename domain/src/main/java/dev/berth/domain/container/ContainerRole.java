package dev.berth.domain.container;

import dev.berth.domain.session.Terminal;
import java.util.List;
import java.util.Optional;

/// What a container is for, and so how its PID 1 and its stdin are set up.
public sealed interface ContainerRole {
  /// It idles while programs run in it by exec, and ends when its stdin does: that the gateway
  /// holds the stdin is what keeps it alive.
  ///
  /// @param idleCommand PID 1
  record Host(List<String> idleCommand) implements ContainerRole {}

  /// It idles while programs run in it by exec, and goes on when nobody holds it: its stdin is a
  /// terminal that nobody writes to.
  ///
  /// @param idleCommand PID 1
  record Resident(List<String> idleCommand) implements ContainerRole {}

  /// It runs one program as its own.
  ///
  /// @param invocation the program
  /// @param terminal its terminal, if it has one
  record Single(Invocation invocation, Optional<Terminal> terminal) implements ContainerRole {}
}
