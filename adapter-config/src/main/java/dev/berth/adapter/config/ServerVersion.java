package dev.berth.adapter.config;

/// The identification string of RFC 4253, section 4.2.
final class ServerVersion {
  /// The software version holds neither white space nor minus.
  static final String SHAPE = "^SSH-2\\.0-[!-,.-~]+( [ -~]*)?$";

  private static final int LONGEST = 253;

  private ServerVersion() {}

  static String checked(String text) {
    if (!text.matches(SHAPE)) {
      throw new IllegalArgumentException(
          "must be SSH-2.0-softwareversion, then perhaps a space and comments, in ASCII; the"
              + " software version has no space and no minus; such as SSH-2.0-Berth");
    }
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException(
          "must have at most " + LONGEST + " characters, not " + text.length());
    }
    return text;
  }
}
