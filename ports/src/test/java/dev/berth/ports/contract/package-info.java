/// What every adapter of a port must do, as tests that each of them runs.
@NullMarked
package dev.berth.ports.contract;

import org.jspecify.annotations.NullMarked;
