package dev.berth.domain.container;

/// What a registry asks for before it gives an image (Engine API, X-Registry-Auth). All secret:
/// nothing of it shows. Parts that are not used are empty.
///
/// @param username the account
/// @param password its password
/// @param serverAddress the registry that this is for
/// @param identityToken a token that is exchanged for an access token
/// @param registryToken a bearer token that is sent as it is
public record RegistryCredentials(
    String username,
    String password,
    String serverAddress,
    String identityToken,
    String registryToken) {
  @Override
  public String toString() {
    return "RegistryCredentials[***]";
  }
}
