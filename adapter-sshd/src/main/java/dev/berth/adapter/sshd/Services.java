package dev.berth.adapter.sshd;

import dev.berth.domain.configuration.SshConfiguration;
import dev.berth.ports.driven.Authenticator;
import dev.berth.ports.driven.EventSink;
import dev.berth.ports.driving.Gateway;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/// What every connection of a server uses.
///
/// @param configuration how the server presents itself
/// @param gateway what clients are for
/// @param authenticator who they are
/// @param events where to tell what happened
/// @param memory what all of them may make the server hold
/// @param stalled how long a client that talks may take nothing of what it is sent
/// @param timers for what is to be done later
/// @param leaving whether no session may be opened any more
record Services(
    SshConfiguration configuration,
    Gateway gateway,
    Authenticator authenticator,
    EventSink events,
    Memory memory,
    Duration stalled,
    Timers timers,
    AtomicBoolean leaving) {
  /// The same for clients of another configuration.
  Services with(SshConfiguration other, Gateway theirs, Authenticator decides) {
    return new Services(other, theirs, decides, events, memory, stalled, timers, leaving);
  }
}
