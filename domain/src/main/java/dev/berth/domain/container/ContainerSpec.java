package dev.berth.domain.container;

import dev.berth.domain.session.Environment;

/// A container to be created. What a field of the operator's settings says wins over the gateway's
/// defaults, but not over what the gateway needs to keep its promises: labels, stdin and the
/// program.
///
/// @param name its name on the engine
/// @param settings the operator's part
/// @param role what runs in it
/// @param environment variables added to the settings' and the image's own
/// @param labels labels added to the settings' own
public record ContainerSpec(
    String name,
    ContainerSettings settings,
    ContainerRole role,
    Environment environment,
    Labels labels) {}
