/// What many connections take, and whether they give it back.
@NullMarked
package dev.berth.bootstrap.soak;

import org.jspecify.annotations.NullMarked;
