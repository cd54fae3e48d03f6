package dev.berth.bootstrap.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DistributionIT {
  @Test
  void theVersionIsTheOnlyOutput() throws IOException, InterruptedException {
    try (BerthProcess berth = BerthProcess.start("version")) {
      assertThat(berth.exitCode()).isZero();
      assertThat(berth.out()).singleElement().asString().matches("berth \\d+\\.\\d+\\.\\d+.*");
      assertThat(berth.err()).isEmpty();
    }
  }

  @Test
  void helpGoesToStdout() throws IOException, InterruptedException {
    try (BerthProcess berth = BerthProcess.start("--help")) {
      assertThat(berth.exitCode()).isZero();
      assertThat(berth.out()).anyMatch(line -> line.contains("hash-password"));
      assertThat(berth.err()).isEmpty();
    }
  }

  @Test
  void anUnknownOptionIsAUsageErrorOnStderr() throws IOException, InterruptedException {
    try (BerthProcess berth = BerthProcess.start("run", "--confg=x")) {
      assertThat(berth.exitCode()).isEqualTo(2);
      assertThat(berth.out()).isEmpty();
      assertThat(berth.err()).anyMatch(line -> line.contains("--config"));
    }
  }

  @Test
  void aHashIsTheOnlyOutput() throws IOException, InterruptedException {
    try (BerthProcess berth = BerthProcess.start("hash-password").given("secret\n")) {
      assertThat(berth.exitCode()).isZero();
      assertThat(berth.out()).singleElement().asString().startsWith("$argon2id$");
      assertThat(berth.err()).isEmpty();
    }
  }

  @Test
  void aBadConfigurationListsAllItsProblems(@TempDir Path folder)
      throws IOException, InterruptedException {
    Path file = folder.resolve("config.json");
    Files.writeString(file, "{\"ssh\": {\"lisen\": 1},\n \"log\": {\"level\": \"loud\"}}");

    try (BerthProcess berth = BerthProcess.start("run", "--config", file.toString())) {
      assertThat(berth.exitCode()).isEqualTo(78);
      assertThat(berth.out()).isEmpty();
      assertThat(berth.err())
          .hasSizeGreaterThan(1)
          .allMatch(line -> line.startsWith(file + ":"))
          .anyMatch(line -> line.contains("ssh.lisen: "))
          .anyMatch(line -> line.contains("log.level: "));
    }
  }
}
