package dev.berth.adapter.auth;

import dev.berth.domain.configuration.PasswordHash;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Lets only so many hashes be computed at once, in turns among the sources of clients, so that a
/// flood of logins takes neither all memory nor all processors, nor keeps those from elsewhere
/// waiting.
final class BoundedHashing {
  /// More of one source would wait longer than anybody has time to log in.
  private static final int MOST_OF_ONE_SOURCE = 1000;

  private final Hashing hashing;
  private final Turns turns;

  BoundedHashing(Hashing hashing, int atOnce) {
    this(hashing, new Turns(atOnce, MOST_OF_ONE_SOURCE));
  }

  BoundedHashing(Hashing hashing, Turns turns) {
    this.hashing = hashing;
    this.turns = turns;
  }

  /// Whether a password comes to a hash. The password is cleared.
  ///
  /// @param source where the client comes from
  boolean matches(String source, PasswordHash hash, byte[] password)
      throws InterruptedException, HashingFailedException {
    begin(source, password);
    FutureTask<Boolean> work = new FutureTask<>(() -> compute(hash, password));
    start(work);
    try {
      return work.get();
    } catch (ExecutionException e) {
      throw new HashingFailedException(e.getCause() == null ? e : e.getCause());
    }
  }

  private void begin(String source, byte[] password)
      throws InterruptedException, HashingFailedException {
    boolean begun = false;
    try {
      begun = turns.begin(source);
    } finally {
      if (!begun) {
        Arrays.fill(password, (byte) 0);
      }
    }
    if (!begun) {
      throw HashingFailedException.tooMany(source);
    }
  }

  /// On a thread of the platform: a virtual thread that computes keeps its carrier, and with it
  /// everybody else's traffic. The turn ends with the work, also if nobody waits for it any more.
  private void start(FutureTask<Boolean> work) throws HashingFailedException {
    try {
      Thread.ofPlatform().daemon().name("password-hash").start(work);
    } catch (OutOfMemoryError e) {
      turns.end();
      throw new HashingFailedException(e);
    }
  }

  private boolean compute(PasswordHash hash, byte[] password) {
    try {
      return hashing.matches(hash, password);
    } finally {
      Arrays.fill(password, (byte) 0);
      turns.end();
    }
  }
}
