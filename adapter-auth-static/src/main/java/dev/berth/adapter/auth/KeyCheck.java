package dev.berth.adapter.auth;

import dev.berth.domain.configuration.AuthConfiguration;
import dev.berth.domain.connection.Client;
import dev.berth.domain.connection.Restrictions;
import dev.berth.domain.connection.Username;
import dev.berth.domain.key.AuthorizedKey;
import dev.berth.domain.key.Certificate;
import dev.berth.domain.key.KeyOptions;
import dev.berth.domain.key.PublicKey;
import dev.berth.domain.key.Touch;
import dev.berth.ports.driven.Authenticator.Proof;
import dev.berth.ports.driven.Authenticator.PublicKeyText;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Finds a public key among a user's own, or a certificate's authority among those that are
/// trusted, and holds the client to the options that stand there.
final class KeyCheck {
  /// Those of an authority that no line speaks of: what a FIDO key's signature must say is for its
  /// certificates alone to say, which demand a touch where they do not waive it.
  private static final KeyOptions TRUSTED =
      new KeyOptions(
          true, List.of(), Optional.empty(), Optional.empty(), Touch.NONE, Restrictions.NONE);

  /// More than any key or certificate takes.
  private static final int LONGEST_BASE64 = 64 << 10;

  private final Map<Username, List<AuthorizedKey>> keys;
  private final List<AuthorizedKey> authorities;
  private final InstantSource clock;

  private KeyCheck(
      Map<Username, List<AuthorizedKey>> keys,
      List<AuthorizedKey> authorities,
      InstantSource clock) {
    this.keys = keys;
    this.authorities = authorities;
    this.clock = clock;
  }

  static KeyCheck of(AuthConfiguration configuration, InstantSource clock) {
    return new KeyCheck(
        configuration.users().entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Map.Entry::getKey, user -> user.getValue().authorizedKeys())),
        configuration.userAuthorities().stream()
            .map(key -> new AuthorizedKey(TRUSTED, key, ""))
            .toList(),
        clock);
  }

  /// A question about a key or a certificate.
  ///
  /// @param client who asks
  /// @param login for which name
  /// @param proof what was shown of it
  record Question(Client client, Username login, Proof proof) {
    /// Whether the options of a key let it do.
    private boolean meets(KeyOptions options, InstantSource clock) {
      return options.from().map(from -> from.admits(client.address())).orElse(true)
          && options.expiry().map(end -> clock.instant().isBefore(end)).orElse(true);
    }

    /// Whether a FIDO key's signature says what is asked for; there is none before it has signed.
    /// No other key can say that it has verified anybody.
    private boolean meets(Touch touch, PublicKey key) {
      if (!key.isSecurityKey()) {
        return !touch.verification();
      }
      return switch (proof) {
        case Proof.Offered _ -> true;
        case Proof.Signed(boolean present, boolean verified) -> touch.isMetBy(present, verified);
      };
    }
  }

  /// What the key holds its user to; empty if it does not let them in.
  Optional<Restrictions> admits(Question question, PublicKeyText key) {
    if (key.base64().length() > LONGEST_BASE64) {
      return Optional.empty();
    }
    try {
      byte[] blob = Base64.getDecoder().decode(key.base64());
      return Certificate.isType(key.type())
          ? admits(question, Certificate.parse(blob))
          : admits(question, PublicKey.of(blob));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  private Optional<Restrictions> admits(Question question, PublicKey key) {
    return entries(question.login(), key, false).stream()
        .map(AuthorizedKey::options)
        .filter(options -> question.meets(options, clock))
        .filter(options -> question.meets(options.touch(), key))
        .map(KeyOptions::restrictions)
        .findFirst();
  }

  private Optional<Restrictions> admits(Question question, Certificate certificate) {
    List<AuthorizedKey> trusted = new ArrayList<>(matching(authorities, certificate.authority()));
    trusted.addAll(entries(question.login(), certificate.authority(), true));
    return trusted.stream()
        .map(AuthorizedKey::options)
        .filter(options -> question.meets(options, clock))
        .flatMap(options -> admits(question, certificate, options).stream())
        .findFirst();
  }

  private Optional<Restrictions> admits(
      Question question, Certificate certificate, KeyOptions options) {
    return CertificateCheck.of(certificate, question.login(), options, clock.instant())
        .filter(grant -> grant.admits(question.client().address()))
        .filter(grant -> question.meets(grant.touch(), certificate.key()))
        .flatMap(grant -> options.restrictions().and(grant.restrictions()));
  }

  private List<AuthorizedKey> entries(Username login, PublicKey key, boolean authority) {
    return matching(keys.getOrDefault(login, List.of()), key).stream()
        .filter(entry -> entry.options().certAuthority() == authority)
        .toList();
  }

  /// Every one of them is compared, and whole.
  private static List<AuthorizedKey> matching(List<AuthorizedKey> entries, PublicKey key) {
    byte[] blob = key.blob();
    return entries.stream()
        .filter(entry -> MessageDigest.isEqual(entry.key().blob(), blob))
        .toList();
  }
}
