/// The whole gateway as a user meets it: the distribution as a process, a real engine, and the
/// OpenSSH client. Start reading at [dev.berth.bootstrap.e2e.GatewayProcess].
@NullMarked
package dev.berth.bootstrap.e2e;

import org.jspecify.annotations.NullMarked;
