package dev.berth.bootstrap.log;

import dev.berth.domain.configuration.LogConfiguration;
import dev.berth.domain.event.GatewayEvent;
import dev.berth.domain.event.Severity;
import dev.berth.ports.driven.EventSink;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;

/// The gateway's log: takes events and lines from any thread and never blocks them.
public final class Log implements EventSink, AutoCloseable {
  /// How long closing waits for what is still to be written.
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Severity least;
  private final LineFormat format;
  private final InstantSource clock;
  private final LineWriter writer;

  private Log(LogConfiguration configuration, InstantSource clock, OutputStream out) {
    this.least = configuration.level();
    this.format = LineFormat.of(configuration.format());
    this.clock = clock;
    this.writer = new LineWriter(out, dropped -> render(droppedLines(dropped)));
  }

  /// A log that writes to a stream on a thread of its own.
  ///
  /// @param out written to by that thread only; never closed
  public static Log to(OutputStream out, LogConfiguration configuration, InstantSource clock) {
    Log log = new Log(configuration, clock, out);
    log.writer.start();
    return log;
  }

  @Override
  public void emit(GatewayEvent event) {
    try {
      write(EventLines.of(event));
    } catch (RuntimeException mistake) {
      write(
          LogLine.of(EventCode.INTERNAL_ERROR)
              .with("where", "writing " + event.getClass().getSimpleName() + " to the log")
              .withStack(mistake));
    }
  }

  /// Writes a line, if its severity shows.
  public void write(LogLine line) {
    if (shows(line.severity())) {
      writer.write(render(line));
    }
  }

  /// Whether lines of a severity are written.
  public boolean shows(Severity severity) {
    return severity.compareTo(least) <= 0;
  }

  /// Writes what was taken so far, as far as the reader takes it within two seconds, and ends the
  /// log.
  @Override
  public void close() {
    writer.close(PATIENCE);
  }

  private String render(LogLine line) {
    return format.render(clock.instant(), line);
  }

  private static LogLine droppedLines(long count) {
    return LogLine.of(EventCode.LOG_LINES_DROPPED).with("count", count);
  }
}
