package dev.berth.adapter.config;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A length of time in Go's way of writing, or a whole number of nanoseconds.
///
/// @param least the shortest allowed
/// @param zero whether none at all is allowed too
record DurationType(Duration least, boolean zero) implements Type<Duration> {
  private static final Duration LONGEST = Duration.ofDays(365);
  private static final String HOW =
      "must be a duration such as 500ms, 2s, 1m30s or 1h, or a whole number of nanoseconds";
  private static final String NUMBER = "(?:[0-9]{1,18}(?:\\.[0-9]{0,18})?|\\.[0-9]{1,18})";
  private static final String UNIT = "(?:ns|us|\u00b5s|\u03bcs|ms|s|m|h)";
  private static final Pattern PART = Pattern.compile("(" + NUMBER + ")(" + UNIT + ")");
  private static final Pattern WHOLE = Pattern.compile("(?:" + NUMBER + UNIT + "){1,20}|0");

  /// At least a duration.
  static DurationType atLeast(Duration least) {
    return new DurationType(least, false);
  }

  /// Zero, or at least a duration.
  static DurationType zeroOrAtLeast(Duration least) {
    return new DurationType(least, true);
  }

  @Override
  public String label() {
    return "duration, " + (zero ? "0 or " : "") + "at least " + written(least);
  }

  @Override
  public Map<String, Object> schema() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", List.of("string", "integer"));
    schema.put(
        "pattern", "^(([0-9]+(\\.[0-9]*)?|\\.[0-9]+)(ns|us|\u00b5s|\u03bcs|ms|s|m|h))+$|^0$");
    schema.put("minimum", 0);
    return schema;
  }

  @Override
  public Optional<Duration> read(Node node, Reading reading) {
    BigDecimal nanos;
    switch (node) {
      case Node.Whole whole -> nanos = new BigDecimal(whole.value());
      case Node.Text text when WHOLE.matcher(text.text()).matches() -> nanos = parsed(text.text());
      default -> {
        return reading.refuse(node, HOW);
      }
    }
    boolean bare = node instanceof Node.Whole;
    if (nanos.signum() < 0 || nanos.compareTo(new BigDecimal(LONGEST.toNanos())) > 0) {
      return reading.refuse(node, "must be between 0 and a year; " + HOW);
    }
    Duration duration = Duration.ofNanos(nanos.longValue());
    if (duration.compareTo(least) < 0 && !(zero && duration.isZero())) {
      String hint =
          bare && nanos.signum() > 0
              ? "; a bare number means nanoseconds: write, say, " + nanos.toBigInteger() + "s"
              : "";
      return reading.refuse(
          node, "must be " + (zero ? "0 or " : "") + "at least " + written(least) + hint);
    }
    return Optional.of(duration);
  }

  private static BigDecimal parsed(String text) {
    BigDecimal nanos = BigDecimal.ZERO;
    Matcher part = PART.matcher(text);
    while (part.find()) {
      nanos =
          nanos.add(new BigDecimal(part.group(1)).multiply(new BigDecimal(unit(part.group(2)))));
    }
    return nanos;
  }

  private static BigInteger unit(String name) {
    return BigInteger.valueOf(
        switch (name) {
          case "ns" -> 1L;
          case "ms" -> 1_000_000L;
          case "s" -> 1_000_000_000L;
          case "m" -> 60_000_000_000L;
          case "h" -> 3_600_000_000_000L;
          default -> 1_000L;
        });
  }

  /// A duration as this type reads it, in the largest unit that fits.
  static String written(Duration duration) {
    long nanos = duration.toNanos();
    if (nanos == 0) {
      return "0s";
    }
    for (String unit : List.of("h", "m", "s", "ms", "us")) {
      long size = unit(unit).longValueExact();
      if (nanos % size == 0) {
        return nanos / size + unit;
      }
    }
    return nanos + "ns";
  }
}
