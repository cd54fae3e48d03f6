package dev.berth.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Programs that others wrote, as their users run them: other SSH clients, and tools that bring
/// their own protocol through a session.
///
/// `berth.e2e.files` and `berth.e2e.megabytes` are system properties that bound what rsync copies.
final class OtherProgramsE2E extends InBothModes {
  private static final int FILES = Integer.getInteger("berth.e2e.files", 10_000);
  private static final int MEGABYTES = Integer.getInteger("berth.e2e.megabytes", 1024);

  /// For what rsync copies, even where it goes at 10 MB/s.
  private static final Duration LIMIT = ClientProcess.PATIENCE.plusSeconds(MEGABYTES / 5);

  private final Path shared = Scratch.folder("shared");

  /// In session mode each session has a container of its own.
  @Override
  Settings settings(Mode mode) {
    return super.settings(mode)
        .with(Settings.IMAGE, "berth-test/tools:latest")
        .with(Settings.HOST, "{Binds: [\"" + shared + ":/shared\"]}");
  }

  /// A script in a folder of its own, in which `$port`, `$key` and `$fingerprint` are the
  /// gateway's, and `$shared` is what containers have as /shared.
  private Outcome script(String text) {
    return start(text).end();
  }

  private ClientProcess start(String text) {
    Path folder = Scratch.folder("script");
    return clients()
        .startShell(
            """
            set -e
            port=%d key=%s shared=%s
            fingerprint=$(ssh-keygen -lf %s.pub | cut -d ' ' -f 2)
            cd %s
            head -c 3000000 /dev/urandom >sent
            """
                    .formatted(gateway().port(), Keys.demo(), shared, Keys.host(), folder)
                + text);
  }

  @Test
  void dropbearsClientRunsCommands() {
    Outcome outcome =
        script(
            """
            dropbearconvert openssh dropbear $key key 2>/dev/null
            dbclient -y -y -i key -p $port demo@127.0.0.1 'cat; echo oops >&2; exit 3' <sent >back
            """);
    assertThat(outcome.status()).isEqualTo(3);
    assertThat(outcome.err()).contains("oops");
    script(
            """
            dropbearconvert openssh dropbear $key key 2>/dev/null
            dbclient -y -y -i key -p $port demo@127.0.0.1 cat <sent >back 2>/dev/null
            cmp sent back
            """)
        .succeeded();
  }

  @Test
  void plinkRunsCommands() {
    Outcome outcome =
        script(
            """
            plink -batch -P $port -pw '%s' -hostkey $fingerprint demo@127.0.0.1 \\
              'wc -c; echo oops >&2; exit 3' <sent
            """
                .formatted(Settings.PASSWORD));
    assertThat(outcome.status()).isEqualTo(3);
    assertThat(outcome.line()).isEqualTo("3000000");
    assertThat(outcome.err()).isEqualTo("oops\n");
  }

  @Test
  void pscpAndPsftpCopyFiles() {
    script(
            """
            options="-batch -P $port -pw %s -hostkey $fingerprint"
            for way in -sftp -scp; do
              pscp -q $way $options sent demo@127.0.0.1:/shared/by$way
              pscp -q $way $options demo@127.0.0.1:/shared/by$way back$way
              cmp sent back$way
            done
            printf '%%s\\n' 'put sent /shared/psftp' 'get /shared/psftp back' quit >batch
            psftp $options -b batch demo@127.0.0.1 >/dev/null 2>&1
            cmp sent back
            """
                .formatted(Settings.PASSWORD))
        .succeeded();
  }

  @Test
  void paramikoRunsCommandsCopiesFilesAndOpensShells() {
    script("/usr/bin/python3 " + resource("paramiko_client.py") + " $port $key").succeeded();
  }

