package dev.berth.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.application.LeaseJudge.Verdict;
import dev.berth.domain.container.GatewayInstance;
import dev.berth.domain.container.Lease;
import dev.berth.domain.container.LeaseTerms;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LeaseJudgeTest {
  private static final Duration RENEWAL = Duration.ofSeconds(30);
  private static final LeaseTerms ONE = new LeaseTerms(new GatewayInstance("one"), RENEWAL);
  private static final LeaseTerms TWO = new LeaseTerms(new GatewayInstance("two"), RENEWAL);

  private final LeaseJudge judge = new LeaseJudge();

  private Map<GatewayInstance, Verdict> at(int seconds, Lease... leases) {
    return judge.look(List.of(leases), List.of(), moment(seconds, seconds));
  }

  private static LeaseJudge.Moment moment(int asked, int answered) {
    return new LeaseJudge.Moment(
        Duration.ofSeconds(asked).toNanos(), Duration.ofSeconds(answered).toNanos());
  }

  private static Lease one(String mark) {
    return new Lease(ONE, mark);
  }

  @Test
  void whoseLeaseChangesIsAlive() {
    assertThat(at(0, one("1"))).containsEntry(ONE.holder(), Verdict.UNDECIDED);
    assertThat(at(30, one("1"), one("2"))).containsEntry(ONE.holder(), Verdict.ALIVE);
    assertThat(at(149, one("2"))).containsEntry(ONE.holder(), Verdict.ALIVE);
    assertThat(at(149, one("3"))).containsEntry(ONE.holder(), Verdict.ALIVE);
    assertThat(at(260, one("4"))).containsEntry(ONE.holder(), Verdict.ALIVE);
  }

  @Test
  void whoseLeaseStaysTheSameForFourRenewalsIsDead() {
    at(0, one("1"));
    assertThat(at(119, one("1"))).containsEntry(ONE.holder(), Verdict.UNDECIDED);
    assertThat(at(120, one("1"))).containsEntry(ONE.holder(), Verdict.DEAD);
  }

  @Test
  void whatAnEngineTakesToAnswerDoesNotCount() {
    judge.look(List.of(one("1")), List.of(), moment(0, 100));
    assertThat(judge.look(List.of(one("1")), List.of(), moment(219, 300)))
        .containsEntry(ONE.holder(), Verdict.UNDECIDED);
    assertThat(judge.look(List.of(one("1")), List.of(), moment(220, 300)))
        .containsEntry(ONE.holder(), Verdict.DEAD);
  }

  @Test
  void whoIsTakenForDeadAndRenewsLives() {
    at(0, one("1"));
    at(120, one("1"));
    assertThat(at(121, one("2"))).containsEntry(ONE.holder(), Verdict.ALIVE);
  }

  @Test
  void aLeaseThatIsTakenAwayIsNoSignOfLife() {
    at(0, one("1"), one("2"));
    assertThat(judge.look(List.of(), List.of(ONE), moment(60, 60)))
        .containsEntry(ONE.holder(), Verdict.UNDECIDED);
    assertThat(judge.look(List.of(), List.of(ONE), moment(120, 120)))
        .containsEntry(ONE.holder(), Verdict.DEAD);
  }

  @Test
  void containersWithoutALeaseAreWatchedAsLong() {
    assertThat(judge.look(List.of(), List.of(ONE, ONE), moment(0, 0)))
        .containsExactly(Map.entry(ONE.holder(), Verdict.UNDECIDED));
    assertThat(judge.look(List.of(), List.of(ONE), moment(120, 120)))
        .containsEntry(ONE.holder(), Verdict.DEAD);
  }

  @Test
  void theLongestRenewalThatAGatewayShowsCounts() {
    LeaseTerms slow = new LeaseTerms(ONE.holder(), Duration.ofMinutes(10));
    judge.look(List.of(one("1")), List.of(slow), moment(0, 0));
    assertThat(judge.look(List.of(one("1")), List.of(slow), moment(2340, 2340)))
        .containsEntry(ONE.holder(), Verdict.UNDECIDED);
    assertThat(judge.look(List.of(one("1")), List.of(slow), moment(2400, 2400)))
        .containsEntry(ONE.holder(), Verdict.DEAD);
  }

  @Test
  void whoHasGoneIsForgotten() {
    at(0, one("1"), new Lease(TWO, "1"));
    assertThat(at(60, new Lease(TWO, "1"))).containsOnlyKeys(TWO.holder());
    assertThat(at(120, one("1"), new Lease(TWO, "1")))
        .containsEntry(ONE.holder(), Verdict.UNDECIDED)
        .containsEntry(TWO.holder(), Verdict.DEAD);
  }
}
