/// Who is connected: a connection's identity, its stages, and what authentication hands on to the
/// container.
@NullMarked
package dev.berth.domain.connection;

import org.jspecify.annotations.NullMarked;
