/// The model: what a connection, a session and a container are; java.base only.
@NullMarked
package dev.berth.domain;

import org.jspecify.annotations.NullMarked;
