package dev.berth.domain.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.configuration.AuthConfiguration.Methods;
import dev.berth.domain.configuration.AuthConfiguration.StaticUser;
import dev.berth.domain.connection.Username;
import dev.berth.domain.key.AuthorizedKey;
import dev.berth.domain.key.PublicKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AuthConfigurationTest {
  private static final AuthorizedKey KEY =
      AuthorizedKey.parse(
          "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f");
  private static final Methods BOTH = new Methods(true, true, false);

  private static boolean admits(Methods methods, StaticUser user, PublicKey... authorities) {
    return new AuthConfiguration(methods, Map.of(new Username("alice"), user), List.of(authorities))
        .admitsSomebody();
  }

  @Test
  void somebodyIsAdmittedByAProofThatTheyCanGive() {
    StaticUser keyed = new StaticUser(Optional.empty(), List.of(KEY));
    StaticUser hashed = new StaticUser(Optional.of("hash"), List.of());
    assertThat(admits(BOTH, keyed)).isTrue();
    assertThat(admits(BOTH, hashed)).isTrue();
    assertThat(admits(new Methods(false, false, true), hashed)).isTrue();
    assertThat(admits(new Methods(true, false, true), keyed)).isFalse();
    assertThat(admits(new Methods(false, true, false), hashed)).isFalse();
    assertThat(admits(Methods.NONE, keyed)).isFalse();
  }

  @Test
  void aListNeedsAllOfItsProofs() {
    List<List<String>> list = List.of(List.of("publickey", "password"));
    assertThat(admits(BOTH, new StaticUser(Optional.empty(), List.of(KEY), list))).isFalse();
    assertThat(admits(BOTH, new StaticUser(Optional.of("hash"), List.of(KEY), list))).isTrue();
    assertThat(
            admits(
                new Methods(true, false, false),
                new StaticUser(Optional.of("hash"), List.of(KEY), list)))
        .isFalse();
  }

  @Test
  void anAuthorityAdmitsWhomItCertifies() {
    StaticUser nobody = new StaticUser(Optional.empty(), List.of());
    assertThat(admits(BOTH, nobody, KEY.key())).isTrue();
    assertThat(admits(new Methods(true, false, true), nobody, KEY.key())).isFalse();
  }
}
