/// Documentation that is rendered from the code.
@NullMarked
package dev.berth.bootstrap.docs;

import org.jspecify.annotations.NullMarked;
