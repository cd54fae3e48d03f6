/// What is counted and measured while the gateway runs, in the format of Prometheus.
@NullMarked
package dev.berth.bootstrap.metrics;

import org.jspecify.annotations.NullMarked;
