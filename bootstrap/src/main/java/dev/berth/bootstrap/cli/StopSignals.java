package dev.berth.bootstrap.cli;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// Waits for TERM, INT or HUP. The first asks the gateway to stop in order; a second interrupts the
/// stopping.
///
/// A shutdown hook would not do: in one, the process could neither choose its exit code nor hear a
/// second signal. Java has no supported way to hear signals, so `sun.misc.Signal` of the module
/// jdk.unsupported is called by reflection; javac refuses the direct call under `-Werror`. A signal
/// that is ignored, as HUP under nohup, stays ignored.
final class StopSignals {
  private static final List<String> NAMES = List.of("TERM", "INT", "HUP");

  private final CountDownLatch first = new CountDownLatch(1);
  private final Thread stopping;

  private StopSignals(Thread stopping) {
    this.stopping = stopping;
  }

  /// From now on signals are heard, and a second one interrupts the calling thread.
  static StopSignals heardByThisThread() {
    StopSignals signals = new StopSignals(Thread.currentThread());
    NAMES.forEach(signals::hear);
    return signals;
  }

  /// Waits for the first signal; returns at once if it has come already.
  void await() throws InterruptedException {
    first.await();
  }

  private void arrived() {
    if (first.getCount() == 0) {
      stopping.interrupt();
    }
    first.countDown();
  }

  private void hear(String name) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      signal
          .getMethod("handle", signal, handler)
          .invoke(
              null,
              signal.getConstructor(String.class).newInstance(name),
              calling(handler, signal));
    } catch (ReflectiveOperationException absent) {
      throw new IllegalStateException("this Java cannot hear signal " + name, absent);
    }
  }

  private Object calling(Class<?> handler, Class<?> signal) throws ReflectiveOperationException {
    Runnable arrival = this::arrived;
    MethodHandle run =
        MethodHandles.publicLookup()
            .findVirtual(Runnable.class, "run", MethodType.methodType(void.class))
            .bindTo(arrival);
    return MethodHandleProxies.asInterfaceInstance(
        handler, MethodHandles.dropArguments(run, 0, signal));
  }
}
