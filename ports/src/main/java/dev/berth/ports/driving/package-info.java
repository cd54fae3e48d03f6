/// What the outside may ask of the gateway: a handler for each stage of a connection's life.
@NullMarked
package dev.berth.ports.driving;

import org.jspecify.annotations.NullMarked;
