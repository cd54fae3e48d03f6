package dev.berth.domain.container;

import dev.berth.domain.mode.IdleRule;
import dev.berth.domain.mode.IdleRule.Action;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a persistent container carries as labels, so that every gateway at its engine knows whose
/// it is and what becomes of it.
///
/// @param key what the connections have in common that share it
/// @param idle what becomes of it when nobody uses it
/// @param made stands for what it was made from
public record PersistentTerms(String key, IdleRule idle, String made) {
  private static final String TIMEOUT = "berth.idle.timeout";
  private static final String CPU = "berth.idle.cpu";
  private static final String MADE = "berth.made";

  /// Of a key's bytes. A longer key is cut and told apart by a digest.
  private static final int MOST = 64;

  /// The terms of a container that is to be made.
  public static PersistentTerms of(
      String key, IdleRule idle, ContainerSettings settings, List<String> idleCommand) {
    String made =
        text(
            List.of(
                settings.image().value(),
                idleCommand,
                settings.container().fields(),
                settings.host().fields(),
                settings.network().fields(),
                settings.platform().fields()));
    return new PersistentTerms(key, idle, Digest.of(made));
  }

  /// What these labels say.
  ///
  /// @return empty if they are not those of a persistent container
  public static Optional<PersistentTerms> of(Labels labels) {
    Map<String, String> values = labels.values();
    String key = values.get(Labels.KEY);
    String action = values.get(Labels.IDLE);
    if (key == null || action == null) {
      return Optional.empty();
    }
    try {
      IdleRule idle =
          new IdleRule(
              Duration.parse(values.getOrDefault(TIMEOUT, "")),
              Action.valueOf(action.toUpperCase(Locale.ROOT)),
              Double.parseDouble(values.getOrDefault(CPU, "")));
      return Optional.of(new PersistentTerms(key, idle, values.getOrDefault(MADE, "")));
    } catch (DateTimeParseException | IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }

  /// These as labels.
  public Labels labels() {
    return new Labels(
        Map.of(
            Labels.KEY,
            key,
            Labels.IDLE,
            idle.action().name().toLowerCase(Locale.ROOT),
            TIMEOUT,
            idle.timeout().toString(),
            CPU,
            Double.toString(idle.cpu()),
            MADE,
            made));
  }

  /// The container's name: the same for the same key, another for every other key.
  ///
  /// @param prefix what it begins with
  public String name(String prefix) {
    String encoded = EngineName.encoded(key, MOST);
    // No encoded text has an underscore before any other letter.
    return prefix
        + (EngineName.decoded(encoded).equals(key) ? encoded : encoded + "_x" + Digest.of(key));
  }

  /// The same text for the same values, in whatever order the names of an object were written.
  private static String text(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case Map<?, ?> map -> {
        Map<String, String> sorted = new TreeMap<>();
        map.forEach((name, its) -> sorted.put(text(String.valueOf(name)), text(its)));
        yield sorted.toString();
      }
      case List<?> list -> list.stream().map(PersistentTerms::text).toList().toString();
      case String string -> string.length() + ":" + string;
      default -> value.toString();
    };
  }
}
