package dev.berth.bootstrap.assembly;

import dev.berth.bootstrap.log.EventCode;
import dev.berth.bootstrap.log.Log;
import dev.berth.bootstrap.log.LogLine;
import dev.berth.domain.configuration.BackendConfiguration;
import dev.berth.domain.failure.GatewayException;
import dev.berth.ports.driven.ContainerRuntimes;

/// Asks the engine for its version in the background and tells the log, so that an operator learns
/// at the start whether connections will work. The gateway does not wait for it: engines come and
/// go.
final class EngineGreeting {
  private final Thread thread;

  private EngineGreeting(Thread thread) {
    this.thread = thread;
  }

  static EngineGreeting begin(ContainerRuntimes engines, BackendConfiguration backend, Log log) {
    return new EngineGreeting(
        Thread.ofVirtual().name("engine-greeting").start(() -> greet(engines, backend, log)));
  }

  private static void greet(ContainerRuntimes engines, BackendConfiguration backend, Log log) {
    try {
      String version = engines.at(backend).ping();
      log.write(about(EventCode.ENGINE_FOUND, backend).with("version", version));
    } catch (GatewayException away) {
      log.write(
          about(EventCode.ENGINE_AWAY, backend)
              .with("failure", away.code())
              .with("reason", away.operatorMessage()));
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  private static LogLine about(EventCode code, BackendConfiguration backend) {
    return LogLine.of(code).with("engine", backend.endpoint());
  }

  /// Gives up, and waits until nobody uses the engine any more.
  void end() throws InterruptedException {
    thread.interrupt();
    thread.join();
  }
}
