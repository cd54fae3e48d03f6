package dev.berth.adapter.docker;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// When containers were last used, as the text of a label: `id=seconds since 1970,...`. A label
/// cannot grow older, so it holds times and not durations.
final class LastUses {
  private static final Pattern ENTRY = Pattern.compile("([0-9a-z]{1,64})=([0-9]{1,12})");

  private LastUses() {}

  /// @param idle how long ago each was last used
  static String text(Map<String, Duration> idle) {
    Instant now = Instant.now();
    return idle.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + now.minus(entry.getValue()).getEpochSecond())
        .collect(Collectors.joining(","));
  }

  /// How long ago each was last used; what is written otherwise is left out.
  static Map<String, Duration> read(String text) {
    Instant now = Instant.now();
    Map<String, Duration> idle = new HashMap<>();
    Matcher entry = ENTRY.matcher(text);
    while (entry.find()) {
      Duration since = Duration.between(Instant.ofEpochSecond(Long.parseLong(entry.group(2))), now);
      idle.put(entry.group(1), since.isNegative() ? Duration.ZERO : since);
    }
    return idle;
  }
}
