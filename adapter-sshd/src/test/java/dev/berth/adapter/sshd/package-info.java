@NullMarked
package dev.berth.adapter.sshd;

import org.jspecify.annotations.NullMarked;
