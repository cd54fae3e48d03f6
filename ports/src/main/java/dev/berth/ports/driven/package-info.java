/// What the gateway needs from the outside: containers, authentication, configuration, and
/// somewhere to tell events.
@NullMarked
package dev.berth.ports.driven;

import org.jspecify.annotations.NullMarked;