  @Test
  void expectDrivesAShellAtATerminal() {
    String shell =
        """
        set timeout 60
        proc see {text} {
          expect {
            $text {}
            timeout { puts stderr "no $text"; exit 2 }
            eof { puts stderr "ended before $text"; exit 3 }
          }
        }
        spawn ssh -F %s -t h
        send "stty -echo; PS1='next> '; echo rea''dy\\r"
        see "ready"
        see "next> "
        send "read -p 'Name? ' name; echo hello, \\$name\\r"
        see "Name? "
        send "Alice\\r"
        see "hello, Alice"
        see "next> "
        send "cat\\r"
        send "line\\r"
        see "line"
        send "\\003"
        see "next> "
        send "echo \\$?\\r"
        see "130"
        send "exit 7\\r"
        expect eof
        exit [lindex [wait] 3]
        """
            .formatted(clients().config());
    assertThat(script("cat >dialogue <<'END'\n" + shell + "END\nexpect dialogue >&2\n").status())
        .isEqualTo(7);
  }

  @Test
  void keyscanSeesTheHostKey() {
    Outcome outcome = script("ssh-keyscan -T 30 -p $port 127.0.0.1 2>/dev/null | cut -d ' ' -f 2-");
    String key = Keys.line(Keys.host());
    assertThat(outcome.succeeded().line()).isEqualTo(key.substring(0, key.lastIndexOf(' ')));
  }

  /// With the algorithms that a gateway has whose configuration says nothing of them. Two it does
  /// not know; one it holds to be new, which OpenSSH has had as its default since 9.0.
  @Test
  void anAuditFindsNothingToComplainOf() {
    Outcome outcome = script("ssh-audit -n -b -p $port 127.0.0.1 2>&1 || true");

    assertThat(outcome.succeeded().text()).contains("(kex) curve25519-sha256", "(key) ssh-ed25519");
    assertThat(outcome.text().lines())
        .filteredOn(line -> line.contains("[fail]") || line.contains("[warn]"))
        .filteredOn(line -> !line.contains("unknown algorithm"))
        .filteredOn(line -> !line.endsWith("[warn] using experimental algorithm"))
        .isEmpty();
  }

  @Test
  void rsyncPushesAndPullsManyFilesAndALargeOne() {
    start(
            """
            mkdir source
            (cd source && seq %d | split -l 1 -a 4 - file)
            head -c %dM /dev/urandom >source/large
            to=/shared/rsync-$$
            rsync -a -e 'ssh -F %s' source/ h:$to/
            rsync -a -e 'ssh -F %s' h:$to/ back/
            diff -r source back
            rm -r source back $shared/rsync-$$
            """
                .formatted(FILES, MEGABYTES, clients().config(), clients().config()))
        .await(LIMIT)
        .succeeded();
  }

  @Test
  void gitPushesAndClones() {
    script(
            """
            export GIT_CONFIG_NOSYSTEM=1 HOME=$PWD GIT_SSH_COMMAND='ssh -F %s'
            git config --global init.defaultBranch main
            git init -q work
            cp sent work/
            git -C work add sent
            git -C work -c user.name=demo -c user.email=demo@localhost commit -q -m one
            ssh h "git init -q --bare /shared/repo-$$" 2>/dev/null
            git -C work push -q h:/shared/repo-$$ HEAD:refs/heads/main
            git clone -q -b main h:/shared/repo-$$ clone
            cmp sent clone/sent
            """
                .formatted(clients().config()))
        .succeeded();
  }

  @Test
  void keysAreExchangedAgainInMidTransfer() {
    Path folder = Scratch.folder("rekey");
    clients()
        .with("RekeyLimit 2M")
        .shell(
            "cd %s && head -c 30000000 /dev/urandom >sent && ssh h cat <sent >back && cmp sent back"
                .formatted(folder))
        .succeeded();
  }

  private static Path resource(String name) {
    try (var in = OtherProgramsE2E.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new AssertionError("no resource " + name);
      }
      return Files.write(Scratch.folder("resource").resolve(name), in.readAllBytes());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
