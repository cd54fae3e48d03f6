package dev.berth.bootstrap.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.berth.domain.event.GatewayEvent;
import dev.berth.domain.event.Severity;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LogFormatsTest {
  private static final Instant TIME = Instant.parse("2026-02-03T04:05:06.7Z");
  private static final Set<Integer> HARMFUL =
      Set.of(
          (int) Character.CONTROL,
          (int) Character.FORMAT,
          (int) Character.SURROGATE,
          (int) Character.LINE_SEPARATOR,
          (int) Character.PARAGRAPH_SEPARATOR,
          (int) Character.SPACE_SEPARATOR);
  private static final JsonMapper MAPPER = new JsonMapper();

  @SuppressWarnings("UnusedVariable") // read by JUnit
  private static final Iterable<GatewayEvent> EVENTS = SampleEvents.ALL;

  @Test
  void theSamplesHaveEveryKindOfEvent() {
    Set<Class<?>> kinds =
        SampleEvents.ALL.stream().map(Object::getClass).collect(Collectors.toSet());

    assertThat(kinds).containsExactlyInAnyOrder(GatewayEvent.class.getPermittedSubclasses());
  }

  @Test
  void everyCodeIsReached() {
    Set<EventCode> reached =
        SampleEvents.ALL.stream().map(e -> EventLines.of(e).code()).collect(Collectors.toSet());
    Set<EventCode> ofTheGatewayItself =
        Set.of(
            EventCode.CONFIGURATION_RELOADED,
            EventCode.CONFIGURATION_REFUSED,
            EventCode.ENGINE_FOUND,
            EventCode.ENGINE_AWAY,
            EventCode.LIBRARY,
            EventCode.LOG_NOT_REOPENED,
            EventCode.LOG_LINES_DROPPED);

    assertThat(EventCode.values())
        .filteredOn(code -> !ofTheGatewayItself.contains(code))
        .containsExactlyInAnyOrderElementsOf(reached);
  }

  @ParameterizedTest
  @FieldSource("EVENTS")
  void everyEventIsOneJsonObjectOnOneLine(GatewayEvent event) throws IOException {
    String line = new JsonFormat().render(TIME, EventLines.of(event));

    assertThat(line).endsWith("}\n").containsOnlyOnce("\n");
    JsonNode json = MAPPER.readTree(line);
    assertThat(json.get("timestamp").textValue()).isEqualTo("2026-02-03T04:05:06.700Z");
    assertThat(json.get("code").textValue()).isEqualTo(EventLines.of(event).code().name());
    assertThat(json.get("message").textValue()).endsWith(".");
    assertThat(Severity.valueOf(json.get("level").textValue().toUpperCase(Locale.ROOT)))
        .isEqualTo(EventLines.of(event).severity());
  }

  @ParameterizedTest
  @FieldSource("EVENTS")
  void everyEventIsOneLineOfText(GatewayEvent event) {
    LogLine line = EventLines.of(event);
    String text = new TextFormat().render(TIME, line);

    assertThat(text)
        .startsWith("2026-02-03T04:05:06.700Z " + line.severity() + " " + line.code() + " ")
        .endsWith("\n")
        .containsOnlyOnce("\n");
    line.fields().keySet().forEach(name -> assertThat(text).contains(" " + name + "="));
  }

  @Test
  void numbersAreNumbersAndDurationsAreMilliseconds() throws IOException {
    GatewayEvent ended =
        SampleEvents.ALL.stream()
            .filter(GatewayEvent.ProgramEnded.class::isInstance)
            .findFirst()
            .orElseThrow();
    JsonNode json = json(EventLines.of(ended));

    assertThat(json.get("outcome").textValue()).isEqualTo("exited");
    assertThat(json.get("exitCode").intValue()).isEqualTo(3);
    assertThat(json.get("bytesOut").isIntegralNumber()).isTrue();
    assertThat(json.get("durationMs").intValue()).isEqualTo(1234);
    assertThat(json.get("session").textValue()).isEqualTo("c0ffee/3");
  }

  @Test
  void aFailureTellsItsWholeChainOfCauses() throws IOException {
    LogLine line =
        EventLines.of(new GatewayEvent.InternalFault(null, "somewhere", SampleEvents.cause()));

    assertThat(json(line).get("cause").textValue())
        .isEqualTo("java.io.IOException: outer; caused by: java.io.IOException: inner");
    assertThat(json(line).get("stack").textValue()).contains("\tat ");
    assertThat(json(line).has("connection")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x\n2026-02-03T04:05:06.700Z NOTICE GATEWAY_READY forged",
        "x\r\u0085\u2028\u2029 next",
        "\u001b[2J\u001b]0;title\u0007",
        "\u009b31m red",
        "admin\u202enimda",
        "a\u00a0b\u200bc\u007f",
        "x\" level=\"emergency",
        "x code=GATEWAY_READY",
        "\ud800 lone"
      })
  void textOfAClientForgesNothing(String text) throws IOException {
    LogLine line = LogLine.of(EventCode.AUTHENTICATION_FAILED).with("login", text);
    String readable = new TextFormat().render(TIME, line);
    String json = new JsonFormat().render(TIME, line);

    assertThat(readable.codePoints().filter(c -> c == '\n').count()).isEqualTo(1);
    assertThat(readable.strip().codePoints().boxed()).allMatch(c -> c == ' ' || isHarmless(c));
    assertThat(readable).containsPattern(" login=\"([^\"\\\\]|\\\\.)*\"\n$");
    assertThat(json.strip().chars().boxed()).allMatch(c -> c >= ' ' && c < 0x7f);
    assertThat(MAPPER.readTree(json).get("login").textValue()).isEqualTo(text);
    assertThat(MAPPER.readTree(json).size()).isEqualTo(5);
  }

  @Test
  void longTextIsCutAndSaysSo() {
    String text = "x".repeat(LogLine.MAX_TEXT - 1) + "\ud83d\ude00" + "y".repeat(100_000);
    Object shown = LogLine.of(EventCode.LIBRARY).with("login", text).fields().get("login");

    assertThat(shown)
        .asString()
        .hasSizeLessThan(LogLine.MAX_TEXT + 30)
        .endsWith("x...(100002 more)");
  }

  @Test
  void ordinaryLettersOfAnyLanguageStayReadable() {
    LogLine line = LogLine.of(EventCode.AUTHENTICATION_FAILED).with("login", "Zoë Ωmega 名");

    assertThat(new TextFormat().render(TIME, line)).endsWith(" login=\"Zoë Ωmega 名\"\n");
  }

  private static boolean isHarmless(int c) {
    return !HARMFUL.contains(Character.getType(c));
  }

  private static JsonNode json(LogLine line) throws IOException {
    return MAPPER.readTree(new JsonFormat().render(TIME, line));
  }
}
