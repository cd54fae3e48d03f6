package dev.berth.application;

import dev.berth.domain.failure.GatewayException;
import dev.berth.ports.driven.Counter;

/// Counts calls to the engine, and those that failed.
record CallCounters(Counter requests, Counter failures) {
  /// A call that gives something.
  interface Call<T> {
    T call() throws InterruptedException;
  }

  /// A call that gives nothing.
  interface Order {
    void call() throws InterruptedException;
  }

  <T> T counted(Call<T> call) throws InterruptedException {
    requests.increment();
    try {
      return call.call();
    } catch (GatewayException failure) {
      failures.increment();
      throw failure;
    }
  }

  void countedOrder(Order order) throws InterruptedException {
    requests.increment();
    try {
      order.call();
    } catch (GatewayException failure) {
      failures.increment();
      throw failure;
    }
  }
}
