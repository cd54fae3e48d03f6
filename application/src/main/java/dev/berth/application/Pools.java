package dev.berth.application;

import dev.berth.application.Pool.Spare;
import dev.berth.domain.configuration.BackendConfiguration;
import dev.berth.domain.configuration.PoolLimits;
import dev.berth.domain.mode.OperatingMode.ContainerPerConnection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The pool of one gateway, which follows its configuration.
final class Pools {
  private final Set<String> places = ConcurrentHashMap.newKeySet();
  private @Nullable Kept kept;
  private boolean stopped;

  private record Kept(BackendConfiguration configuration, PoolLimits limits, Pool pool) {}

  /// Keeps a pool for a configuration from now on, instead of the one there was.
  ///
  /// @param work what removing its containers is part of
  synchronized void keep(
      BackendConfiguration configuration,
      PoolLimits limits,
      Surroundings surroundings,
      BackgroundWork work) {
    if (stopped
        || (kept != null
            && kept.configuration().equals(configuration)
            && kept.limits().equals(limits))) {
      return;
    }
    Kept next =
        limits.size() > 0 && configuration.mode() instanceof ContainerPerConnection mode
            ? new Kept(
                configuration,
                limits,
                Pool.begin(surroundings, configuration, mode, limits, places, work))
            : null;
    // Where that fails there is still the one before.
    end();
    kept = next;
  }

  private void end() {
    if (kept != null) {
      kept.pool().stop();
      kept = null;
    }
  }

  /// No more of them.
  synchronized void stop() {
    stopped = true;
    end();
  }

  /// Takes a container for a connection, if there is one as its configuration has it.
  Optional<Spare> claim(BackendConfiguration configuration) {
    Kept current;
    synchronized (this) {
      current = kept;
    }
    return current == null ? Optional.empty() : current.pool().claim(configuration);
  }

  /// The connection of one that was taken is over.
  void released(Spare spare) {
    places.remove(spare.place().value());
  }

  /// What stands for a connection on the containers that are not over.
  Set<String> places() {
    return Set.copyOf(places);
  }
}
