package dev.berth.domain.container;

/// The operator's part of a container create request (Engine API, `POST /containers/create`).
///
/// @param image what it is made from
/// @param container the top-level fields, without the image
/// @param host the fields of `HostConfig`
/// @param network the fields of `NetworkingConfig`
/// @param platform `os`, `architecture` and `variant`; none for the engine's own
public record ContainerSettings(
    ImageReference image,
    EngineFields container,
    EngineFields host,
    EngineFields network,
    EngineFields platform) {
  /// Only an image.
  public static ContainerSettings of(ImageReference image) {
    return new ContainerSettings(
        image, EngineFields.none(), EngineFields.none(), EngineFields.none(), EngineFields.none());
  }
}
