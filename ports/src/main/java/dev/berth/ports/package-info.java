/// What the outside may ask of the gateway and what the gateway needs from it.
@NullMarked
package dev.berth.ports;

import org.jspecify.annotations.NullMarked;
