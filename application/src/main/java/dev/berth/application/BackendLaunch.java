package dev.berth.application;

import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// A backend that is being brought up while the client goes on; sessions wait for it here.
final class BackendLaunch {
  private final CompletableFuture<Backend> outcome = new CompletableFuture<>();

  void succeeded(Backend backend) {
    outcome.complete(backend);
  }

  void failed(GatewayException failure) {
    outcome.completeExceptionally(failure);
  }

  /// Waits until it is up.
  ///
  /// @throws GatewayException if it could not be brought up, or the one who waits has left
  Backend await(Departure departure) throws InterruptedException {
    return departure.interruptibly(this::result);
  }

  private Backend result() throws InterruptedException {
    try {
      return outcome.get();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof GatewayException failure) {
        throw failure;
      }
      throw GatewayException.backend(
          FailureCode.INTERNAL, "the launch of the backend ended in a fault", failed.getCause());
    }
  }

  /// Waits until it is decided, then ends the backend if there is one.
  void end() throws InterruptedException {
    Backend backend;
    try {
      backend = outcome.get();
    } catch (ExecutionException nothingToEnd) {
      return;
    }
    backend.end();
  }
}
