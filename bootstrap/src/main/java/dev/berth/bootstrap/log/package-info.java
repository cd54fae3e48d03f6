/// The gateway's log: every event as one line of JSON or text, never blocking the gateway.
@NullMarked
package dev.berth.bootstrap.log;

import org.jspecify.annotations.NullMarked;
