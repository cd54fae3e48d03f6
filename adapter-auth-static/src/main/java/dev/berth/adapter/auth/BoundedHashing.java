package dev.berth.adapter.auth;

import dev.berth.domain.configuration.PasswordHash;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;

/// Lets only so many hashes be computed at once, first come, first served, so that a flood of
/// logins takes neither all memory nor all processors.
final class BoundedHashing {
  private final Hashing hashing;
  private final Semaphore permits;

  BoundedHashing(Hashing hashing, int atOnce) {
    this.hashing = hashing;
    this.permits = new Semaphore(atOnce, true);
  }

  /// Whether a password comes to a hash. The password is cleared.
  boolean matches(PasswordHash hash, byte[] password)
      throws InterruptedException, HashingFailedException {
    permits.acquire();
    FutureTask<Boolean> work = new FutureTask<>(() -> compute(hash, password));
    start(work);
    try {
      return work.get();
    } catch (ExecutionException e) {
      throw new HashingFailedException(e.getCause() == null ? e : e.getCause());
    }
  }

  /// On a thread of the platform: a virtual thread that computes keeps its carrier, and with it
  /// everybody else's traffic. The permit is given back when the work has ended, also if nobody
  /// waits for it any more.
  private void start(FutureTask<Boolean> work) throws HashingFailedException {
    try {
      Thread.ofPlatform().daemon().name("password-hash").start(work);
    } catch (OutOfMemoryError e) {
      permits.release();
      throw new HashingFailedException(e);
    }
  }

  private boolean compute(PasswordHash hash, byte[] password) {
    try {
      return hashing.matches(hash, password);
    } finally {
      Arrays.fill(password, (byte) 0);
      permits.release();
    }
  }
}
