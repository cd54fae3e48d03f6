package dev.berth.domain.container;

/// One container of a listing (Engine API, `GET /containers/json`).
///
/// @param id its identity
/// @param name its name, without the leading slash
/// @param state `created`, `running`, `paused`, `exited` and others, as the engine says it
/// @param labels its labels
public record ContainerSummary(ContainerId id, String name, String state, Labels labels) {}
