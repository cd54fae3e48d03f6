package dev.berth.bootstrap.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.configuration.LogConfiguration;
import dev.berth.domain.configuration.LogConfiguration.Format;
import dev.berth.domain.configuration.LogConfiguration.StandardOutput;
import dev.berth.domain.event.Severity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.List;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

final class LibraryLogTest {
  private static final Logger SSH = LoggerFactory.getLogger("org.apache.sshd.some.Thing");
  private static final Logger KEX = LoggerFactory.getLogger("org.apache.sshd.common.kex.Thing");
  private static final Logger DOCKER = LoggerFactory.getLogger("com.github.dockerjava.Exec");
  private static final java.util.logging.Logger OKHTTP =
      java.util.logging.Logger.getLogger("okhttp3.OkHttpClient");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @AfterEach
  void detach() {
    try (Log nowhere = log(OutputStream.nullOutputStream(), Severity.EMERGENCY)) {
      LibraryLog.attach(nowhere);
    }
  }

  @Test
  void warningsAndErrorsOfLibrariesShowWithTheirOwnSeverity() {
    try (Log log = log(out, Severity.NOTICE)) {
      LibraryLog.attach(log);
      SSH.info("hidden");
      SSH.warn("a client's mistake");
      DOCKER.warn("strange answer {}", 7);
      SSH.error("broken", new IOException("pipe"));
      OKHTTP.log(Level.WARNING, "leaked {0}", "connection");
      OKHTTP.info("hidden");
    }

    assertThat(lines()).hasSize(3);
    assertThat(lines().get(0))
        .contains(" WARNING LIBRARY ")
        .endsWith(" logger=com.github.dockerjava.Exec text=\"strange answer 7\"");
    assertThat(lines().get(1))
        .contains(" ERROR LIBRARY ")
        .endsWith("text=broken cause=\"java.io.IOException: pipe\"");
    assertThat(lines().get(2)).endsWith("logger=okhttp3.OkHttpClient text=\"leaked connection\"");
  }

  @Test
  void detailsShowAtDebugOnlyWhereTheyHoldNoSecrets() {
    try (Log log = log(out, Severity.DEBUG)) {
      LibraryLog.attach(log);
      KEX.debug("negotiated");
      SSH.debug("env SECRET=1");
      DOCKER.debug("create with SECRET=1");
    }

    assertThat(lines()).singleElement().asString().contains(" DEBUG LIBRARY ", "negotiated");
  }

  private static Log log(OutputStream out, Severity level) {
    return Log.to(
        out,
        new LogConfiguration(level, Format.TEXT, new StandardOutput()),
        InstantSource.system());
  }

  private List<String> lines() {
    return out.toString(UTF_8).lines().toList();
  }
}
