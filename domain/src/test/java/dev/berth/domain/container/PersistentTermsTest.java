package dev.berth.domain.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.mode.IdleRule;
import dev.berth.domain.mode.IdleRule.Action;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PersistentTermsTest {
  private static final IdleRule RULE = new IdleRule(Duration.ofMinutes(90), Action.STOP, 0.25);
  private static final List<String> IDLE = List.of("/bin/cat");

  private static PersistentTerms of(String key) {
    return PersistentTerms.of(key, RULE, ContainerSettings.of(new ImageReference("image")), IDLE);
  }

  private static String made(String image, Map<String, Object> host, List<String> idle) {
    return PersistentTerms.of(
            "alice",
            RULE,
            new ContainerSettings(
                new ImageReference(image),
                EngineFields.none(),
                new EngineFields(new LinkedHashMap<>(host)),
                EngineFields.none(),
                EngineFields.none()),
            idle)
        .made();
  }

  @ParameterizedTest
  @CsvSource({
    "alice, p-alice",
    "Alice.B-2, p-Alice.B-2",
    "al_ice, p-al_5fice",
    "al ice, p-al_20ice",
    "ünal, p-_c3_bcnal"
  })
  void aNameIsTheKeyInWhatAnEngineTakes(String key, String name) {
    assertThat(of(key).name("p-")).isEqualTo(name);
  }

  @Test
  void noTwoKeysHaveOneName() {
    Random random = new Random(7);
    Set<String> keys = new HashSet<>(List.of("a", "A", "a_", "a_5f", "_", "_x", "é", "e"));
    while (keys.size() < 5000) {
      StringBuilder key = new StringBuilder();
      int length = 1 + random.nextInt(random.nextBoolean() ? 4 : 200);
      for (int i = 0; i < length; i++) {
        key.append("aA0_x.-é/ ".charAt(random.nextInt(10)));
      }
      keys.add(key.toString());
      keys.add(key + "a");
    }
    Set<String> names = new HashSet<>();
    for (String key : keys) {
      String name = of(key).name("p-");
      assertThat(name).matches("[A-Za-z0-9][A-Za-z0-9_.-]+").hasSizeLessThan(250);
      assertThat(names.add(name)).as(key).isTrue();
    }
  }

  @Test
  void labelsSayAllOfThem() {
    PersistentTerms terms = of("alice");
    assertThat(PersistentTerms.of(terms.labels())).contains(terms);
    assertThat(PersistentTerms.of(terms.labels().and(new Labels(Map.of("berth.idle", "delete")))))
        .isEmpty();
    assertThat(
            PersistentTerms.of(
                terms.labels().and(new Labels(Map.of("berth.idle.timeout", "soon")))))
        .isEmpty();
    assertThat(PersistentTerms.of(terms.labels().and(new Labels(Map.of("berth.idle.cpu", "-1")))))
        .isEmpty();
    assertThat(PersistentTerms.of(new Labels(Map.of()))).isEmpty();
  }

  @Test
  void whatItIsMadeFromIsTheSameInWhateverOrderItIsWritten() {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("memory", 1L);
    one.put("binds", List.of("a", "b"));
    Map<String, Object> other = new LinkedHashMap<>();
    other.put("binds", List.of("a", "b"));
    other.put("memory", 1L);
    String made = made("image", one, IDLE);

    assertThat(made("image", other, IDLE)).isEqualTo(made);
    assertThat(
            Set.of(
                made,
                made("image:2", one, IDLE),
                made("image", Map.of("memory", 1L), IDLE),
                made("image", Map.of("memory", 1L, "binds", List.of("b", "a")), IDLE),
                made("image", Map.of("memory", 1L, "binds", List.of("a, b")), IDLE),
                made("image", one, List.of("/bin/cat", "x"))))
        .hasSize(6);
  }
}
