package dev.berth.adapter.auth;

import dev.berth.domain.connection.RemoteAddress;
import dev.berth.domain.connection.Restrictions;
import dev.berth.domain.connection.Restrictions.Permission;
import dev.berth.domain.connection.Username;
import dev.berth.domain.key.AddressPatterns;
import dev.berth.domain.key.Certificate;
import dev.berth.domain.key.Certificate.Content;
import dev.berth.domain.key.Certificate.Kind;
import dev.berth.domain.key.KeyOptions;
import dev.berth.domain.key.Touch;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a certificate of a trusted authority says of a login (OpenSSH's PROTOCOL.certkeys).
/// Whatever is not understood refuses.
final class CertificateCheck {
  private static final String FORCE_COMMAND = "force-command";
  private static final String SOURCE_ADDRESS = "source-address";
  private static final String VERIFY_REQUIRED = "verify-required";
  private static final Set<String> CRITICAL =
      Set.of(FORCE_COMMAND, SOURCE_ADDRESS, VERIFY_REQUIRED);

  private static final Map<String, Permission> PERMISSIONS =
      Map.of(
          "permit-pty", Permission.PTY,
          "permit-port-forwarding", Permission.PORT_FORWARDING,
          "permit-agent-forwarding", Permission.AGENT_FORWARDING,
          "permit-X11-forwarding", Permission.X11_FORWARDING,
          "permit-user-rc", Permission.USER_RC);

  private CertificateCheck() {}

  /// What a certificate grants.
  ///
  /// @param sources where clients must come from; empty for anywhere
  /// @param touch what a FIDO key's signature must say
  /// @param restrictions what it holds to
  record Grant(Optional<AddressPatterns> sources, Touch touch, Restrictions restrictions) {
    boolean admits(RemoteAddress address) {
      return sources.map(allowed -> allowed.admits(address)).orElse(true);
    }
  }

  /// What a certificate grants to a user; empty if nothing.
  ///
  /// @param line the options of the authority's line, which may name principals instead of the user
  static Optional<Grant> of(Certificate certificate, Username login, KeyOptions line, Instant now) {
    Content content = certificate.content();
    boolean holds =
        content.kind() == Kind.USER
            && content.validity().includes(now)
            && names(content.principals(), login, line.principals())
            && CRITICAL.containsAll(content.criticalOptions().keySet());
    return holds ? grant(content, line.touch()) : Optional.empty();
  }

  /// A certificate without principals would be one for everybody.
  private static boolean names(List<String> principals, Username login, List<String> allowed) {
    return allowed.isEmpty()
        ? principals.contains(login.value())
        : principals.stream().anyMatch(allowed::contains);
  }

  private static Optional<Grant> grant(Content content, Touch line) {
    Map<String, String> critical = content.criticalOptions();
    Touch own =
        new Touch(
            !content.extensions().containsKey("no-touch-required"),
            critical.containsKey(VERIFY_REQUIRED));
    Optional<String> command = Optional.ofNullable(critical.get(FORCE_COMMAND));
    if (command.filter(text -> text.isBlank() || text.indexOf('\0') >= 0).isPresent()) {
      return Optional.empty();
    }
    try {
      Optional<AddressPatterns> sources =
          Optional.ofNullable(critical.get(SOURCE_ADDRESS)).map(AddressPatterns::parseNetworks);
      return Optional.of(
          new Grant(
              sources,
              own.and(line),
              new Restrictions(command, permitted(content.extensions()), Map.of())));
    } catch (IllegalArgumentException noAddresses) {
      return Optional.empty();
    }
  }

  private static Set<Permission> permitted(Map<String, String> extensions) {
    Set<Permission> permitted = EnumSet.noneOf(Permission.class);
    PERMISSIONS.forEach((name, permission) -> {
      if (extensions.containsKey(name)) {
        permitted.add(permission);
      }
    });
    return permitted;
  }
}
