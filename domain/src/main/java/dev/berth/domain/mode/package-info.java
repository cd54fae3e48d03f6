/// How connections and sessions map to containers.
@NullMarked
package dev.berth.domain.mode;

import org.jspecify.annotations.NullMarked;
