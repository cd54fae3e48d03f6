package dev.berth.domain.event;

/// How much an event matters, with the numbers and names of syslog (RFC 5424, table 2).
public enum Severity {
  EMERGENCY,
  ALERT,
  CRITICAL,
  ERROR,
  WARNING,
  NOTICE,
  INFO,
  DEBUG
}
