package dev.berth.ports.driven;

import dev.berth.domain.connection.HandedFile;
import dev.berth.domain.container.ContainerId;
import dev.berth.domain.container.ContainerSpec;
import dev.berth.domain.container.ContainerSummary;
import dev.berth.domain.container.ExecSpec;
import dev.berth.domain.container.ImageReference;
import dev.berth.domain.container.Labels;
import dev.berth.domain.container.ProgramMark;
import dev.berth.domain.container.PullProgress;
import dev.berth.domain.session.Signal;
import dev.berth.domain.session.Terminal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// A container engine. Methods block, are made for virtual threads, each has a deadline, and each
/// may be called by many threads at once.
///
/// What fails throws [dev.berth.domain.failure.GatewayException] with a code that names the cause.
/// An interrupted call throws [InterruptedException]; the engine may have carried it out.
public interface ContainerRuntime {
  /// Checks that the engine answers (Engine API, `GET /version`).
  ///
  /// @return its name and version for people to read
  String ping() throws InterruptedException;

  /// Whether the engine has the image (`GET /images/{name}/json`).
  boolean imagePresent(ImageReference image) throws InterruptedException;

  /// Gets the image from its registry (`POST /images/create`). Errors that come inside the progress
  /// stream are failures.
  ///
  /// @param progress told again and again how far it has come; must not block
  void pull(ImageReference image, Consumer<PullProgress> progress) throws InterruptedException;

  /// Creates a container (`POST /containers/create`). If it fails, none was made, unless the code
  /// is `ENGINE_TIMEOUT`, `ENGINE_UNREACHABLE` or `ENGINE_ERROR`: then nobody can tell, and [#list]
  /// by label does.
  ContainerId create(ContainerSpec spec) throws InterruptedException;

  /// What [#create] would ask the engine for, in text for people. Nothing is made.
  String describe(ContainerSpec spec) throws InterruptedException;

  /// Writes files into a container, started or not (`PUT /containers/{id}/archive`). They and the
  /// directories that have to be made for them belong to the container's user; a sensitive one is
  /// for nobody else to read.
  ///
  /// @param files by absolute path, without `.` and `..`
  void placeFiles(ContainerId container, Map<String, HandedFile> files) throws InterruptedException;

  /// Attaches to the stdin of a created [dev.berth.domain.container.ContainerRole.Host] container
  /// and starts it (`POST /containers/{id}/attach`, `/start`). The container lives as long as the
  /// returned lifeline, and no longer than this process.
  Lifeline startHost(ContainerId container) throws InterruptedException;

  /// Starts a [dev.berth.domain.container.ContainerRole.Resident] container that was created or has
  /// ended (`POST /containers/{id}/start`). One that runs already is success.
  void startResident(ContainerId container) throws InterruptedException;

  /// Attaches to a created [dev.berth.domain.container.ContainerRole.Single] container, asks for
  /// its exit code, and starts it (`/attach`, `/wait`, `/start`), in this order, so that no byte
  /// and no exit code is missed.
  ///
  /// @param terminal the same as it was created with
  RunningProgram startSingle(ContainerId container, Optional<Terminal> terminal)
      throws InterruptedException;

  /// Runs a program in a running container (`POST /containers/{id}/exec`, `/exec/{id}/start`).
  /// Returns when the program itself is about to run, its terminal set to its size.
  ///
  /// Without a `/bin/sh` in the image it fails with `SHELL_MISSING`, unless the image has the guest
  /// agent and the program is not a command for the shell.
  RunningProgram exec(ContainerId container, ExecSpec spec) throws InterruptedException;

  /// Sends a signal to every process that is left of programs that have ended, in a container that
  /// runs on.
  ///
  /// @param ended which programs, by [RunningProgram#mark]
  /// @return whether anything was left
  boolean signalRemains(ContainerId container, List<ProgramMark> ended, Signal signal)
      throws InterruptedException;

  /// Gives a container another name (`POST /containers/{id}/rename`).
  void rename(ContainerId container, String name) throws InterruptedException;

  /// Sends a signal to a container's own program (`POST /containers/{id}/kill`).
  void signal(ContainerId container, Signal signal) throws InterruptedException;

  /// Ends the processes of a container, and keeps its files (`POST /containers/{id}/stop`). One
  /// that does not run is success.
  void stop(ContainerId container) throws InterruptedException;

  /// Lets the processes of a running container stand still (`POST /containers/{id}/pause`).
  void pause(ContainerId container) throws InterruptedException;

  /// Lets them go on (`POST /containers/{id}/unpause`). One that runs is success; one that does not
  /// fails with `CONTAINER_GONE`.
  void unpause(ContainerId container) throws InterruptedException;

  /// The processor time that the processes of a running container have used, on all processors
  /// together (`GET /containers/{id}/stats`).
  Duration processorTime(ContainerId container) throws InterruptedException;

  /// Ends and removes a container and its anonymous volumes (`DELETE
  /// /containers/{id}?force=1&v=1`). One that is gone already is success. Returns when the engine
  /// no longer lists it.
  void remove(ContainerId container) throws InterruptedException;

  /// The container of a name, in any state (`GET /containers/{name}/json`).
  Optional<ContainerSummary> find(String name) throws InterruptedException;

  /// The containers that carry all of these labels, in any state (`GET /containers/json?all=1`).
  List<ContainerSummary> list(Labels labels) throws InterruptedException;

  /// The containers that carry a label, whatever its value, in any state.
  ///
  /// @param label its key
  List<ContainerSummary> listLabelled(String label) throws InterruptedException;
}
