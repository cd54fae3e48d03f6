package dev.berth.domain.session;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Environment variables, in the order they were set; a later value replaces an earlier one. Values
/// may hold secrets, so only the names show in `toString`.
///
/// @param variables value by name
public record Environment(Map<String, String> variables) {
  /// The most variables that a session may set: bounds what one channel can make the gateway hold.
  public static final int MAX_VARIABLES = 1000;

  /// The longest name and value together, in UTF-16 units (Linux takes 128 KiB for one string).
  public static final int MAX_LENGTH = 100_000;

  /// The most characters of all names and values together, in UTF-16 units.
  public static final int MAX_TOTAL = 256 << 10;

  private static final Environment EMPTY = new Environment(Map.of());

  public Environment {
    if (variables.size() > MAX_VARIABLES) {
      throw new IllegalArgumentException(
          "more than " + MAX_VARIABLES + " environment variables were set");
    }
    variables.forEach(Environment::check);
    if (total(variables) > MAX_TOTAL) {
      throw new IllegalArgumentException(
          "the environment variables have more than " + MAX_TOTAL + " characters together");
    }
    variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
  }

  /// No variables.
  public static Environment empty() {
    return EMPTY;
  }

  /// This with one more variable.
  ///
  /// @throws IllegalArgumentException if the name is empty or holds `=` or NUL, the value holds
  ///   NUL, or a bound is passed
  public Environment with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(variables);
    more.put(name, value);
    return new Environment(more);
  }

  /// This with all of another's variables, which win.
  public Environment with(Environment other) {
    Map<String, String> more = new LinkedHashMap<>(variables);
    more.putAll(other.variables);
    return new Environment(more);
  }

  /// `NAME=value` strings, as the Engine API takes them.
  public List<String> assignments() {
    return variables.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
  }

  private static void check(String name, String value) {
    if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "an environment variable's name must not be empty or hold '=' or NUL");
    }
    if (value.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("the value of " + name + " must not hold NUL");
    }
    if (name.length() + value.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "an environment variable has more than " + MAX_LENGTH + " characters");
    }
  }

  private static long total(Map<String, String> variables) {
    return variables.entrySet().stream()
        .mapToLong(e -> e.getKey().length() + e.getValue().length())
        .sum();
  }

  @Override
  public String toString() {
    return variables.keySet().toString();
  }
}
