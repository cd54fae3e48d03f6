package dev.berth.application;

import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import dev.berth.ports.driving.ProgramStreams;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a session was refused, told to its user on stderr as soon as there is one: the protocol has
/// no words for it. Each is told once, and only so many.
final class Refusals {
  private static final int MOST = 20;
  private static final int LONGEST_NAME = 100;

  private final Set<String> all = new LinkedHashSet<>();
  private @Nullable ProgramStreams streams;

  /// Remembers one to be told when a program starts.
  ///
  /// @return to be thrown
  synchronized GatewayException remember(String words) {
    if (all.size() < MOST) {
      all.add(words);
    }
    return GatewayException.refused(FailureCode.NOT_PERMITTED, words);
  }

  /// Tells what there is, and from now on more.
  void tellFrom(ProgramStreams program) {
    List<String> told;
    synchronized (this) {
      streams = program;
      told = List.copyOf(all);
    }
    told.forEach(words -> say(words, program));
  }

  /// Tells one at once, if a program runs. Does not wait for the client to take it.
  ///
  /// @return to be thrown
  GatewayException tell(String words) {
    ProgramStreams program;
    synchronized (this) {
      program = all.size() < MOST && all.add(words) ? streams : null;
    }
    if (program != null) {
      Thread.startVirtualThread(() -> say(words, program));
    }
    return GatewayException.refused(FailureCode.NOT_PERMITTED, words);
  }

  /// A name as it may stand in a line of text.
  static String shown(String name) {
    String clean = name.replaceAll("[^\\x21-\\x7e]", "?");
    return clean.length() > LONGEST_NAME ? clean.substring(0, LONGEST_NAME) + "..." : clean;
  }

  private static void say(String words, ProgramStreams streams) {
    try {
      streams.stderr().write((words + "\n").getBytes(StandardCharsets.UTF_8));
      streams.stderr().flush();
    } catch (IOException gone) {
      // Whoever has left needs no words.
    }
  }
}
