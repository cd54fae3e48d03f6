package dev.berth.domain.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.connection.ConnectionId;
import dev.berth.domain.connection.Username;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimedNameTest {
  private static final ConnectionId CONNECTION =
      new ConnectionId("0123456789abcdef0123456789abcdef");

  @ParameterizedTest
  @CsvSource({
    "alice, alice",
    "alice-b.c, alice-b.c",
    "al_ice, al_5fice",
    "alice@example.org, alice_40example.org",
    "müller, m_c3_bcller"
  })
  void itTellsWhoseItIsInCharactersThatAnEngineTakes(String user, String shown) {
    String text = ClaimedName.of(CONNECTION, new Username(user)).text();
    assertThat(text)
        .isEqualTo("berth-0123456789abcdef0123456789abcdef-" + shown)
        .matches("[a-zA-Z0-9][a-zA-Z0-9_.-]+");
    assertThat(ClaimedName.parse(text)).contains(new ClaimedName(CONNECTION.value(), user));
  }

  @Test
  void aLongNameIsCut() {
    String text = ClaimedName.of(CONNECTION, new Username("ü".repeat(100))).text();
    assertThat(text).hasSizeLessThan(250);
    assertThat(ClaimedName.parse(text)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "berth-", "berth-0123456789abcdef0123456789abcdef", "berth-x-y"})
  void otherNamesTellNothing(String name) {
    assertThat(ClaimedName.parse(name)).isEmpty();
  }

  @Test
  void anEndThatIsCutOffIsShownAsItIs() {
    assertThat(ClaimedName.parse("berth-0123456789abcdef0123456789abcdef-a_4"))
        .contains(new ClaimedName(CONNECTION.value(), "a_4"));
  }
}
