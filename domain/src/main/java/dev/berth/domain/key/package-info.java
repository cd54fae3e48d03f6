/// Public keys, certificates and the lines of authorized_keys: what they are and what they permit.
/// No cryptography: whether signatures are right is for the SSH server to say.
@NullMarked
package dev.berth.domain.key;

import org.jspecify.annotations.NullMarked;
