package dev.berth.bootstrap.metrics;

import dev.berth.domain.container.ContainerId;
import dev.berth.domain.event.GatewayEvent.ContainerStarted;
import dev.berth.domain.event.GatewayEvent.ProgramEnded;
import dev.berth.domain.event.GatewayEvent.ProgramStarted;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// What ContainerSSH does not measure: how long each step of a session takes, and what is there.
final class OwnMetrics {
  /// In seconds: from what a call on this machine takes to what users give up at.
  private static final double[] BUCKETS = {
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60
  };

  private static final double NANOS = 1e9;

  /// Some containers are removed that were never started.
  private final Set<ContainerId> running = ConcurrentHashMap.newKeySet();

  private final Histogram handshake;
  private final Histogram authentication;
  private final Histogram create;
  private final Histogram start;
  private final Histogram programStart;
  private final Histogram firstByte;
  private final Gauge sessions;

  OwnMetrics(PrometheusRegistry registry) {
    handshake =
        histogram(registry, "handshake", "From a client's connect until keys are exchanged.");
    authentication =
        histogram(
            registry,
            "authentication",
            "Until it is decided about a proof, with all questions to servers.");
    create = histogram(registry, "container_create", "Until a container is created.");
    start = histogram(registry, "container_start", "Until a created container runs.");
    programStart =
        histogram(
            registry,
            "program_start",
            "From a session's request until its program runs, with waiting for the container.");
    firstByte = histogram(registry, "first_byte", "From a program's start until its first output.");
    sessions =
        Gauge.builder()
            .name("berth_sessions")
            .help("Sessions whose program runs.")
            .register(registry);
    var _ =
        GaugeWithCallback.builder()
            .name("berth_containers")
            .help("Containers that run or are being removed, but for persistent ones.")
            .callback(gauge -> gauge.call(running.size()))
            .register(registry);
  }

  private static Histogram histogram(PrometheusRegistry registry, String name, String help) {
    return Histogram.builder()
        .name("berth_" + name + "_seconds")
        .help(help)
        .classicOnly()
        .classicUpperBounds(BUCKETS)
        .register(registry);
  }

  private static void observe(Histogram histogram, Duration duration) {
    histogram.observe(duration.toNanos() / NANOS);
  }

  void handshake(Duration duration) {
    observe(handshake, duration);
  }

  void authentication(Duration duration) {
    observe(authentication, duration);
  }

  void started(ContainerStarted started) {
    observe(create, started.create());
    observe(start, started.start());
    if (!started.kept()) {
      running.add(started.container());
    }
  }

  void removed(ContainerId container) {
    running.remove(container);
  }

  void started(ProgramStarted started) {
    observe(programStart, started.duration());
    sessions.inc();
  }

  void ended(ProgramEnded ended) {
    ended.firstByte().ifPresent(after -> observe(firstByte, after));
    sessions.dec();
  }
}
