package dev.berth.bootstrap.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/// Tells what lies behind a failure, in text.
final class Causes {
  /// A chain longer than this tells nothing new.
  private static final int MOST = 20;

  private Causes() {}

  /// Class and message of a failure and of all that caused it, the outermost first.
  static String chain(Throwable failure) {
    Set<Throwable> chain = new LinkedHashSet<>();
    for (Throwable next = failure; next != null && chain.size() < MOST; next = next.getCause()) {
      if (!chain.add(next)) {
        break;
      }
    }
    return chain.stream().map(Throwable::toString).collect(Collectors.joining("; caused by: "));
  }

  /// The stack trace, as Java prints it.
  static String stack(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
