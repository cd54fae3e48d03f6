package dev.berth.adapter.config;

import dev.berth.domain.container.EngineFields;
import dev.berth.domain.container.ImageReference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The top-level fields of a container create request, and among them the image.
record ContainerType() implements Type<ContainerType.Fields> {
  private static final EngineType ENGINE = new EngineType("ContainerConfig");
  private static final String IMAGE = "image";

  /// @param image what containers are made from, if it was written
  /// @param others every other field
  record Fields(Optional<ImageReference> image, EngineFields others) {}

  @Override
  public String label() {
    return ENGINE.label();
  }

  @Override
  public Map<String, Object> schema() {
    return ENGINE.schema();
  }

  @Override
  public Optional<Fields> read(Node node, Reading reading) {
    return ENGINE
        .read(node, reading)
        .map(fields -> {
          Map<String, @Nullable Object> others = new LinkedHashMap<>(fields.fields());
          others.keySet().removeIf(IMAGE::equalsIgnoreCase);
          return new Fields(image((Node.Mapping) node, reading), EngineType.of(others));
        });
  }

  private static Optional<ImageReference> image(Node.Mapping mapping, Reading reading) {
    return mapping.entries().entrySet().stream()
        .filter(e -> IMAGE.equalsIgnoreCase(e.getKey()))
        .filter(e -> !(e.getValue().value() instanceof Node.Nothing))
        .findFirst()
        .flatMap(e ->
            new Types.CheckedText<>("image", Map.of(), ImageReference::new)
                .read(e.getValue().value(), reading.field(e.getKey())));
  }
}
