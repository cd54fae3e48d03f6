/// Looks for what would keep a gateway from working, before its users find it.
@NullMarked
package dev.berth.bootstrap.doctor;

import org.jspecify.annotations.NullMarked;
