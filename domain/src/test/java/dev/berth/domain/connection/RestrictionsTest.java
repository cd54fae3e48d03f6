package dev.berth.domain.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.connection.Restrictions.Permission;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RestrictionsTest {
  private static final Set<Permission> ALL = EnumSet.allOf(Permission.class);

  private static Restrictions forcing(String command) {
    return new Restrictions(Optional.of(command), ALL, Map.of());
  }

  @Test
  void twoThatHoldAllowOnlyWhatBothAllow() {
    Restrictions one =
        new Restrictions(Optional.empty(), EnumSet.of(Permission.PTY), Map.of("A", "1"));
    Restrictions other =
        new Restrictions(Optional.of("x"), EnumSet.noneOf(Permission.class), Map.of("A", "2"));
    assertThat(one.and(other))
        .contains(new Restrictions(Optional.of("x"), Set.of(), Map.of("A", "1")));
    assertThat(Restrictions.NONE.and(one)).contains(one);
  }

  @Test
  void twoCommandsCannotBothBeForced() {
    assertThat(forcing("a").and(forcing("b"))).isEmpty();
    assertThat(forcing("a").and(forcing("a"))).contains(forcing("a"));
  }

  @Test
  void proofsOfDifferentPeopleDoNotAddUp() {
    Username login = new Username("alice");
    AuthenticatedUser alice = AuthenticatedUser.of(login);
    AuthenticatedUser other = new AuthenticatedUser(login, new Username("bob"), Handover.nothing());
    assertThat(alice.and(other)).isEmpty();
    assertThat(alice.restricted(forcing("a")).and(alice)).contains(alice.restricted(forcing("a")));
    assertThat(alice.restricted(forcing("a")).and(alice.restricted(forcing("b")))).isEmpty();
  }
}
