package dev.berth.domain.container;

import dev.berth.domain.connection.ConnectionId;
import dev.berth.domain.connection.Username;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a container that was started in advance is renamed to once it is somebody's. Labels cannot
/// be changed after creation (Engine API), so the name tells whose it is.
///
/// @param connection whose
/// @param user the authenticated name, as far as it fits
public record ClaimedName(String connection, String user) {
  private static final String PREFIX = "berth-";
  private static final Pattern FORM = Pattern.compile(PREFIX + "([0-9a-f]{32})-(.*)");

  /// Names may be long; nobody reads more.
  private static final int MOST = 64;

  /// The name for a user's connection.
  public static ClaimedName of(ConnectionId connection, Username user) {
    return new ClaimedName(connection.value(), user.value());
  }

  /// What a name says, if it is one of these.
  public static Optional<ClaimedName> parse(String name) {
    Matcher matcher = FORM.matcher(name);
    return matcher.matches()
        ? Optional.of(new ClaimedName(matcher.group(1), decoded(matcher.group(2))))
        : Optional.empty();
  }

  /// As the engine takes it: bytes of the user's name that a container's may not have are written
  /// as `_` and two hexadecimal digits.
  public String text() {
    StringBuilder text = new StringBuilder(PREFIX).append(connection).append('-');
    byte[] bytes = user.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < Math.min(bytes.length, MOST); i++) {
      char c = (char) (bytes[i] & 0xff);
      if ((c >= 'a' && c <= 'z')
          || (c >= 'A' && c <= 'Z')
          || (c >= '0' && c <= '9')
          || c == '.'
          || c == '-') {
        text.append(c);
      } else {
        text.append('_').append(HexFormat.of().toHexDigits((byte) c));
      }
    }
    return text.toString();
  }

  private static String decoded(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '_' && isHex(text, i + 1) && isHex(text, i + 2)) {
        bytes.write(HexFormat.fromHexDigits(text, i + 1, i + 3));
        i += 2;
      } else {
        bytes.write(text.charAt(i));
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static boolean isHex(String text, int at) {
    return at < text.length() && HexFormat.isHexDigit(text.charAt(at));
  }
}
