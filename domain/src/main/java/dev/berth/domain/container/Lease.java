package dev.berth.domain.container;

/// What a gateway leaves at an engine to show that it lives. To renew it, the gateway leaves one
/// with another mark and takes the old one away.
///
/// @param terms whose, and how often it is renewed
/// @param mark tells it from its holder's earlier ones: 1 to 64 letters and digits
public record Lease(LeaseTerms terms, String mark) {
  public Lease {
    if (!isMark(mark)) {
      throw new IllegalArgumentException("a lease's mark must be 1 to 64 letters and digits");
    }
  }

  /// Whether a text may be a mark.
  public static boolean isMark(String text) {
    return text.matches("[A-Za-z0-9]{1,64}");
  }
}
