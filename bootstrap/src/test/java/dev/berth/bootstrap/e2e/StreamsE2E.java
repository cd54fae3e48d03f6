package dev.berth.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Stdin, stdout and stderr: apart, binary-safe, and each with an end of its own.
final class StreamsE2E extends InBothModes {
  private static final int BIG = 24 << 20;

  private final Path shared = Scratch.folder("shared");
  private final Path big = big();

  /// Every byte value in every neighbourhood.
  private static Path big() {
    byte[] content = new byte[BIG];
    new Random(7).nextBytes(content);
    try {
      return Files.write(Scratch.folder("big").resolve("big"), content);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  Settings settings(Mode mode) {
    return super.settings(mode)
        .with("docker.execution.container.workingdir", "/shared")
        .with(Settings.HOST, "{Binds: [\"" + shared + ":/shared\"]}");
  }

  private Outcome shell(String script) {
    return clients().shell("big=" + big + "; " + script);
  }

  @Test
  void stdoutAndStderrStayApart() {
    Outcome outcome =
        ssh("for i in 1 2 3; do echo out$i; echo err$i >&2; done; printf end; printf end >&2");

    assertThat(outcome.text()).isEqualTo("out1\nout2\nout3\nend");
    assertThat(outcome.err()).isEqualTo("err1\nerr2\nerr3\nend");
  }

  @Test
  void everyByteComesBackAsItWasSent() {
    shell("ssh h cat <$big | cmp - $big").succeeded();
  }

  @Test
  void everyByteComesBackOnStderrToo() {
    shell("ssh h 'cat >&2' <$big 2>&1 >/dev/null | cmp - $big").succeeded();
  }

  @Test
  void bothOutputsAtOnceAreWhole() {
    String both =
        "(ssh h 'tee /dev/stderr' <$big 2>&3 | cmp - $big) 3>&1 | cmp - $big && echo both";

    assertThat(shell(both).succeeded().line()).isEqualTo("both");
  }

  @Test
  void endOfFileOnStdinReachesTheProgramWhileItsOutputGoesOn() {
    assertThat(shell("echo hi | ssh h 'wc -c'").succeeded().line()).isEqualTo("3");
    assertThat(shell("echo hi | ssh h 'cat; sleep 1; echo late; exit 3'"))
        .satisfies(outcome -> {
          assertThat(outcome.text()).isEqualTo("hi\nlate\n");
          assertThat(outcome.status()).isEqualTo(3);
        });
  }

  @Test
  void aFileIsWrittenFromStdin() {
    shell("ssh h 'cat >f' <$big").succeeded();

    assertThat(shared.resolve("f")).hasSameBinaryContentAs(big);
  }

  @Test
  void anArchiveIsListedFromStdin() {
    Outcome listed = shell("mkdir -p d/e && : >d/e/f && tar c d | ssh h 'tar t'").succeeded();

    assertThat(listed.text()).isEqualTo("d/\nd/e/\nd/e/f\n");
  }

  @Test
  void withoutStdinTheProgramRunsToItsEnd() {
    Outcome outcome = shell("ssh -n h 'sleep 3; echo done; exit 3'");

    assertThat(outcome.text()).isEqualTo("done\n");
    assertThat(outcome.status()).isEqualTo(3);
  }

  @Test
  void aProgramThatEndsBeforeItsStdinHasItsStatus() {
    Outcome ended =
        shell("dd if=/dev/zero bs=64k 2>/dev/null | ssh h 'head -c 10 | wc -c; exit 7'");

    assertThat(ended.line()).isEqualTo("10");
    assertThat(ended.status()).isEqualTo(7);
  }

  @Test
  void aProgramThatClosesItsStdinRunsOn() {
    Outcome outcome = shell("ssh h 'exec <&-; sleep 1; echo done; exit 4' <$big");

    assertThat(outcome.line()).isEqualTo("done");
    assertThat(outcome.status()).isEqualTo(4);
  }

  @Test
  void aProgramThatClosesItsOutputRunsOn() {
    Outcome outcome = ssh("exec >&- 2>&-; sleep 1; exit 6");

    assertThat(outcome.status()).isEqualTo(6);
  }

  @Test
  void aDialogueIsNotHeldUp() {
    try (ClientProcess client =
        clients().start("while read -r line; do echo \"got $line\"; done; exit 2")) {
      for (int i = 0; i < 20; i++) {
        client.write(i + "\n").awaitOut("got " + i + "\n");
      }
      assertThat(client.end().status()).isEqualTo(2);
    }
  }
}
