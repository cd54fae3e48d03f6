/// What a container engine is asked to create, and under which limits of time.
@NullMarked
package dev.berth.domain.container;

import org.jspecify.annotations.NullMarked;
