package dev.berth.domain.key;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The `expiry-time` of authorized_keys: `YYYYMMDD[HHMM[SS]][Z]`, in the system's time zone without
/// the `Z`.
final class ExpiryTime {
  private static final Pattern SHAPE = Pattern.compile("([0-9]{8})([0-9]{4})?([0-9]{2})?(Z?)");
  private static final DateTimeFormatter DIGITS =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss").withResolverStyle(ResolverStyle.STRICT);

  private ExpiryTime() {}

  static Instant parse(String text) {
    Matcher parts = SHAPE.matcher(text);
    if (!parts.matches() || (parts.group(2) == null && parts.group(3) != null)) {
      throw new IllegalArgumentException(
          "has an expiry-time that is not YYYYMMDD, YYYYMMDDHHMM or YYYYMMDDHHMMSS, with or without"
              + " a Z for UTC");
    }
    String digits = (text.endsWith("Z") ? text.substring(0, text.length() - 1) : text) + "000000";
    try {
      return LocalDateTime.parse(digits.substring(0, 14), DIGITS)
          .atZone(text.endsWith("Z") ? ZoneOffset.UTC : ZoneId.systemDefault())
          .toInstant();
    } catch (DateTimeException noTime) {
      throw new IllegalArgumentException("has an expiry-time that is on no calendar", noTime);
    }
  }
}
