/// Holds the architecture: what may depend on what, and what the parts look like.
@NullMarked
package dev.berth.bootstrap.architecture;

import org.jspecify.annotations.NullMarked;
