package dev.berth.bootstrap.log;

import dev.berth.domain.configuration.LogConfiguration;
import dev.berth.domain.configuration.LogConfiguration.LogFile;
import dev.berth.domain.configuration.LogConfiguration.StandardOutput;
import dev.berth.domain.configuration.LogConfiguration.Syslog;
import dev.berth.domain.event.GatewayEvent;
import dev.berth.domain.event.Severity;
import dev.berth.ports.driven.EventSink;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.UnaryOperator;

/// The gateway's log: takes events and lines from any thread and never blocks them.
public final class Log implements EventSink, AutoCloseable {
  /// How long closing waits for what is still to be written.
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final InstantSource clock;
  private final UnaryOperator<LineFormat> envelope;
  private final LineWriter writer;
  private final Stories stories = new Stories();
  private volatile Severity least;
  private volatile LineFormat format;

  private Log(
      LogConfiguration configuration,
      InstantSource clock,
      UnaryOperator<LineFormat> envelope,
      LogOutput out) {
    this.clock = clock;
    this.envelope = envelope;
    this.least = configuration.level();
    this.format = envelope.apply(LineFormat.of(configuration.format()));
    this.writer =
        new LineWriter(
            out,
            dropped -> render(LogLine.of(EventCode.LOG_LINES_DROPPED).with("count", dropped)),
            failure ->
                render(
                    LogLine.of(EventCode.LOG_NOT_REOPENED)
                        .withReason("reason", failure.getMessage())));
  }

  /// A log that goes where its configuration says, on a thread of its own.
  ///
  /// @param stdout written to by that thread only; never closed
  /// @throws IOException if the destination cannot be opened; it says which and why
  public static Log open(LogConfiguration configuration, OutputStream stdout, InstantSource clock)
      throws IOException {
    return switch (configuration.destination()) {
      case StandardOutput _ -> to(stdout, configuration, clock);
      case LogFile(Path path) ->
          started(configuration, clock, UnaryOperator.identity(), new FileOutput(path));
      case Syslog to ->
          started(
              configuration,
              clock,
              inner -> new SyslogFormat(to, hostName(), ProcessHandle.current().pid(), inner),
              SyslogOutput.to(to.address()));
    };
  }

  /// A log that writes to a stream on a thread of its own.
  ///
  /// @param out written to by that thread only; never closed
  public static Log to(OutputStream out, LogConfiguration configuration, InstantSource clock) {
    return started(configuration, clock, UnaryOperator.identity(), new StreamOutput(out));
  }

  private static Log started(
      LogConfiguration configuration,
      InstantSource clock,
      UnaryOperator<LineFormat> envelope,
      LogOutput out) {
    Log log = new Log(configuration, clock, envelope, out);
    log.writer.start();
    return log;
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      return "-";
    }
  }

  /// From now on shows what another configuration shows, in its format. Where the log goes stays as
  /// it is.
  public void adopt(LogConfiguration configuration) {
    least = configuration.level();
    format = envelope.apply(LineFormat.of(configuration.format()));
  }

  /// Opens its file anew, which somebody may have moved away. Does not block.
  public void reopen() {
    writer.reopen();
  }

  @Override
  public void emit(GatewayEvent event) {
    try {
      LogLine line = stories.line(event);
      if (shows(line.severity()) || line.severity().compareTo(stories.detail(line)) <= 0) {
        writer.write(render(line));
      }
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
}
