package dev.berth.ports.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.domain.container.ContainerId;
import dev.berth.domain.container.ContainerRole;
import dev.berth.domain.container.ContainerSettings;
import dev.berth.domain.container.ContainerSpec;
import dev.berth.domain.container.ContainerSummary;
import dev.berth.domain.container.ImageReference;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import dev.berth.domain.session.Environment;
import dev.berth.domain.session.ExitStatus;
import dev.berth.ports.driven.ContainerRuntime;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/// What every container engine does with containers that nobody holds.
public interface ResidentContract {
  /// The engine.
  ContainerRuntime runtime();

  /// An image that it has, with a `/bin/sh`.
  ImageReference image();

  private ContainerSpec resident(String name) {
    return new ContainerSpec(
        name,
        ContainerSettings.of(image()),
        new ContainerRole.Resident(Workbench.idle()),
        Environment.empty(),
        Workbench.mine());
  }

  private ExitStatus run(ContainerId container, String command) throws Exception {
    return Workbench.collect(runtime().exec(container, Workbench.shell(command)), new byte[0])
        .status();
  }

  private String state(String name) throws InterruptedException {
    return runtime().find(name).map(ContainerSummary::state).orElse("none");
  }

  private static void assertCode(FailureCode code, Callable<?> call) {
    assertThatThrownBy(call::call)
        .isInstanceOfSatisfying(
            GatewayException.class, failure -> assertThat(failure.code()).isEqualTo(code));
  }

  @Test
  default void aContainerIsFoundByItsWholeNameOnly() throws InterruptedException {
    String name = Workbench.newName();
    ContainerId id = runtime().create(resident(name));

    assertThat(runtime().find(name))
        .get()
        .satisfies(found -> {
          assertThat(found.id()).isEqualTo(id);
          assertThat(found.name()).isEqualTo(name);
          assertThat(found.state()).isEqualTo("created");
          assertThat(found.labels().values()).containsAllEntriesOf(Workbench.mine().values());
        });
    assertThat(runtime().find(id.brief())).isEmpty();
    runtime().remove(id);
    assertThat(runtime().find(name)).isEmpty();
  }

  @Test
  default void itRunsThoughNobodyHoldsItAndStartingItAgainIsFine() throws Exception {
    String name = Workbench.newName();
    ContainerId id = runtime().create(resident(name));

    runtime().startResident(id);
    runtime().startResident(id);

    assertThat(run(id, "exit 3")).isEqualTo(new ExitStatus.Exited(3));
    assertThat(state(name)).isEqualTo("running");
  }

  @Test
  default void oneThatWasStoppedIsThereAndStartsAgain() throws Exception {
    String name = Workbench.newName();
    ContainerId id = runtime().create(resident(name));
    runtime().startResident(id);

    runtime().stop(id);
    runtime().stop(id);
    assertThat(state(name)).isEqualTo("exited");
    assertCode(FailureCode.CONTAINER_GONE, () -> run(id, "true"));
    runtime().startResident(id);

    assertThat(run(id, "exit 4")).isEqualTo(new ExitStatus.Exited(4));
  }

  @Test
  default void oneThatIsPausedGoesOnLater() throws Exception {
    String name = Workbench.newName();
    ContainerId id = runtime().create(resident(name));
    runtime().startResident(id);

    runtime().pause(id);
    assertThat(state(name)).isEqualTo("paused");
    assertCode(FailureCode.CONTAINER_PAUSED, () -> run(id, "true"));
    runtime().unpause(id);
    // Of two who come at once the second finds it done.
    runtime().unpause(id);

    assertThat(state(name)).isEqualTo("running");
    assertThat(run(id, "exit 5")).isEqualTo(new ExitStatus.Exited(5));
  }

  @Test
  default void oneThatDoesNotRunDoesNotGoOn() throws InterruptedException {
    ContainerId id = runtime().create(resident(Workbench.newName()));
    assertCode(FailureCode.CONTAINER_GONE, () -> unpaused(id));

    runtime().startResident(id);
    runtime().stop(id);

    assertCode(FailureCode.CONTAINER_GONE, () -> unpaused(id));
  }

  private ContainerId unpaused(ContainerId id) throws InterruptedException {
    runtime().unpause(id);
    return id;
  }

  @Test
  default void whatIsGoneCannotBePutToRest() throws InterruptedException {
    ContainerId id = runtime().create(resident(Workbench.newName()));
    runtime().remove(id);

    assertCode(
        FailureCode.CONTAINER_GONE,
        () -> {
          runtime().stop(id);
          return id;
        });
    assertCode(FailureCode.CONTAINER_GONE, () -> unpaused(id));
    assertCode(FailureCode.CONTAINER_GONE, () -> runtime().processorTime(id));
  }

  @Test
  default void processorTimeNeverGoesBack() throws Exception {
    ContainerId id = runtime().create(resident(Workbench.newName()));
    runtime().startResident(id);

    var before = runtime().processorTime(id);
    assertThat(run(id, "exit 0")).isEqualTo(new ExitStatus.Exited(0));

    assertThat(runtime().processorTime(id)).isGreaterThanOrEqualTo(before);
  }
}
