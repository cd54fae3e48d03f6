package dev.berth.adapter.sshd;

import dev.berth.domain.configuration.PenaltyLimits.Offences;
import java.time.Duration;

/// How a connection that ends without a login has misbehaved.
enum Offence {
  /// It tried in vain to log in.
  FAILED_LOGIN,
  /// It broke the protocol.
  GARBAGE,
  /// It did not log in in time.
  GRACE_TIMEOUT,
  /// It left without trying.
  NO_LOGIN;

  Duration penalty(Offences offences) {
    return switch (this) {
      case FAILED_LOGIN -> offences.failedLogin();
      case GARBAGE -> offences.garbage();
      case GRACE_TIMEOUT -> offences.graceTimeout();
      case NO_LOGIN -> offences.noLogin();
    };
  }
}
