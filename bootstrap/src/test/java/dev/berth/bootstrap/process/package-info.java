/// The distribution as an operator runs it, as a process.
@NullMarked
package dev.berth.bootstrap.process;

import org.jspecify.annotations.NullMarked;
