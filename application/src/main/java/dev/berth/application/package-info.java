/// The use cases: what the gateway does with connections, sessions and containers. Start at
/// [ContainerGateway].
@NullMarked
package dev.berth.application;

import org.jspecify.annotations.NullMarked;
