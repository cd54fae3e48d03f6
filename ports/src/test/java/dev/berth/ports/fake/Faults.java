package dev.berth.ports.fake;

import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// Faults of the in-memory engine, by the name of the call. `created` is after a container was made
/// but before the answer; `withdrawRest` is a `withdraw` of what shows that a container is being
/// put to rest.
public final class Faults {
  private final Map<String, FailureCode> failures = new ConcurrentHashMap<>();
  private final Map<String, Error> errors = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> limited = new ConcurrentHashMap<>();
  private final Map<String, Gate> gates = new ConcurrentHashMap<>();

  /// Makes a call fail from now on.
  public void fail(String call, FailureCode code) {
    failures.put(call, code);
  }

  /// Makes a call fail a number of times.
  public void fail(String call, FailureCode code, int times) {
    limited.put(call, new AtomicInteger(times));
    fail(call, code);
  }

  /// Makes a call end in an error once, as one without memory does.
  public void fail(String call, Error error) {
    errors.put(call, error);
  }

  /// Makes a call work again.
  public void heal(String call) {
    failures.remove(call);
    limited.remove(call);
  }

  /// Makes a call wait until the gate is opened.
  public Gate hold(String call) {
    Gate gate = new Gate();
    gates.put(call, gate);
    return gate;
  }

  void at(String call) throws InterruptedException {
    Gate gate = gates.get(call);
    if (gate != null) {
      gate.pass();
    }
    Error error = errors.remove(call);
    if (error != null) {
      throw error;
    }
    FailureCode code = failures.get(call);
    AtomicInteger left = limited.get(call);
    if (code != null && (left == null || left.getAndDecrement() > 0)) {
      throw GatewayException.backend(code, "the test made " + call + " fail", null);
    }
  }

  /// Where calls wait.
  public static final class Gate {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final AtomicInteger waiting = new AtomicInteger();
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);

    /// Waits until a call has come.
    public void awaitReached() throws InterruptedException {
      reached.await();
    }

    /// Waits until a call that has come was interrupted.
    public void awaitInterrupted() throws InterruptedException {
      interrupted.await();
    }

    /// How many calls wait.
    public int waiting() {
      return waiting.get();
    }

    /// Lets all calls go on.
    public void open() {
      open.countDown();
    }

    void pass() throws InterruptedException {
      reached.countDown();
      waiting.incrementAndGet();
      try {
        open.await();
      } catch (InterruptedException stopped) {
        interrupted.countDown();
        throw stopped;
      } finally {
        waiting.decrementAndGet();
      }
    }
  }
}
