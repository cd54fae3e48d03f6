/// JSON and YAML files into the configuration of the domain.
@NullMarked
package dev.berth.adapter.config;

import org.jspecify.annotations.NullMarked;
