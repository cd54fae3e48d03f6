package dev.berth.application;

import dev.berth.domain.container.ContainerId;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// When each container of one gateway was last used: when a byte last went through a program of it,
/// or a program last started or ended.
final class Uses {
  /// So many are told to others, those first that were not used for longest.
  private static final int MOST = 1000;

  private final Map<ContainerId, Use> byContainer = new ConcurrentHashMap<>();

  /// One container's use.
  static final class Use {
    private final boolean kept;
    private volatile long last = System.nanoTime();

    private Use(boolean kept) {
      this.kept = kept;
    }

    /// It is used now.
    void touch() {
      last = System.nanoTime();
    }

    private Duration idle() {
      return Duration.ofNanos(Math.max(0, System.nanoTime() - last));
    }
  }

  /// A container is used from now on.
  ///
  /// @param kept whether it stays when the connection ends
  Use begin(ContainerId container, boolean kept) {
    Use use = byContainer.computeIfAbsent(container, _ -> new Use(kept));
    use.touch();
    return use;
  }

  /// The use of a container that is used already. If it is of no interest any more, nobody is told.
  Use of(ContainerId container) {
    Use use = byContainer.get(container);
    return use == null ? new Use(false) : use;
  }

  /// A container is of no interest any more.
  void end(ContainerId container) {
    byContainer.remove(container);
  }

  /// Forgets those that are kept but not there any more.
  void keepOnly(Set<ContainerId> there) {
    byContainer.entrySet().removeIf(e -> e.getValue().kept && !there.contains(e.getKey()));
  }

  /// How long ago each was last used, by the brief form of its identity.
  Map<String, Duration> idle() {
    Map<String, Duration> idle = new LinkedHashMap<>();
    byContainer.entrySet().stream()
        .map(entry -> Map.entry(entry.getKey().brief(), entry.getValue().idle()))
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .limit(MOST)
        .forEach(entry -> idle.put(entry.getKey(), entry.getValue()));
    return idle;
  }
}
