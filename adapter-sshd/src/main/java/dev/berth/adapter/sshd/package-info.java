/// The SSH server, on Apache MINA SSHD.
@NullMarked
package dev.berth.adapter.sshd;

import org.jspecify.annotations.NullMarked;
