/// In-memory adapters for unit tests. They pass the same contracts as the real ones.
@NullMarked
package dev.berth.ports.fake;

import org.jspecify.annotations.NullMarked;
