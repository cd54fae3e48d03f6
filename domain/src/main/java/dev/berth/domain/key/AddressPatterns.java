package dev.berth.domain.key;

import dev.berth.domain.connection.RemoteAddress;
import java.util.Arrays;
import java.util.List;

/// Where clients may come from: IP addresses, networks as `address/bits`, and IPv4 addresses with
/// the wildcards `*` and `?`; with a `!` in front, where they may not. Names are none: nothing is
/// looked up while somebody logs in.
///
/// @param patterns at least one; clients must match one and none with a `!`
public record AddressPatterns(List<String> patterns) {
  private static final int MOST = 1000;

  /// Checked patterns.
  ///
  /// @throws IllegalArgumentException if one is none, with words that follow "the list"
  public AddressPatterns {
    patterns = List.copyOf(patterns);
    if (patterns.size() > MOST) {
      throw new IllegalArgumentException("has more than " + MOST + " patterns");
    }
    patterns.forEach(AddressPattern::parse);
  }

  /// Reads patterns that are separated by commas, as `from="..."` has them.
  public static AddressPatterns parse(String list) {
    return new AddressPatterns(Arrays.stream(list.split(",", -1)).map(String::strip).toList());
  }

  /// Reads addresses and networks that are separated by commas, as a certificate's `source-address`
  /// has them: neither wildcards nor `!`.
  public static AddressPatterns parseNetworks(String list) {
    if (list.matches(".*[!*?].*")) {
      throw new IllegalArgumentException("has more than addresses and networks");
    }
    return parse(list);
  }

  /// Whether a client may come from an address.
  public boolean admits(RemoteAddress address) {
    boolean admitted = false;
    for (String text : patterns) {
      AddressPattern pattern = AddressPattern.parse(text);
      boolean matches = pattern.matches(address.host());
      if (pattern.negated() && (matches || !AddressPattern.isAddress(address.host()))) {
        return false;
      }
      admitted |= matches && !pattern.negated();
    }
    return admitted;
  }
}
