package dev.berth.adapter.docker;

import com.github.dockerjava.api.model.ContainerConfig;
import dev.berth.domain.container.ImageReference;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What an image says of the programs that run in it (`GET /images/{name}/json`).
///
/// @param user as whom they run; empty for root
/// @param variables the names of those that it sets
record ImageDefaults(String user, Set<String> variables) {
  private static final ImageDefaults NONE = new ImageDefaults("", Set.of());

  static ImageDefaults none() {
    return NONE;
  }

  /// Those of an image; of one that is not there, none.
  static ImageDefaults of(Engine engine, ImageReference image, Duration deadline)
      throws InterruptedException {
    try {
      return engine.call(
          "looking at image " + image,
          deadline,
          DockerFailures::creating,
          docker -> of(docker.inspectImageCmd(image.value()).exec().getConfig()));
    } catch (GatewayException failure) {
      if (failure.code() == FailureCode.IMAGE_MISSING) {
        return NONE;
      }
      throw failure;
    }
  }

  private static ImageDefaults of(@Nullable ContainerConfig config) {
    if (config == null) {
      return NONE;
    }
    return new ImageDefaults(
        Optional.ofNullable(config.getUser()).orElse(""),
        Stream.of(Optional.ofNullable(config.getEnv()).orElse(new String[0]))
            .map(assignment -> assignment.split("=", 2)[0])
            .collect(Collectors.toUnmodifiableSet()));
  }
}
