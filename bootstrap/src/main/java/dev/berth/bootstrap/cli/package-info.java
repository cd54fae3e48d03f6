/// The command line: what an operator types, and what is answered.
@NullMarked
package dev.berth.bootstrap.cli;

import org.jspecify.annotations.NullMarked;
