package dev.berth.adapter.docker;

import dev.berth.domain.container.ContainerId;
import dev.berth.domain.session.Signal;
import java.time.Duration;
import java.util.List;

/// Does with an image's guest agent what it can of [ContainerShell]'s work.
///
/// @param engine where
/// @param container in which
/// @param deadline for each errand
/// @param path the agent
record ContainerAgent(Engine engine, ContainerId container, Duration deadline, String path)
    implements InContainer {
  /// To the one process only: the agent knows no groups.
  @Override
  public void signal(Signal signal, long pid) throws InterruptedException {
    Errand.Outcome outcome =
        new Errand(engine, container, deadline)
            .run(
                "sending " + signal.name() + " in container " + container.brief(),
                List.of(
                    path, "signal", "--pid", Long.toString(pid), "--signal", signal.kernelName()));
    if (outcome.code() != 0) {
      throw DockerFailures.signalNotDelivered(signal, container, outcome.output());
    }
  }

  /// Nobody can look, and output that may have been cut off must not pass for all of it.
  @Override
  public boolean holdsOutput(Announcement program) {
    return true;
  }

  @Override
  public Duration usualLag() {
    return Duration.ofSeconds(3);
  }
}
