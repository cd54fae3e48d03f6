package dev.berth.adapter.docker;

import dev.berth.domain.container.ContainerId;
import dev.berth.domain.container.ProgramMark;
import dev.berth.domain.session.Signal;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/// Processes that programs have left behind in a container.
///
/// @param engine where
/// @param container in which
/// @param deadline for each errand
record Remains(Engine engine, ContainerId container, Duration deadline) {
  /// To every process whose session was a program's (field 6 of its stat, as in [ContainerShell]),
  /// and to every one that has a program's mark in its environment, of which `read` drops the NULs.
  /// Those that are dead already and wait for their parent do not count. Answers 0 if there was
  /// any.
  private static final String SIGNAL =
      "s=$1 p=$2 m=$3 r=1;for d in /proc/[0-9]*;do n=${d#/proc/};[ \"$n\" != \"$$\" ]||continue;l="
          + " e= h=;{ while IFS= read -r x;do l=$x;done <\"$d/stat\";} 2>/dev/null;set --"
          + " ${l##*) };[ \"$1\" != Z ]||continue;case \" $p \" in *\" $4 \"*)h=1;;*){ while IFS="
          + " read -r x||[ -n \"$x\" ];do e=$e$x;done <\"$d/environ\";} 2>/dev/null;for x in $m;do"
          + " case $e in *"
          + LaunchScript.MARK
          + "=$x*)h=1;esac;done;esac;if [ -n \"$h\" ];then kill \"-$s\" \"$n\""
          + " 2>/dev/null&&r=0;fi;done;exit $r";

  static ProgramMark mark(long pid, String value) {
    return new ProgramMark(pid + ":" + value);
  }

  /// Of a program whose PID is not known.
  static ProgramMark mark(String value) {
    return new ProgramMark("none:" + value);
  }

  /// Whether there was any.
  boolean signal(List<ProgramMark> programs, Signal signal) throws InterruptedException {
    String attempt =
        "sending " + signal.name() + " to what programs left in container " + container.brief();
    Errand.Outcome outcome =
        new Errand(engine, container, deadline)
            .run(
                attempt,
                List.of(
                    LaunchScript.SHELL,
                    "-c",
                    SIGNAL,
                    "sh",
                    signal.kernelName(),
                    field(programs, 0),
                    field(programs, 1)));
    if (outcome.code() > 1) {
      // For want of processes, for example, of which there may be as many as there may be.
      throw DockerFailures.signalNotDelivered(signal, container, outcome.output());
    }
    return outcome.code() == 0;
  }

  private static String field(List<ProgramMark> programs, int number) {
    return programs.stream()
        .map(program -> program.value().split(":", -1)[number])
        .collect(Collectors.joining(" "));
  }
}
