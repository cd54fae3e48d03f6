package dev.berth.domain.container;

import java.util.Locale;

/// What a registry asks for before it gives an image (Engine API, X-Registry-Auth). All secret:
/// nothing of it shows. Parts that are not used are empty.
///
/// @param username the account
/// @param password its password
/// @param serverAddress the registry that this is for, and no other; empty for whichever it is
/// @param identityToken a token that is exchanged for an access token
/// @param registryToken a bearer token that is sent as it is
public record RegistryCredentials(
    String username,
    String password,
    String serverAddress,
    String identityToken,
    String registryToken) {
  private static final String DOCKER_HUB = "docker.io";

  /// Whether the registry of an image may be told.
  public boolean areFor(ImageReference image) {
    return serverAddress.isEmpty() || host(serverAddress).equals(host(image.registry()));
  }

  /// Without what people write around it. Docker Hub goes by several names.
  private static String host(String address) {
    String host =
        address.replaceFirst("^https?://", "").replaceFirst("/.*", "").toLowerCase(Locale.ROOT);
    return host.endsWith("." + DOCKER_HUB) ? DOCKER_HUB : host;
  }

  @Override
  public String toString() {
    return "RegistryCredentials[***]";
  }
}
