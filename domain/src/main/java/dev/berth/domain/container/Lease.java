package dev.berth.domain.container;

import java.time.Duration;
import java.util.Map;

/// What a gateway leaves at an engine to show that it lives. To renew it, the gateway leaves one
/// with another mark and takes the old one away.
///
/// Others of its leases show that it uses a persistent container, or is about to put one to rest.
///
/// @param terms whose, and how often it is renewed
/// @param mark tells it from its holder's earlier ones: 1 to 64 letters and digits
/// @param idle how long ago each container of the holder was last used, by the brief form of its
///   identity; for people who look
public record Lease(LeaseTerms terms, String mark, Map<String, Duration> idle) {
  private static final String USE = "u";
  private static final String REST = "r";

  /// A lease that says nothing about containers.
  public Lease(LeaseTerms terms, String mark) {
    this(terms, mark, Map.of());
  }

  public Lease {
    idle = Map.copyOf(idle);
    if (!isMark(mark)) {
      throw new IllegalArgumentException("a lease's mark must be 1 to 64 letters and digits");
    }
  }

  /// Shows that a gateway uses a persistent container: no other puts it to rest.
  ///
  /// @param name the container's name
  public static Lease ofUse(LeaseTerms terms, String name) {
    return new Lease(terms, USE + Digest.of(name));
  }

  /// Shows that a gateway is putting a persistent container to rest: others wait until it has.
  ///
  /// @param name the container's name
  public static Lease ofRest(LeaseTerms terms, String name) {
    return new Lease(terms, REST + Digest.of(name));
  }

  /// Whether this shows that a container is used.
  public boolean isUseOf(String name) {
    return mark.equals(USE + Digest.of(name));
  }

  /// Whether this shows that a container is being put to rest.
  public boolean isRestOf(String name) {
    return mark.equals(REST + Digest.of(name));
  }

  /// Whether this shows that some container is being put to rest.
  public boolean isRest() {
    return mark.startsWith(REST);
  }

  /// Whether a text may be a mark.
  public static boolean isMark(String text) {
    return text.matches("[A-Za-z0-9]{1,64}");
  }
}
