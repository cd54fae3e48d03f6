package dev.berth.adapter.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.configuration.AuthConfiguration;
import dev.berth.domain.configuration.AuthConfiguration.Methods;
import dev.berth.domain.configuration.AuthConfiguration.StaticUser;
import dev.berth.domain.connection.AuthenticatedUser;
import dev.berth.domain.connection.Client;
import dev.berth.domain.connection.ConnectionId;
import dev.berth.domain.connection.RemoteAddress;
import dev.berth.domain.connection.Restrictions;
import dev.berth.domain.connection.Restrictions.Permission;
import dev.berth.domain.connection.Username;
import dev.berth.domain.key.AuthorizedKey;
import dev.berth.ports.contract.AuthenticatorContract;
import dev.berth.ports.driven.Authenticator.Decision;
import dev.berth.ports.driven.Authenticator.Decision.Accepted;
import dev.berth.ports.driven.Authenticator.Decision.Rejected;
import dev.berth.ports.driven.Authenticator.Proof;
import dev.berth.ports.driven.Authenticator.PublicKeyText;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The options in front of a key hold whoever logs in by it, at the time and from where they do.
class KeyOptionsTest {
  private static final Username ALICE = new Username("alice");
  private static final String KEY = AuthenticatorContract.KEY.toString();
  private static final Proof SIGNED = new Proof.Signed(false, false);

  /// `ssh:` and a key of zeros.
  private static final PublicKeyText FIDO =
      new PublicKeyText(
          "sk-ssh-ed25519@openssh.com",
          "AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29tAAAAIAAAAAAAAAAAAAAAAAAAAAAAAA"
              + "AAAAAAAAAAAAAAAAAAAAAABHNzaDo=");

  private Instant now = Instant.parse("2026-06-01T12:00:00Z");
  private String address = "192.0.2.7";

  private Decision ask(PublicKeyText key, Proof proof, String... lines) {
    StaticUser user =
        new StaticUser(Optional.empty(), Stream.of(lines).map(AuthorizedKey::parse).toList());
    return StaticAuthenticator.of(
            new AuthConfiguration(new Methods(false, true, false), Map.of(ALICE, user), List.of()),
            () -> now)
        .publicKey(
            new Client(new ConnectionId("c"), new RemoteAddress(address, 50_000), ""),
            ALICE,
            key,
            proof);
  }

  private Decision ask(String... lines) {
    Decision decision = ask(AuthenticatorContract.KEY, SIGNED, lines);
    assertThat(ask(AuthenticatorContract.KEY, new Proof.Offered(), lines)).isEqualTo(decision);
    return decision;
  }

  @Test
  void aKeyLetsInFromWhereItMay() {
    String line = "from=\"192.0.2.0/24,!192.0.2.9\" " + KEY;
    assertThat(ask(line)).isInstanceOf(Accepted.class);
    address = "192.0.2.9";
    assertThat(ask(line)).isEqualTo(new Rejected());
    address = "198.51.100.1";
    assertThat(ask(line)).isEqualTo(new Rejected());
    address = "2001:db8:0:0:0:0:0:1";
    assertThat(ask(line)).isEqualTo(new Rejected());
  }

  @Test
  void aKeyLetsInUntilItExpires() {
    String line = "expiry-time=\"20260601120001Z\" " + KEY;
    assertThat(ask(line)).isInstanceOf(Accepted.class);
    now = now.plusSeconds(1);
    assertThat(ask(line)).isEqualTo(new Rejected());
  }

  @Test
  void ofTwoLinesForAKeyTheFirstThatLetsInCounts() {
    assertThat(ask("from=\"10.0.0.1\" " + KEY, "no-pty " + KEY, KEY))
        .isEqualTo(
            new Accepted(
                AuthenticatedUser.of(ALICE)
                    .restricted(
                        new Restrictions(
                            Optional.empty(),
                            EnumSet.complementOf(EnumSet.of(Permission.PTY)),
                            Map.of()))));
  }

  @Test
  void whatAKeyRestrictsToGoesWithTheLogin() {
    assertThat(ask("restrict,command=\"date\",environment=\"A=b\" " + KEY))
        .isEqualTo(
            new Accepted(
                AuthenticatedUser.of(ALICE)
                    .restricted(
                        new Restrictions(
                            Optional.of("date"),
                            EnumSet.noneOf(Permission.class),
                            Map.of("A", "b")))));
  }

  @ParameterizedTest
  @CsvSource({
    "'', true, false, true",
    "'', true, true, true",
    "'', false, true, false",
    "'', false, false, false",
    "no-touch-required, false, false, true",
    "verify-required, true, false, false",
    "verify-required, true, true, true",
    "'verify-required,no-touch-required', false, true, true",
    "'verify-required,no-touch-required', false, false, false",
  })
  void aFidoKeySaysWhoWasThere(String options, boolean present, boolean verified, boolean in) {
    String line = options + " " + FIDO;
    assertThat(ask(FIDO, new Proof.Offered(), line)).isInstanceOf(Accepted.class);
    assertThat(ask(FIDO, new Proof.Signed(present, verified), line) instanceof Accepted)
        .isEqualTo(in);
  }

  @Test
  void aKeyThatCannotTellWhoWasThereIsNotTakenForOneThatHas() {
    assertThat(ask("verify-required " + KEY)).isEqualTo(new Rejected());
    assertThat(ask("no-verify-required " + KEY)).isInstanceOf(Accepted.class);
  }

  @Test
  void aUsersListsOfMethodsAreTold() {
    List<List<String>> lists = List.of(List.of("publickey", "password"));
    StaticAuthenticator authenticator =
        StaticAuthenticator.of(
            new AuthConfiguration(
                new Methods(true, true, true),
                Map.of(ALICE, new StaticUser(Optional.empty(), List.of(), lists)),
                List.of()));
    assertThat(authenticator.chains(ALICE)).isEqualTo(lists);
    assertThat(authenticator.chains(new Username("nobody")))
        .containsExactly(
            List.of("publickey"), List.of("keyboard-interactive"), List.of("password"));
  }
}
