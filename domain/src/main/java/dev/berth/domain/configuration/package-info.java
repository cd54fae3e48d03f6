/// The configuration of the whole gateway, as validated values.
@NullMarked
package dev.berth.domain.configuration;

import org.jspecify.annotations.NullMarked;
