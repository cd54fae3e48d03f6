package dev.berth.bootstrap.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import dev.berth.domain.event.Severity;
import org.jspecify.annotations.Nullable;

/// Takes what comes through SLF4J.
final class LibraryAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {
  private final Log log;

  LibraryAppender(Log log) {
    this.log = log;
  }

  @Override
  protected void append(ILoggingEvent event) {
    log.write(
        LibraryLog.line(
            severity(event.getLevel()),
            event.getLoggerName(),
            event.getFormattedMessage(),
            cause(event)));
  }

  private static Severity severity(Level level) {
    return switch (level.toInt()) {
      case Level.ERROR_INT -> Severity.ERROR;
      case Level.WARN_INT -> Severity.WARNING;
      case Level.INFO_INT -> Severity.INFO;
      default -> Severity.DEBUG;
    };
  }

  private static @Nullable Throwable cause(ILoggingEvent event) {
    return event.getThrowableProxy() instanceof ThrowableProxy proxy ? proxy.getThrowable() : null;
  }
}
