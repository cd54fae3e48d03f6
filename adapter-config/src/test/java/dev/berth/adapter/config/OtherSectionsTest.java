package dev.berth.adapter.config;

import static dev.berth.adapter.config.ConfigurationFolder.HOST_KEYS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.adapter.config.ConfigurationFiles.Problem;
import dev.berth.domain.configuration.LogConfiguration;
import dev.berth.domain.configuration.LogConfiguration.Format;
import dev.berth.domain.configuration.LogConfiguration.LogFile;
import dev.berth.domain.configuration.LogConfiguration.StandardOutput;
import dev.berth.domain.configuration.LogConfiguration.Syslog;
import dev.berth.domain.configuration.Monitoring;
import dev.berth.domain.configuration.PoolLimits;
import dev.berth.domain.configuration.QueueLimits;
import dev.berth.domain.event.Severity;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtherSectionsTest {
  private final ConfigurationFolder folder;

  OtherSectionsTest(@TempDir Path path) {
    folder = ConfigurationFolder.in(path);
  }

  @Test
  void logDefaults() {
    assertThat(folder.valid(HOST_KEYS).log())
        .isEqualTo(new LogConfiguration(Severity.NOTICE, Format.LJSON, new StandardOutput()));
    assertThat(folder.valid(HOST_KEYS + "log: {destination: syslog}").log().destination())
        .isEqualTo(new Syslog("/dev/log", 4, "berth", false));
  }

  @Test
  void everyLogKeySet() {
    assertThat(
            folder
                .valid(HOST_KEYS + "log: {level: debug, format: text, destination: file, file: x}")
                .log())
        .isEqualTo(
            new LogConfiguration(
                Severity.DEBUG, Format.TEXT, new LogFile(folder.path().resolve("x"))));
    assertThat(
            folder
                .valid(
                    HOST_KEYS
                        + "log: {destination: syslog, syslog: {destination: '[::1]:514',"
                        + " facility: local7, tag: a-b.c_1, pid: true}}")
                .log()
                .destination())
        .isEqualTo(new Syslog("[::1]:514", 23, "a-b.c_1", true));
  }

  @Test
  void monitoringIsOffUnlessAskedFor() {
    assertThat(folder.valid(HOST_KEYS).monitoring()).isEqualTo(Monitoring.NONE);
    assertThat(
            folder
                .valid(HOST_KEYS + "metrics: {enable: true}\nhealth: {enable: true}")
                .monitoring())
        .isEqualTo(
            new Monitoring(
                Optional.of(new Monitoring.Metrics(new InetSocketAddress(9100), "/metrics")),
                Optional.of(new InetSocketAddress(7000))));
  }

  @Test
  void everyMonitoringKeySet() {
    assertThat(
            folder
                .valid(
                    HOST_KEYS
                        + "metrics: {enable: true, listen: '127.0.0.1:1', path: /m}\n"
                        + "health: {enable: true, listen: '127.0.0.1:2'}")
                .monitoring())
        .isEqualTo(
            new Monitoring(
                Optional.of(
                    new Monitoring.Metrics(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 1), "/m")),
                Optional.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 2))));
  }

  @ParameterizedTest
  @CsvSource({
    "emergency, EMERGENCY",
    "emerg, EMERGENCY",
    "0, EMERGENCY",
    "alert, ALERT",
    "1, ALERT",
    "critical, CRITICAL",
    "crit, CRITICAL",
    "error, ERROR",
    "err, ERROR",
    "'\"3\"', ERROR",
    "warning, WARNING",
    "warn, WARNING",
    "notice, NOTICE",
    "5, NOTICE",
    "info, INFO",
    "debug, DEBUG",
    "7, DEBUG"
  })
  void levelsByNameAndNumber(String written, Severity level) {
    assertThat(folder.valid(HOST_KEYS + "log: {level: " + written + "}").log().level())
        .isEqualTo(level);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "log: {level: 8}|log.level|is not one of",
        "log: {level: noise}|log.level|did you mean \"notice\"?",
        "log: {format: json}|log.format|did you mean \"ljson\"?",
        "log: {destination: file}|log.file|is missing",
        "log: {destination: file, file: ''}|log.file|is missing",
        "log: {syslog: {destination: here}}|log.syslog.destination|no system logger",
        "log: {syslog: {facility: loc0}}|log.syslog.facility|did you mean \"local0\"?",
        "log: {syslog: {tag: 'a b'}}|log.syslog.tag|1 to 48 letters",
        "backend: kubernetes|backend|no Kubernetes backend",
        "backend: sshproxy|backend|no SSH proxy backend",
        "metrics: {path: metrics}|metrics.path|such as /metrics",
        "metrics: {enable: true, listen: ':7000'}\\nhealth: {enable:"
            + " true}|health.listen|metrics.listen too",
        "audit: {enable: true, format: binary}|audit.enable|no audit log",
        "geoip: {provider: maxmind}|geoip.provider|no address lookup",
        "security: {forwarding: {forwardingMode: enable}}|security.forwarding.forwardingMode|no"
            + " forwarding",
        "security: {forwarding: {x11ForwardingMode:"
            + " filter}}|security.forwarding.x11ForwardingMode|no forwarding",
        "audit: {enabel: true}|audit.enabel|did you mean audit.enable?",
        "audit: {Enable: true}|audit.Enable|did you mean audit.enable?"
      })
  void whatBerthDoesNotHaveYetIsAnErrorThatNamesIt(String text, String path, String why) {
    Problem problem = folder.problem(text.replace("\\n", "\n") + "\n");
    assertThat(problem.path()).isEqualTo(path);
    assertThat(problem.message()).contains(why);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "backend: docker",
        "metrics: {enable: false, listen: '127.0.0.1:9100', path: /m}",
        "health: {enable: false, listen: ':7000'}",
        "audit: {enable: false, format: binary, s3: {bucket: x}, intercept: {stdin: true}}",
        "geoip: {provider: dummy, maxmind-geoip2-file: /x}",
        "configserver: {url: '', timeout: 5s, tlsVersion: '1.2'}",
        "kubernetes: {connection: {host: x}, pod: {spec: {containers: []}}}",
        "sshproxy: {server: x, port: 22}",
        "security: {defaultMode: enable, forceCommand: ''}",
        "security: {env: {mode: enable, allow: [], deny: []}, shell: {mode: ''}}",
        "security: {forwarding: {forwardingMode: disable, socketListenMode: ''}}",
        "security:",
        "metrics: {enable: off}"
      })
  void whatSwitchesNothingOnIsTaken(String text) {
    var _ = folder.valid(HOST_KEYS + text + "\n");
  }

  @Test
  void anEngineIsAskedForNoMoreAtOnceThanIsConfigured() {
    assertThat(folder.valid(HOST_KEYS).queue()).isEqualTo(QueueLimits.DEFAULT);
    assertThat(
            folder
                .valid(
                    HOST_KEYS
                        + "queue: {creates: 1, starts: 2, execStarts: 3, removals: 5, timeout: 4s}")
                .queue())
        .isEqualTo(new QueueLimits(1, 2, 3, 5, Duration.ofSeconds(4)));
  }

  @Test
  void noContainersAreStartedInAdvanceUnlessToldSo() {
    assertThat(folder.valid(HOST_KEYS).pool()).isEqualTo(PoolLimits.NONE);
    assertThat(
            folder.valid(HOST_KEYS + "docker: {execution: {pool: {size: 5, maxIdle: 10m}}}").pool())
        .isEqualTo(new PoolLimits(5, Duration.ofMinutes(10)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mode: session, pool: {size: 1} | for docker.execution.mode connection only",
        "containername: guest, pool: {size: 1} | containername allows only one",
        "pool: {size: 1001} | between 0 and 1000"
      })
  void aPoolThatCannotBeIsTold(String execution, String problem) {
    assertThat(folder.problems(HOST_KEYS + "docker: {execution: {" + execution + "}}"))
        .singleElement()
        .asString()
        .contains("docker.execution.pool.size", problem);
  }

  @Test
  void sessionsAreNotWaitedForUnlessToldSo() {
    assertThat(folder.valid(HOST_KEYS).gracePeriod()).isZero();
    assertThat(folder.valid(HOST_KEYS + "shutdown: {gracePeriod: 10m}").gracePeriod())
        .isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void theLeaseIsRenewedEvery30SecondsUnlessToldOtherwise() {
    assertThat(folder.valid(HOST_KEYS).leaseRenewal()).isEqualTo(Duration.ofSeconds(30));
    assertThat(folder.valid(HOST_KEYS + "lease: {renewal: 10s}").leaseRenewal())
        .isEqualTo(Duration.ofSeconds(10));
    assertThat(folder.valid(HOST_KEYS + "lease: {renewal: 1h}").leaseRenewal())
        .isEqualTo(Duration.ofHours(1));
    assertThat(folder.problem("lease: {renewal: 999ms}").message())
        .isEqualTo("must be at least 1s");
    assertThat(folder.problem("lease: {renewal: 1h1s}").message()).isEqualTo("must be at most 1h");
  }
}
