package dev.berth.adapter.docker;

import dev.berth.domain.container.ContainerId;
import dev.berth.domain.container.Invocation;
import dev.berth.domain.session.Terminal;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// The image's `/bin/sh`, which any image has that commands can run in.
///
/// @param random what tells this start from all others
record ShellLauncher(String random) implements Launcher {
  static ShellLauncher create() {
    byte[] random = new byte[8];
    ThreadLocalRandom.current().nextBytes(random);
    return new ShellLauncher(HexFormat.of().formatHex(random));
  }

  /// What the shell's own lines start with.
  private String marker() {
    return "berth-" + random + ":";
  }

  @Override
  public Optional<String> mark() {
    return Optional.of(random);
  }

  @Override
  public List<String> argv(Optional<Terminal> terminal, Invocation invocation) {
    return LaunchScript.announced(marker(), terminal, invocation);
  }

  /// With a terminal the shell waits for a line. What comes before its answer is the terminal's
  /// echo of that line.
  @Override
  public Announcement launch(Launching launching, Sizing sizing)
      throws IOException, InterruptedException {
    Announcement announcement = Announcement.read(launching.output(), marker());
    if (launching.exec().terminal()) {
      sizing.run();
      OutputStream go = launching.stream().output();
      go.write('\n');
      go.flush();
      Announcement.readReady(launching.output(), marker());
    }
    return announcement;
  }

  @Override
  public InContainer inside(Engine engine, ContainerId container, Duration deadline) {
    return new ContainerShell(engine, container, deadline);
  }
}
