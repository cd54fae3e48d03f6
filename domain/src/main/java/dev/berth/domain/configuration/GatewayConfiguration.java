package dev.berth.domain.configuration;

import java.time.Duration;
import java.util.Optional;

/// Everything an operator configures.
///
/// @param ssh the SSH server
/// @param auth who may log in
/// @param backend which containers connections get
/// @param policy what clients may ask for
/// @param leaseRenewal how often the gateway shows its engine that it lives
/// @param pool how many containers are started in advance for `backend`
/// @param queue how much is asked of an engine at once
/// @param configurationServer who is asked what each connection gets; without it all get `backend`
/// @param log the log
/// @param monitoring what is told over HTTP
/// @param gracePeriod how long sessions may go on when the gateway is to stop
public record GatewayConfiguration(
    SshConfiguration ssh,
    AuthConfiguration auth,
    BackendConfiguration backend,
    SecurityPolicy policy,
    Duration leaseRenewal,
    PoolLimits pool,
    QueueLimits queue,
    Optional<WebhookConfiguration> configurationServer,
    LogConfiguration log,
    Monitoring monitoring,
    Duration gracePeriod) {
  /// What every connection gets that no server says anything of.
  public ConnectionConfiguration connection() {
    return ConnectionConfiguration.of(backend).with(policy);
  }

  /// The default of [#leaseRenewal].
  public static final Duration DEFAULT_LEASE_RENEWAL = Duration.ofSeconds(30);
}
