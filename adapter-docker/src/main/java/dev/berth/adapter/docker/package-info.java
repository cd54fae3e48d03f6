/// Containers on the Docker Engine API.
@NullMarked
package dev.berth.adapter.docker;

import org.jspecify.annotations.NullMarked;
