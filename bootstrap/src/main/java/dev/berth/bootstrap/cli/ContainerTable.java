package dev.berth.bootstrap.cli;

import dev.berth.domain.container.ClaimedName;
import dev.berth.domain.container.ContainerSummary;
import dev.berth.domain.container.Labels;
import dev.berth.domain.container.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Containers as lines of text for people.
final class ContainerTable {
  private static final List<String> TITLES =
      List.of(
          "CONTAINER", "USER", "CLIENT", "MODE", "STATE", "AGE", "IDLE", "CONNECTION", "GATEWAY");

  private ContainerTable() {}

  /// A line of titles, then a line for each container, the oldest first.
  ///
  /// @param leases tell how long each has not been used
  /// @param now what their age is measured at
  static List<String> lines(List<ContainerSummary> containers, List<Lease> leases, Instant now) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(TITLES);
    containers.stream()
        .sorted(Comparator.comparing(ContainerSummary::created))
        .forEach(container -> rows.add(row(container, idle(container, leases), now)));
    int[] widths = new int[TITLES.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append(row.get(i)).repeat(' ', widths[i] - row.get(i).length() + 2);
    }
    return line.toString().stripTrailing();
  }

  /// Several gateways may use one.
  private static Optional<Duration> idle(ContainerSummary container, List<Lease> leases) {
    return leases.stream()
        .flatMap(lease -> Stream.ofNullable(lease.idle().get(container.id().brief())))
        .min(Comparator.naturalOrder());
  }

  private static List<String> row(
      ContainerSummary container, Optional<Duration> idle, Instant now) {
    Map<String, String> labels = container.labels().values();
    boolean pooled = labels.containsKey(Labels.POOL);
    Optional<ClaimedName> claimed = pooled ? ClaimedName.parse(container.name()) : Optional.empty();
    return List.of(
        container.id().brief(),
        shown(pooled ? claimed.map(ClaimedName::user).orElse("") : labels.get(Labels.USERNAME)),
        shown(labels.get(Labels.CLIENT_IP)),
        pooled && claimed.isEmpty() ? "pool" : shown(labels.get(Labels.MODE)),
        shown(container.state()),
        age(Duration.between(container.created(), now)),
        idle.map(ContainerTable::age).orElse("-"),
        shown(
            pooled
                ? claimed.map(ClaimedName::connection).orElse("")
                : labels.get(Labels.CONNECTION_ID)),
        shown(labels.get(Labels.INSTANCE)));
  }

  /// Labels may hold anything: nothing that could move the cursor of a terminal shows.
  private static String shown(@Nullable String text) {
    return text == null || text.isBlank() ? "-" : text.replaceAll("\\p{Cntrl}|\\s", "?");
  }

  /// The two largest units that count: `3d4h`, `2m5s`.
  static String age(Duration age) {
    if (age.isNegative()) {
      return "0s";
    }
    if (age.toDays() > 0) {
      return age.toDays() + "d" + age.toHoursPart() + "h";
    }
    if (age.toHours() > 0) {
      return age.toHours() + "h" + age.toMinutesPart() + "m";
    }
    return age.toMinutes() > 0
        ? age.toMinutes() + "m" + age.toSecondsPart() + "s"
        : age.toSeconds() + "s";
  }
}
