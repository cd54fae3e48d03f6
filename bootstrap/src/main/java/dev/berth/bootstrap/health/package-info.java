/// Whether the gateway is well, for load balancers and supervisors.
@NullMarked
package dev.berth.bootstrap.health;

import org.jspecify.annotations.NullMarked;
