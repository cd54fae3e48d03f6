/// One session channel (RFC 4254, section 6): its program, terminal, environment and exit status.
@NullMarked
package dev.berth.domain.session;

import org.jspecify.annotations.NullMarked;
