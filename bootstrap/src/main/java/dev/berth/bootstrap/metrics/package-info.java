/// What is counted while the gateway runs.
@NullMarked
package dev.berth.bootstrap.metrics;

import org.jspecify.annotations.NullMarked;
