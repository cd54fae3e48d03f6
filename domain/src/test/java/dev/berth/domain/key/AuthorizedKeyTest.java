package dev.berth.domain.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.berth.domain.connection.Restrictions;
import dev.berth.domain.connection.Restrictions.Permission;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorizedKeyTest {
  private static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f";

  private static KeyOptions options(String options) {
    AuthorizedKey line = AuthorizedKey.parse(options + " " + KEY + " alice at home");
    assertThat(line.key()).hasToString(KEY);
    assertThat(line.comment()).isEqualTo("alice at home");
    return line.options();
  }

  private static Restrictions restrictions(String options) {
    return options(options).restrictions();
  }

  @Test
  void aKeyAloneHasNoOptions() {
    AuthorizedKey line = AuthorizedKey.parse("  " + KEY + "\t");
    assertThat(line).isEqualTo(AuthorizedKey.of(line.key()));
    assertThat(line.options().restrictions()).isEqualTo(Restrictions.NONE);
  }

  @Test
  void valuesHoldBlanksCommasAndQuotationMarks() {
    assertThat(restrictions("command=\"echo \\\"a, b\\\" \\n\",no-pty").forcedCommand())
        .contains("echo \"a, b\" \\n");
  }

  @Test
  void restrictTakesEverythingAndWhatFollowsGivesBack() {
    assertThat(restrictions("restrict").permitted()).isEmpty();
    assertThat(restrictions("restrict,pty").permitted()).containsExactly(Permission.PTY);
    assertThat(restrictions("pty,Restrict").permitted()).isEmpty();
    assertThat(restrictions("NO-pty,no-user-rc").permitted())
        .containsExactlyInAnyOrder(
            Permission.PORT_FORWARDING, Permission.AGENT_FORWARDING, Permission.X11_FORWARDING);
    assertThat(restrictions("no-port-forwarding,no-agent-forwarding,no-X11-forwarding").permitted())
        .containsExactlyInAnyOrder(Permission.PTY, Permission.USER_RC);
  }

  @Test
  void ofTwoVariablesOfANameTheFirstCounts() {
    assertThat(
            restrictions("environment=\"A=1\",environment=\"B=x=y\",environment=\"A=2\"")
                .environment())
        .containsExactly(java.util.Map.entry("A", "1"), java.util.Map.entry("B", "x=y"));
  }

  @Test
  void expiryIsInTheZoneThatIsMeant() {
    assertThat(options("expiry-time=\"20260131Z\"").expiry())
        .contains(LocalDateTime.of(2026, 1, 31, 0, 0).toInstant(ZoneOffset.UTC));
    assertThat(options("expiry-time=\"202601311530Z\"").expiry())
        .contains(LocalDateTime.of(2026, 1, 31, 15, 30).toInstant(ZoneOffset.UTC));
    assertThat(options("expiry-time=\"20260131153059\"").expiry())
        .contains(
            LocalDateTime.of(2026, 1, 31, 15, 30, 59).atZone(ZoneId.systemDefault()).toInstant());
    assertThat(options("expiry-time=\"20270101Z\",expiry-time=\"20260101Z\"").expiry())
        .as("the soonest")
        .contains(LocalDateTime.of(2026, 1, 1, 0, 0).toInstant(ZoneOffset.UTC));
  }

  @Test
  void touchIsAskedForUnlessItIsGivenUp() {
    assertThat(options("pty").touch()).isEqualTo(new Touch(true, false));
    assertThat(options("no-touch-required").touch()).isEqualTo(new Touch(false, false));
    assertThat(options("verify-required").touch()).isEqualTo(new Touch(true, true));
  }

  @Test
  void anAuthorityMayNamePrincipals() {
    KeyOptions options = options("cert-authority,principals=\"alice, ops\"");
    assertThat(options.certAuthority()).isTrue();
    assertThat(options.principals()).containsExactly("alice", "ops");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "permitopen=\"host:22\"|\"permitopen\", which Berth does not know",
        "tunnel=\"1\"|which Berth does not know",
        "comand=\"x\"|which Berth does not know",
        "no-restrict|which Berth does not know",
        "no-|which Berth does not know",
        "pty,,restrict|empty option",
        "pty,|empty option",
        "command=x|not in quotation marks",
        "command=\"x\"y|other than a comma",
        "command|without a value",
        "command=\"\"|empty or impossible command",
        "command=\"a\",command=\"b\"|more than once",
        "from=\"10.0.0.1\",from=\"10.0.0.2\"|more than once",
        "from=\"\"|neither an address",
        "from=\"*.example.org\"|names are not looked up",
        "from=\"10.0.0.0/33\"|more bits",
        "from=\"10.0.0.1/8\"|bits set behind",
        "from=\"10.0.0.1,,10.0.0.2\"|neither an address",
        "environment=\"=x\"|NAME=value",
        "environment=\"A-B=x\"|NAME=value",
        "environment=\"A\"|NAME=value",
        "expiry-time=\"2026\"|YYYYMMDD",
        "expiry-time=\"20261301\"|no calendar",
        "expiry-time=\"20260230Z\"|no calendar",
        "expiry-time=\"202601011\"|YYYYMMDD",
        "expiry-time=\"2026010112\"|YYYYMMDD",
        "principals=\"alice\"|only cert-authority",
        "cert-authority,principals=\"\"|empty name",
        "pty=\"yes\"|which Berth does not know"
      })
  void aLineThatIsNotUnderstoodAsAWholeIsNone(String options, String why) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AuthorizedKey.parse(options + " " + KEY))
        .withMessageContaining(why);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ssh-ed25519",
        "ssh-ed25519 AAAA",
        "ssh-ed25519 not!base64",
        "ssh-dss AAAAB3NzaC1kc3M=",
        "ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f",
        "command=\"open " + KEY,
        "a\nb",
      })
  void whatIsNoKeyIsNone(String line) {
    assertThatIllegalArgumentException().isThrownBy(() -> AuthorizedKey.parse(line));
  }

  @Test
  void aCertificateIsToldThatItIsNoKey() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AuthorizedKey.parse("ssh-ed25519-cert-v01@openssh.com AAAA"))
        .withMessageContaining("cert-authority");
  }

  @Test
  void neitherCommandNorValuesShow() {
    assertThat(options("command=\"s3cret\",environment=\"TOKEN=s3cret\"").toString())
        .contains("TOKEN")
        .doesNotContain("s3cret");
  }

  /// Nothing but a key or a refusal comes out, and never a key without one of its options.
  @Test
  void anyChangeToALineGivesTheSameRestrictionsOrNone() {
    long seed = Long.getLong("berth.fuzz.seed", System.nanoTime());
    int rounds = Integer.getInteger("berth.fuzz.rounds", 20_000);
    Random random = new Random(seed);
    String line =
        "restrict,command=\"a b\",from=\"10.0.0.0/8,!10.1.*\",expiry-time=\"20300101Z\" " + KEY;
    for (int i = 0; i < rounds; i++) {
      StringBuilder changed = new StringBuilder(line);
      int at = random.nextInt(line.indexOf(" ssh-ed25519"));
      switch (random.nextInt(3)) {
        case 0 -> changed.deleteCharAt(at);
        case 1 -> changed.insert(at, (char) (32 + random.nextInt(95)));
        default -> changed.setCharAt(at, (char) random.nextInt(300));
      }
      try {
        KeyOptions options = AuthorizedKey.parse(changed.toString()).options();
        assertThat(options.from()).as("seed %d: %s", seed, changed).isPresent();
        assertThat(options.expiry()).as("seed %d: %s", seed, changed).isPresent();
        assertThat(options.restrictions().forcedCommand()).isPresent();
        assertThat(options.restrictions().permitted())
            .as("seed %d: %s", seed, changed)
            .isIn(List.of(java.util.Set.of()));
      } catch (IllegalArgumentException refused) {
        assertThat(refused.getMessage()).isNotBlank();
      }
    }
  }
}
