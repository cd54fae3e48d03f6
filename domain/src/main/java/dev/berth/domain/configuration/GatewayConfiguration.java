package dev.berth.domain.configuration;

/// Everything an operator configures.
///
/// @param ssh the SSH server
/// @param auth who may log in
/// @param backend which containers connections get
/// @param log the log
public record GatewayConfiguration(
    SshConfiguration ssh,
    AuthConfiguration auth,
    BackendConfiguration backend,
    LogConfiguration log) {}
