package dev.berth.adapter.config;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.events.ScalarEvent;

/// Tells what a YAML scalar is: as YAML 1.2's core schema has it, and octal numbers also as 1.1 had
/// them. Words such as `yes` and `off` are texts.
final class YamlScalars {
  private static final Set<String> NOTHING = Set.of("", "~", "null", "Null", "NULL");
  private static final Set<String> TRUE = Set.of("true", "True", "TRUE");
  private static final Set<String> FALSE = Set.of("false", "False", "FALSE");
  private static final Pattern DECIMAL = Pattern.compile("([-+]?)([1-9][0-9_]{0,100}|0)");
  private static final Pattern OCTAL = Pattern.compile("([-+]?)0o?([0-7][0-7_]{0,100})");
  private static final Pattern HEX = Pattern.compile("([-+]?)0x([0-9a-fA-F][0-9a-fA-F_]{0,100})");
  private static final Pattern FLOAT =
      Pattern.compile(
          "[-+]?(\\.[0-9]{1,100}|[0-9]{1,100}(\\.[0-9]{0,100})?)([eE][-+]?[0-9]{1,9})?");
  private static final Pattern NO_JSON_NUMBER =
      Pattern.compile("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

  private YamlScalars() {}

  static Node node(ScalarEvent scalar, Location at) throws TreeException {
    String text = scalar.getValue();
    String tag = scalar.getTag();
    if (tag != null && tag.toLowerCase(Locale.ROOT).endsWith(":binary")) {
      throw new TreeException(at, "binary values are not supported");
    }
    boolean asText = !scalar.isPlain() || (tag != null && tag.endsWith(":str"));
    return asText ? new Node.Text(at, text) : plain(text, at);
  }

  /// What a text would be if it were written without quotes; a text also where that is nothing.
  static Node written(String text, Location at) {
    return NOTHING.contains(text) ? new Node.Text(at, text) : plain(text, at);
  }

  private static Node plain(String text, Location at) {
    if (NOTHING.contains(text)) {
      return new Node.Nothing(at);
    }
    if (TRUE.contains(text) || FALSE.contains(text)) {
      return new Node.Flag(at, text, TRUE.contains(text));
    }
    if (DECIMAL.matcher(text).matches()) {
      return whole(DECIMAL.matcher(text), 10, text, at);
    }
    if (OCTAL.matcher(text).matches()) {
      return whole(OCTAL.matcher(text), 8, text, at);
    }
    if (HEX.matcher(text).matches()) {
      return whole(HEX.matcher(text), 16, text, at);
    }
    if (FLOAT.matcher(text).matches()) {
      return new Node.Decimal(at, text, Double.parseDouble(text));
    }
    return NO_JSON_NUMBER.matcher(text).matches()
        ? new Node.Decimal(at, text, Double.NaN)
        : new Node.Text(at, text);
  }

  private static Node whole(Matcher parts, int base, String text, Location at) {
    if (!parts.matches()) {
      throw new IllegalArgumentException("no number");
    }
    BigInteger value = new BigInteger(parts.group(2).replace("_", ""), base);
    return new Node.Whole(at, text, "-".equals(parts.group(1)) ? value.negate() : value);
  }
}
