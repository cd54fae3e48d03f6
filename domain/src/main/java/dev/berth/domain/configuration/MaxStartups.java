package dev.berth.domain.configuration;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How many connections may be in their login at once, as OpenSSH's `MaxStartups`: from `start` on
/// some are turned away at random, the more the fuller, so that a flood does not shut everybody
/// else out; at `full` all are.
///
/// @param start connections that are always let in
/// @param rate per cent that are turned away at `start`; rises in a straight line to 100 at `full`
/// @param full connections above which all are turned away
public record MaxStartups(int start, int rate, int full) {
  /// The largest number allowed.
  public static final int MOST = 1_000_000;

  private static final Pattern SHAPE =
      Pattern.compile("([0-9]{1,7})(?::([0-9]{1,3}):([0-9]{1,7}))?");

  public MaxStartups {
    if (start < 1 || full < start || full > MOST) {
      throw new IllegalArgumentException(
          "start must be at least 1, full at least start and at most " + MOST);
    }
    if (rate < 1 || rate > 100) {
      throw new IllegalArgumentException("rate must be between 1 and 100");
    }
  }

  /// All up to a number, and none above it.
  public static MaxStartups upTo(int most) {
    return new MaxStartups(most, 100, most);
  }

  /// Reads `start:rate:full`, or one number.
  ///
  /// @throws IllegalArgumentException if it is neither, in words that follow a key's name
  public static MaxStartups parse(String text) {
    Matcher parts = SHAPE.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "must be start:rate:full, such as 100:30:500, or a number of connections");
    }
    try {
      int start = Integer.parseInt(parts.group(1));
      return parts.group(2) == null
          ? upTo(start)
          : new MaxStartups(
              start, Integer.parseInt(parts.group(2)), Integer.parseInt(parts.group(3)));
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException("is wrong: " + wrong.getMessage(), wrong);
    }
  }

  /// How likely a new connection is to be turned away.
  ///
  /// @param open connections that are in their login
  /// @return per cent
  public int refusalPercent(int open) {
    if (open < start) {
      return 0;
    }
    if (open >= full) {
      return 100;
    }
    return rate + (int) ((100L - rate) * (open - start) / (full - start));
  }

  /// `start:rate:full`.
  @Override
  public String toString() {
    return start + ":" + rate + ":" + full;
  }
}
