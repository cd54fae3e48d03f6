/// Puts the parts of a gateway together, starts and ends them.
@NullMarked
package dev.berth.bootstrap.assembly;

import org.jspecify.annotations.NullMarked;
