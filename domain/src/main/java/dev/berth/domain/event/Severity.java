package dev.berth.domain.event;

/// How much an event matters, with the numbers and names of syslog (RFC 5424, table 2).
public enum Severity {
  EMERGENCY(0),
  ALERT(1),
  CRITICAL(2),
  ERROR(3),
  WARNING(4),
  NOTICE(5),
  INFO(6),
  DEBUG(7);

  private final int number;

  Severity(int number) {
    this.number = number;
  }

  /// Its number; the lower, the more severe.
  public int number() {
    return number;
  }
}
