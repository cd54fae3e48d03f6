/// Authentication against users that the configuration lists.
@NullMarked
package dev.berth.adapter.auth;

import org.jspecify.annotations.NullMarked;
