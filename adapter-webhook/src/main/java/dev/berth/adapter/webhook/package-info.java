/// Authentication and authorisation by HTTP servers that are asked, as the older system asks them.
@NullMarked
package dev.berth.adapter.webhook;

import org.jspecify.annotations.NullMarked;
