package dev.berth.application;

import dev.berth.domain.configuration.SecurityPolicy;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// A backend that is being brought up while the client goes on; sessions wait for it here, and for
/// what they may ask for, which is known earlier.
final class BackendLaunch {
  private final Waiter launching;
  private final CompletableFuture<SecurityPolicy> policy = new CompletableFuture<>();
  private final CompletableFuture<Backend> outcome = new CompletableFuture<>();

  /// @param launching for whom it is brought up
  BackendLaunch(Waiter launching) {
    this.launching = launching;
  }

  /// What there is to wait for at the moment, if it is worth telling.
  Optional<Delay> delay() {
    return launching.delay();
  }

  /// What sessions may ask for is known.
  void configured(SecurityPolicy known) {
    policy.complete(known);
  }

  void succeeded(Backend backend) {
    outcome.complete(backend);
  }

  void failed(GatewayException failure) {
    policy.completeExceptionally(failure);
    outcome.completeExceptionally(failure);
  }

  /// Waits until it is known what sessions may ask for.
  ///
  /// @throws GatewayException if that cannot be known, or the one who waits has left
  SecurityPolicy policy(Waiter waiter) throws InterruptedException {
    return waiter.interruptibly(() -> result(policy));
  }

  /// What sessions may ask for, if that is known.
  Optional<SecurityPolicy> policyNow() {
    return policy.isDone() && !policy.isCompletedExceptionally()
        ? Optional.of(policy.resultNow())
        : Optional.empty();
  }

  /// Waits until it is up.
  ///
  /// @throws GatewayException if it could not be brought up, or the one who waits has left
  Backend await(Waiter waiter) throws InterruptedException {
    return waiter.interruptibly(() -> result(outcome));
  }

  private static <T> T result(CompletableFuture<T> awaited) throws InterruptedException {
    try {
      return awaited.get();
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
