package dev.berth.domain.key;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/// A line of authorized_keys: a key, and under what conditions it lets its user in and do what. A
/// line that is not understood as a whole is no line: its key would be without its restriction.
///
/// @param options what stands in front of the key
/// @param key the key; that of an authority where the options say `cert-authority`
/// @param comment what stands behind it
public record AuthorizedKey(KeyOptions options, PublicKey key, String comment) {
  private static final Pattern SPACE = Pattern.compile("[ \\t]+");

  /// A key without options and comment.
  public static AuthorizedKey of(PublicKey key) {
    return new AuthorizedKey(KeyOptions.NONE, key, "");
  }

  /// Reads a line, `[options] type base64 [comment]` (sshd(8), AUTHORIZED_KEYS FILE FORMAT).
  ///
  /// @throws IllegalArgumentException if it is none, with words that follow "the line"
  public static AuthorizedKey parse(String line) {
    if (line.contains("\n")) {
      throw new IllegalArgumentException(
          "must be one line for each key; write several keys as several list items");
    }
    String text = line.strip();
    if (PublicKey.isType(SPACE.split(text, 2)[0])) {
      return keyed(KeyOptions.NONE, text);
    }
    int end = endOfOptions(text);
    String rest = text.substring(end).strip();
    if (!PublicKey.isType(SPACE.split(rest, 2)[0])) {
      throw new IllegalArgumentException(unknownType(text));
    }
    return keyed(KeyOptions.parse(text.substring(0, end)), rest);
  }

  private static AuthorizedKey keyed(KeyOptions options, String text) {
    String[] fields = SPACE.split(text, 3);
    if (fields.length < 2) {
      throw new IllegalArgumentException(
          "lacks the key itself: the form is \"type base64 comment\"");
    }
    return new AuthorizedKey(options, key(fields), fields.length == 3 ? fields[2] : "");
  }

  private static PublicKey key(String[] fields) {
    try {
      return new PublicKey(fields[0], Base64.getDecoder().decode(fields[1]));
    } catch (IllegalArgumentException notBase64) {
      throw new IllegalArgumentException(
          "is damaged: what follows " + fields[0] + " is no such key", notBase64);
    }
  }

  /// Where the first blank outside of quotation marks is.
  private static int endOfOptions(String text) {
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == ' ' || c == '\t')) {
        return i;
      }
    }
    return text.length();
  }

  private static String unknownType(String text) {
    if (text.contains("PRIVATE KEY")) {
      return "must be a public key, not a private one";
    }
    String known = "; known are " + String.join(", ", PublicKey.types());
    List<String> words = Arrays.asList(SPACE.split(text));
    if (words.stream().anyMatch(Certificate::isType)) {
      return "holds a certificate, which is no key; to admit an authority's certificates write"
          + " cert-authority and the authority's key";
    }
    if (words.stream().skip(1).anyMatch(PublicKey::isType)) {
      return "has options that end in the middle: a quotation mark is missing or too many";
    }
    String first = words.getFirst();
    return "begins with \""
        + (first.length() > 40 ? first.substring(0, 40) + "..." : first)
        + "\", which is no type of key that Berth knows"
        + known;
  }
}
