package dev.berth.adapter.config;

import dev.berth.domain.configuration.QueueLimits;
import java.time.Duration;
import java.util.List;

/// `queue`: how much is asked of one engine at once.
final class QueueSection {
  private static final Type<Integer> COUNT = new Types.Whole(1, 1000);
  private static final QueueLimits DEFAULTS = QueueLimits.DEFAULT;

  static final Key<Integer> CREATES =
      Key.of(
              "queue.creates",
              COUNT,
              "How many containers an engine is asked to create at once. Others wait for their"
                  + " turn, which goes around among the addresses that users come from, and the"
                  + " users of each.")
          .byDefault(DEFAULTS.creates())
          .example(32);
  static final Key<Integer> STARTS =
      Key.of("queue.starts", COUNT, "How many containers an engine is asked to start at once.")
          .byDefault(DEFAULTS.starts())
          .example(32);
  static final Key<Integer> EXEC_STARTS =
      Key.of(
              "queue.execStarts",
              COUNT,
              "How many programs an engine is asked to start in containers at once.")
          .byDefault(DEFAULTS.execStarts())
          .example(16);
  static final Key<Integer> REMOVALS =
      Key.of(
              "queue.removals",
              COUNT,
              "How many containers an engine is asked to remove at once. Some engines lock up for"
                  + " good when very many containers end at once.")
          .byDefault(DEFAULTS.removals())
          .example(8);
  static final Key<Duration> TIMEOUT =
      Key.of(
              "queue.timeout",
              DurationType.atLeast(Duration.ofSeconds(1)),
              "How long a user waits for a turn before the login fails.")
          .byDefault(DurationType.written(DEFAULTS.timeout()))
          .example("5m");

  static final List<Key<?>> KEYS = List.of(CREATES, STARTS, EXEC_STARTS, REMOVALS, TIMEOUT);

  private QueueSection() {}

  static QueueLimits configuration(Values values) {
    return new QueueLimits(
        values.get(CREATES),
        values.get(STARTS),
        values.get(EXEC_STARTS),
        values.get(REMOVALS),
        values.get(TIMEOUT));
  }
}
