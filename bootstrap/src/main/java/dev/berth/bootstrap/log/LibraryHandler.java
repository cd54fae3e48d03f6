package dev.berth.bootstrap.log;

import dev.berth.domain.event.Severity;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;

/// Takes what comes through java.util.logging.
final class LibraryHandler extends Handler {
  private static final SimpleFormatter MESSAGES = new SimpleFormatter();

  private final Log log;

  LibraryHandler(Log log) {
    this.log = log;
  }

  @Override
  public void publish(LogRecord event) {
    if (isLoggable(event)) {
      log.write(
          LibraryLog.line(
              severity(event.getLevel()),
              event.getLoggerName(),
              MESSAGES.formatMessage(event),
              event.getThrown()));
    }
  }

  private static Severity severity(Level level) {
    if (level.intValue() >= Level.SEVERE.intValue()) {
      return Severity.ERROR;
    }
    if (level.intValue() >= Level.WARNING.intValue()) {
      return Severity.WARNING;
    }
    return level.intValue() >= Level.INFO.intValue() ? Severity.INFO : Severity.DEBUG;
  }

  @Override
  public void flush() {
    // The log flushes by itself.
  }

  @Override
  public void close() {
    // The log is closed by whoever opened it.
  }
}
