/// Main, the command line and the assembly of all the parts.
@NullMarked
package dev.berth.bootstrap;

import org.jspecify.annotations.NullMarked;
