package dev.berth.domain.container;

import java.time.Instant;

/// One container of a listing (Engine API, `GET /containers/json`).
///
/// @param id its identity
/// @param name its name, without the leading slash
/// @param state `created`, `running`, `paused`, `exited` and others, as the engine says it
/// @param created when, by the engine's clock
/// @param labels its labels
public record ContainerSummary(
    ContainerId id, String name, String state, Instant created, Labels labels) {}
