/// Faults, each with a code that operators and users can look up.
@NullMarked
package dev.berth.domain.failure;

import org.jspecify.annotations.NullMarked;
