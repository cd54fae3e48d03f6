package dev.berth.adapter.docker;

import dev.berth.domain.container.ContainerId;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import dev.berth.domain.session.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Short errands in a container, done by its own `/bin/sh` with builtins only: signals to process
/// groups, and what the programs of an exec hold. The Engine API has neither.
final class ContainerShell implements InContainer {
  /// To the process group; `kill` of dash, bash and busybox all take this spelling, and none other.
  private static final String SIGNAL_GROUP = "kill \"-$1\" \"-$2\"";

  /// To every process whose session is the program's (field 6 of its stat, counted after the
  /// command's name, which may hold spaces, parentheses and newlines). The group goes first, and
  /// decides whether there was anything.
  private static final String SIGNAL_SESSION =
      "p=$2 s=$1;kill \"-$s\" \"-$p\" 2>/dev/null;r=$?;for f in /proc/[0-9]*/stat;do l=;{ while"
          + " IFS= read -r x;do l=$x;done <\"$f\";} 2>/dev/null;n=${f#/proc/};n=${n%/stat};set --"
          + " ${l##*) };if [ \"$4\" = \"$p\" ]&&[ \"$n\" != \"$$\" ];then kill \"-$s\" \"$n\""
          + " 2>/dev/null&&r=0;fi;done;exit $r";

  /// Ends the script unless the process is of the program that has a mark.
  private static final String ONLY_MARKED =
      "e=;{ while IFS= read -r x||[ -n \"$x\" ];do e=$e$x;done </proc/$2/environ;} 2>/dev/null;case"
          + " $e in *"
          + LaunchScript.MARK
          + "=$3*);;*)exit 0;esac;";

  /// Whether the process still has the stdout or stderr it was started with: by inode where the
  /// kernel tells it, else by its being a pipe or a terminal. Answers 0 for yes, 1 for no.
  private static final String HOLDS =
      "p=$1;for n in 1 2;do shift;i=;{ while read -r k v;do case $k in ino:)i=$v;esac;done"
          + " </proc/$p/fdinfo/$n;} 2>/dev/null;if [ -n \"$1\" ]&&[ -n \"$i\" ];then [ \"$1\" ="
          + " \"$i\" ]&&exit 0;elif [ -p /proc/$p/fd/$n ]||[ -c /proc/$p/fd/$n ];then exit"
          + " 0;fi;done;exit 1";

  private final Engine engine;
  private final ContainerId container;
  private final Duration deadline;

  /// @param deadline for each errand
  ContainerShell(Engine engine, ContainerId container, Duration deadline) {
    this.engine = engine;
    this.container = container;
    this.deadline = deadline;
  }

  /// Signals a program's process group; HUP and KILL go to everything of its session.
  @Override
  public void signal(Signal signal, long pid) throws InterruptedException {
    boolean whole =
        Signal.KILL.kernelName().equals(signal.kernelName())
            || Signal.HUP.kernelName().equals(signal.kernelName());
    String attempt = "sending " + signal.name() + " in container " + container.brief();
    Errand.Outcome outcome =
        run(
            attempt,
            whole ? SIGNAL_SESSION : SIGNAL_GROUP,
            signal.kernelName(),
            Long.toString(pid));
    if (isOfTheEngine(outcome.code())) {
      GatewayException failed = refused(attempt, outcome, DockerFailures::executing);
      if (failed.code() != FailureCode.SHELL_MISSING) {
        throw failed;
      }
    }
    if (outcome.code() != 0) {
      throw DockerFailures.signalNotDelivered(signal, container, outcome.output());
    }
  }

  @Override
  public Duration usualLag() {
    return Duration.ofMillis(150);
  }

  @Override
  public boolean holdsOutput(Announcement program) throws InterruptedException {
    String attempt = "looking at a program in container " + container.brief();
    Errand.Outcome outcome =
        run(
            attempt,
            HOLDS,
            Long.toString(program.pid()),
            program.stdoutInode(),
            program.stderrInode());
    checkDone(attempt, outcome);
    return outcome.code() == 0;
  }

  /// Sends KILL to everything of a program's session, if there still is that program: in a
  /// container that has been started again its PID may be another's.
  void kill(long pid, String mark) throws InterruptedException {
    String attempt = "ending a program in container " + container.brief();
    checkDone(
        attempt,
        run(
            attempt,
            ONLY_MARKED + SIGNAL_SESSION,
            Signal.KILL.kernelName(),
            Long.toString(pid),
            mark));
  }

  /// That it did not fail for want of memory or processes, or of an engine that is whole. The
  /// engine says in the output why the shell itself did not start, and gives 126 to 128 as its exit
  /// code.
  private void checkDone(String attempt, Errand.Outcome outcome) {
    if (outcome.code() > 1) {
      throw refused(
          attempt,
          outcome,
          isOfTheEngine(outcome.code()) ? DockerFailures::executing : DockerFailures::plain);
    }
  }

  private static boolean isOfTheEngine(int code) {
    return code >= 126 && code <= 128;
  }

  private GatewayException refused(
      String attempt, Errand.Outcome outcome, DockerFailures.Reading reading) {
    return DockerFailures.refused(
        attempt,
        engine.endpoint(),
        new EngineAnswer(500, "exit code " + outcome.code() + " " + outcome.output()),
        reading);
  }

  private Errand.Outcome run(String attempt, String script, String... arguments)
      throws InterruptedException {
    List<String> argv = new ArrayList<>(List.of(LaunchScript.SHELL, "-c", script, "sh"));
    argv.addAll(List.of(arguments));
    return new Errand(engine, container, deadline).run(attempt, argv);
  }
}
