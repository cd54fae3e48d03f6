package dev.berth.adapter.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Answers of a server that are used again for a while when the same is asked for the same address.
/// What was asked, a password perhaps, is not kept but as a digest that means nothing elsewhere.
final class AnswerCache {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int MOST = 1000;

  /// Larger ones are not kept, so that all of them are 16 MiB at most.
  private static final int LARGEST = 16 * 1024;

  private final long keep;
  private final SecretKeySpec key;
  private final Map<String, Kept> answers = new LinkedHashMap<>();

  private static final class Kept {
    private final byte[] answer;
    private final long since = System.nanoTime();

    Kept(byte[] answer) {
      this.answer = answer;
    }
  }

  /// @param keep for how long; not at all if zero
  AnswerCache(Duration keep) {
    this.keep = keep.toNanos();
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    this.key = new SecretKeySpec(secret, ALGORITHM);
  }

  /// What a question is known by; empty if nothing is kept.
  ///
  /// @param step where it is asked
  Optional<String> nameOf(String step, ObjectNode question) {
    if (keep == 0) {
      return Optional.empty();
    }
    ObjectNode lasting = question.deepCopy();
    lasting.remove("connectionId");
    lasting.remove("clientVersion");
    String address = lasting.path("remoteAddress").asText();
    lasting.put("remoteAddress", address.substring(0, Math.max(0, address.lastIndexOf(':'))));
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return Optional.of(
          HexFormat.of()
              .formatHex(mac.doFinal((step + "\n" + lasting).getBytes(StandardCharsets.UTF_8))));
    } catch (GeneralSecurityException everyPlatformHasIt) {
      throw new IllegalStateException(everyPlatformHasIt);
    }
  }

  synchronized Optional<byte[]> get(String name) {
    Kept kept = answers.get(name);
    if (kept == null) {
      return Optional.empty();
    }
    if (System.nanoTime() - kept.since >= keep) {
      answers.remove(name);
      return Optional.empty();
    }
    return Optional.of(kept.answer);
  }

  synchronized void put(String name, byte[] answer) {
    if (answer.length > LARGEST) {
      return;
    }
    answers.remove(name);
    answers.put(name, new Kept(answer));
    if (answers.size() > MOST) {
      // The oldest.
      answers.remove(answers.keySet().iterator().next());
    }
  }
}
