package dev.berth.bootstrap.e2e;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Tests that hold in both modes: one gateway for each, shared by the tests of the class.
@ParameterizedClass(name = "{0}")
@EnumSource(Mode.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class InBothModes {
  /// Not known yet when the gateway is started: that gets it as an argument.
  @Parameter Mode mode = Mode.CONNECTION;

  private @Nullable GatewayProcess gateway;

  /// What the gateway of this class is configured with.
  Settings settings(Mode mode) {
    return Settings.of(mode);
  }

  @BeforeParameterizedClassInvocation
  void startGateway(Mode mode) {
    gateway = GatewayProcess.start(settings(mode));
  }

  @AfterParameterizedClassInvocation
  void stopGateway() {
    gateway().close();
  }

  GatewayProcess gateway() {
    return Objects.requireNonNull(gateway);
  }

  /// The users of this gateway.
  SshClients clients() {
    return gateway().clients();
  }

  /// Runs `ssh h ARGUMENT...` on a connection of its own.
  Outcome ssh(String... arguments) {
    return clients().ssh(arguments);
  }
}
