package dev.berth.domain.container;

import dev.berth.domain.session.Environment;
import dev.berth.domain.session.Terminal;
import java.util.Optional;

/// A program to be run in a running container (Engine API, `POST /containers/{id}/exec`).
///
/// @param invocation the program; not the image's own, which only a new container can run
/// @param environment its variables
/// @param terminal its terminal, if it has one
/// @param agent where the image may have a guest agent, which starts it if there is no shell
public record ExecSpec(
    Invocation invocation,
    Environment environment,
    Optional<Terminal> terminal,
    Optional<String> agent) {
  /// Without an agent.
  public ExecSpec(Invocation invocation, Environment environment, Optional<Terminal> terminal) {
    this(invocation, environment, terminal, Optional.empty());
  }

  public ExecSpec {
    if (invocation instanceof Invocation.ImageDefault) {
      throw new IllegalArgumentException("exec needs a program of its own");
    }
  }
}
