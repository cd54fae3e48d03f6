package dev.berth.adapter.config;

import dev.berth.domain.container.Timeouts;
import java.time.Duration;
import java.util.List;

/// `docker.timeouts`: how long engine work may take.
final class DockerTimeoutKeys {
  private static final Timeouts DEFAULTS = Timeouts.DEFAULT;

  static final Key<Duration> CONTAINER_START =
      key("containerStart", "From creating a container until it runs.", DEFAULTS.containerStart());
  static final Key<Duration> CONTAINER_STOP =
      key("containerStop", "Until a container is removed.", DEFAULTS.containerStop());
  static final Key<Duration> COMMAND_START =
      key("commandStart", "Until a program runs in a container.", DEFAULTS.commandStart());
  static final Key<Duration> SIGNAL =
      key("signal", "Until a signal is delivered.", DEFAULTS.signal());
  static final Key<Duration> WINDOW =
      key("window", "Until a terminal is resized.", DEFAULTS.window());
  static final Key<Duration> HTTP = key("http", "One call to the engine.", DEFAULTS.http());
  static final Key<Duration> IMAGE_PULL =
      key("imagePull", "Until an image is there.", DEFAULTS.imagePull());

  static final List<Key<?>> ALL =
      List.of(CONTAINER_START, CONTAINER_STOP, COMMAND_START, SIGNAL, WINDOW, HTTP, IMAGE_PULL);

  private DockerTimeoutKeys() {}

  private static Key<Duration> key(String name, String meaning, Duration fallback) {
    return Key.of("docker.timeouts." + name, DurationType.atLeast(Duration.ofMillis(1)), meaning)
        .byDefault(DurationType.written(fallback))
        .example("90s");
  }
}
