/// What happened, as data: logs, metrics and audit are made from these events.
@NullMarked
package dev.berth.domain.event;

import org.jspecify.annotations.NullMarked;
