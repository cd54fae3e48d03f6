package dev.berth.adapter.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.domain.container.PullProgress;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Adds up what an engine tells while it pulls: one layer's step at a time.
final class PullSteps {
  /// More layers than an image can have; an engine that tells of more is not followed.
  private static final int MOST = 1024;

  private static final Set<String> THERE = Set.of("Pull complete", "Already exists");

  private final Map<String, Layer> layers = new HashMap<>();

  /// @param bytes downloaded so far
  /// @param total to be downloaded; 0 while that is not known
  /// @param done whether the engine has it
  private record Layer(long bytes, long total, boolean done) {
    private static final Layer UNKNOWN = new Layer(0, 0, false);
  }

  /// Takes one step in, an object of the progress stream.
  void add(JsonNode step) {
    String id = step.path("id").asText("");
    String status = step.path("status").asText("");
    boolean whole = status.startsWith("Pulling from");
    if (id.isEmpty() || whole || (layers.size() >= MOST && !layers.containsKey(id))) {
      return;
    }
    Layer before = layers.getOrDefault(id, Layer.UNKNOWN);
    layers.put(id, after(before, status, step.path("progressDetail")));
  }

  private static Layer after(Layer before, String status, JsonNode detail) {
    if (THERE.contains(status)) {
      return new Layer(before.total(), before.total(), true);
    }
    return switch (status) {
      case "Downloading" ->
          new Layer(
              Math.max(0, detail.path("current").asLong()),
              Math.max(0, detail.path("total").asLong()),
              false);
      case "Download complete", "Verifying Checksum" ->
          new Layer(before.total(), before.total(), false);
      default -> before;
    };
  }

  PullProgress progress() {
    return new PullProgress(
        layers.size(),
        (int) layers.values().stream().filter(Layer::done).count(),
        layers.values().stream().mapToLong(Layer::bytes).sum(),
        layers.values().stream().mapToLong(Layer::total).sum());
  }
}
