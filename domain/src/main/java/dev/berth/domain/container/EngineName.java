package dev.berth.domain.container;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// Any text as a part of a container's name: what engines do not take there is written as `_` and
/// two hexadecimal digits for each byte of UTF-8.
final class EngineName {
  private EngineName() {}

  /// @param most bytes of the text; what comes after is left out
  static String encoded(String text, int most) {
    StringBuilder encoded = new StringBuilder();
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < Math.min(bytes.length, most); i++) {
      char c = (char) (bytes[i] & 0xff);
      if ((c >= 'a' && c <= 'z')
          || (c >= 'A' && c <= 'Z')
          || (c >= '0' && c <= '9')
          || c == '.'
          || c == '-') {
        encoded.append(c);
      } else {
        encoded.append('_').append(HexFormat.of().toHexDigits((byte) c));
      }
    }
    return encoded.toString();
  }

  static String decoded(String text) {
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
