package dev.berth.domain.key;

import dev.berth.domain.connection.Restrictions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Under what conditions a key of authorized_keys lets its user in, and what it restricts them to.
///
/// @param certAuthority whether the key is an authority's, which lets in by certificates only
/// @param principals of which a certificate must name one; empty for the login name
/// @param from where clients must come from; empty for anywhere
/// @param expiry from when on the key lets nobody in
/// @param touch what a FIDO key's signature must say
/// @param restrictions what a login by the key is held to
public record KeyOptions(
    boolean certAuthority,
    List<String> principals,
    Optional<AddressPatterns> from,
    Optional<Instant> expiry,
    Touch touch,
    Restrictions restrictions) {
  /// No options: anybody who holds the key, from anywhere, at any time.
  public static final KeyOptions NONE =
      new KeyOptions(
          false, List.of(), Optional.empty(), Optional.empty(), Touch.DEFAULT, Restrictions.NONE);

  public KeyOptions {
    principals = List.copyOf(principals);
  }

  /// Reads options as authorized_keys has them, separated by commas.
  ///
  /// @throws IllegalArgumentException if one is unknown, wrong or said twice, with words that
  ///   follow "the line"
  public static KeyOptions parse(String text) {
    return new KeyOptionsReader(KeyOption.parse(text)).read();
  }
}
