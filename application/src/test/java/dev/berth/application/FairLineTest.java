package dev.berth.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/// For many lines of many who wait; the number of the repetition is the seed.
class FairLineTest {
  private static final int LINES = 100;

  private record Waiting(Claimant who, int number) {}

  private static List<Integer> arrivals(RepetitionInfo seed) {
    Random random = new Random(seed.getCurrentRepetition());
    return random.ints(random.nextInt(1, 40), 0, 9).boxed().toList();
  }

  private static FairLine<Waiting> line(List<Integer> arrivals, List<Waiting> all) {
    FairLine<Waiting> line = new FairLine<>();
    for (int arrival : arrivals) {
      Claimant who = new Claimant("source" + arrival / 3, "user" + arrival % 3);
      Waiting waiting = new Waiting(who, all.size());
      all.add(waiting);
      line.add(who, waiting);
    }
    return line;
  }

  private static List<Waiting> polled(FairLine<Waiting> line) {
    List<Waiting> order = new ArrayList<>();
    for (var next = line.poll(); next.isPresent(); next = line.poll()) {
      order.add(next.get());
    }
    return order;
  }

  @RepeatedTest(LINES)
  void everybodyIsServedOnceInTheOrderThatWasForetold(RepetitionInfo seed) {
    List<Integer> arrivals = arrivals(seed);
    List<Waiting> all = new ArrayList<>();
    FairLine<Waiting> line = line(arrivals, all);
    for (int i = 0; i < arrivals.size() / 3; i++) {
      all.remove(line.poll().orElseThrow());
    }
    List<Waiting> foretold = line.inOrder();
    assertThat(polled(line)).isEqualTo(foretold).containsExactlyInAnyOrderElementsOf(all);
  }

  @RepeatedTest(LINES)
  void whileASourceWaitsNoOtherIsServedTwiceMoreThanIt(RepetitionInfo seed) {
    List<Integer> arrivals = arrivals(seed);
    List<Waiting> order = polled(line(arrivals, new ArrayList<>()));
    Map<String, Integer> served = new HashMap<>();
    for (int i = 0; i < order.size(); i++) {
      served.merge(order.get(i).who().source(), 1, Integer::sum);
      int most = served.values().stream().mapToInt(n -> n).max().orElse(0);
      for (Waiting later : order.subList(i + 1, order.size())) {
        assertThat(most - served.getOrDefault(later.who().source(), 0)).isLessThanOrEqualTo(1);
      }
    }
  }

  @RepeatedTest(LINES)
  void ofOneUserItIsFirstComeFirstServed(RepetitionInfo seed) {
    List<Integer> arrivals = arrivals(seed);
    Map<Claimant, Integer> last = new HashMap<>();
    for (Waiting served : polled(line(arrivals, new ArrayList<>()))) {
      Integer before = last.put(served.who(), served.number());
      assertThat(before == null || before < served.number()).isTrue();
    }
  }

  @RepeatedTest(LINES)
  void whoLeavesIsNotServedAndNobodyElseIsForgotten(RepetitionInfo seed) {
    List<Integer> arrivals = arrivals(seed);
    List<Waiting> all = new ArrayList<>();
    FairLine<Waiting> line = line(arrivals, all);
    Waiting leaver = all.remove(all.size() / 2);
    line.remove(leaver.who(), leaver);
    line.remove(leaver.who(), leaver);
    assertThat(polled(line)).containsExactlyInAnyOrderElementsOf(all);
  }
}
