package dev.berth.domain.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionValuesTest {
  @Test
  void connectionIdsAreRandomHexadecimal() {
    assertThat(ConnectionId.random().value()).matches("[0-9a-f]{32}");
    assertThat(ConnectionId.random()).isNotEqualTo(ConnectionId.random());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "../x", "a\nb", "ü"})
  void aConnectionIdIsSafeInNamesAndLogs(String value) {
    assertThatIllegalArgumentException().isThrownBy(() -> new ConnectionId(value));
  }

  @Test
  void addressesAreWrittenAsWebhooksCarryThem() throws Exception {
    assertThat(new RemoteAddress("192.0.2.1", 22)).hasToString("192.0.2.1:22");
    InetAddress six = InetAddress.getByName("2001:db8::1");
    assertThat(RemoteAddress.of(new InetSocketAddress(six, 22)))
        .hasToString("[2001:db8:0:0:0:0:0:1]:22");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a\nb",
        "a\0",
        "a\u001b[31m",
        "a\u202eb",
        "a\u2028b",
        "a\ud800",
        "a\u00adb",
        "a/b",
        "a:b",
        "-l",
        ".",
        "..",
        " a",
        "a "
      })
  void userNamesAreSafeToShowAndToUse(String value) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Username(value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "bob@example.org", "1001", "j.doe", "Jörg", "DOMAIN\\user", "a b", "x-"})
  void whatPeopleAreCalledIsAName(String value) {
    assertThat(new Username(value)).hasToString(value);
  }

  @Test
  void userNamesAreBounded() {
    assertThat(new Username("x".repeat(255)).value()).hasSize(255);
    assertThatIllegalArgumentException().isThrownBy(() -> new Username("x".repeat(256)));
  }

  @Test
  void sensitiveValuesNeverShow() {
    Handover handover =
        new Handover(
            Map.of("TEAM", new HandedValue("blue", false)),
            Map.of("TOKEN", new HandedValue("s3cret", true)),
            Map.of("/key", new HandedFile("s3cret".getBytes(UTF), true)));

    assertThat(handover.toString()).contains("blue").doesNotContain("s3cret");
  }

  @Test
  void aLaterStepWinsAndWhatItDoesNotSayStays() {
    Handover first =
        new Handover(
            Map.of("a", new HandedValue("1", false), "b", new HandedValue("2", false)),
            Map.of(),
            Map.of());
    Handover second = new Handover(Map.of("b", new HandedValue("3", false)), Map.of(), Map.of());

    assertThat(first.with(second).metadata())
        .containsEntry("a", new HandedValue("1", false))
        .containsEntry("b", new HandedValue("3", false));
  }

  @Test
  void filesAreCopiedSoThatNobodyChangesThem() {
    byte[] content = {1, 2};
    HandedFile file = new HandedFile(content, false);
    content[0] = 9;
    file.content()[1] = 9;

    assertThat(file.content()).containsExactly(1, 2);
    assertThat(file).isEqualTo(new HandedFile(new byte[] {1, 2}, false));
  }

  private static final java.nio.charset.Charset UTF = java.nio.charset.StandardCharsets.UTF_8;
}
