package dev.berth.bootstrap.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import dev.berth.domain.event.Severity;
import java.util.List;
import java.util.Map;
import java.util.logging.LogManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/// Leads what the libraries log (SLF4J and java.util.logging) into the gateway's log, as lines with
/// code `LIBRARY`.
public final class LibraryLog {
  /// What may be shown in detail when the log's level is debug. The list is short on purpose: other
  /// parts of the libraries log environment variables, commands, and requests to the engine, which
  /// hold secrets.
  private static final List<String> DETAILED =
      List.of("org.apache.sshd.common.kex", "org.apache.sshd.common.session.helpers");

  private LibraryLog() {}

  /// From now on libraries log here.
  public static void attach(Log log) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.detachAndStopAllAppenders();
    root.setLevel(Level.WARN);
    // It warns of every mistake that a client makes, and so lets strangers fill the log; events
    // tell of those.
    context.getLogger("org.apache.sshd").setLevel(Level.ERROR);
    adopt(log);
    LibraryAppender appender = new LibraryAppender(log);
    appender.setContext(context);
    appender.start();
    root.addAppender(appender);
    attachJavaLogging(log);
  }

  /// The log shows more or less than before.
  public static void adopt(Log log) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    DETAILED.forEach(name -> context.getLogger(name).setLevel(detail(log)));
  }

  private static @Nullable Level detail(Log log) {
    return log.shows(Severity.DEBUG) ? Level.DEBUG : null;
  }

  /// OkHttp logs there.
  private static void attachJavaLogging(Log log) {
    LogManager.getLogManager().reset();
    java.util.logging.Logger root = java.util.logging.Logger.getLogger("");
    root.setLevel(java.util.logging.Level.WARNING);
    root.addHandler(new LibraryHandler(log));
  }

  /// The line of something that a library logged.
  static LogLine line(
      Severity severity,
      @Nullable String logger,
      @Nullable String text,
      @Nullable Throwable cause) {
    return new LogLine(severity, EventCode.LIBRARY, Map.of())
        .with("logger", logger)
        .withReason("text", text)
        .withCause(cause);
  }
}
