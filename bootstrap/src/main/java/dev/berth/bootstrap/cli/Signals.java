package dev.berth.bootstrap.cli;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.atomic.AtomicBoolean;

/// Hears what a running gateway is asked by signals. TERM or INT asks it to stop in order; a second
/// one interrupts the stopping. HUP asks it to read its configuration again.
///
/// A shutdown hook would not do: in one, the process could neither choose its exit code nor hear a
/// second signal. Java has no supported way to hear signals, so `sun.misc.Signal` of the module
/// jdk.unsupported is called by reflection; javac refuses the direct call under `-Werror`. A signal
/// that is ignored, as HUP under nohup, stays ignored.
final class Signals {
  private final BlockingDeque<Request> requests = new LinkedBlockingDeque<>();
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final Thread hurried;

  /// What is asked.
  enum Request {
    STOP,
    RELOAD
  }

  private Signals(Thread hurried) {
    this.hurried = hurried;
  }

  /// From now on signals are heard, and a second one to stop interrupts the calling thread.
  static Signals heardByThisThread() {
    Signals signals = new Signals(Thread.currentThread());
    signals.hear("TERM", signals::stop);
    signals.hear("INT", signals::stop);
    signals.hear("HUP", signals::reload);
    return signals;
  }

  /// Waits for the next request; to stop goes first.
  Request next() throws InterruptedException {
    return requests.take();
  }

  private void stop() {
    if (stopping.getAndSet(true)) {
      hurried.interrupt();
    } else {
      requests.addFirst(Request.STOP);
    }
  }

  /// Reading once is enough for all who have asked before it begins.
  private void reload() {
    if (!requests.contains(Request.RELOAD)) {
      requests.addLast(Request.RELOAD);
    }
  }

  private void hear(String name, Runnable arrival) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      signal
          .getMethod("handle", signal, handler)
          .invoke(
              null,
              signal.getConstructor(String.class).newInstance(name),
              calling(handler, signal, arrival));
    } catch (ReflectiveOperationException absent) {
      throw new IllegalStateException("this Java cannot hear signal " + name, absent);
    }
  }

  private static Object calling(Class<?> handler, Class<?> signal, Runnable arrival)
      throws ReflectiveOperationException {
    MethodHandle run =
        MethodHandles.publicLookup()
            .findVirtual(Runnable.class, "run", MethodType.methodType(void.class))
            .bindTo(arrival);
    return MethodHandleProxies.asInterfaceInstance(
        handler, MethodHandles.dropArguments(run, 0, signal));
  }
}
