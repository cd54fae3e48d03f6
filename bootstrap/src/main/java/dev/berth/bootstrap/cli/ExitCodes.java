package dev.berth.bootstrap.cli;

/// The exit codes of the program. They are stable: service managers and scripts act upon them.
final class ExitCodes {
  /// Done; for `run`: all sessions had finished and everything was removed.
  static final int OK = 0;

  /// It failed, and stderr says why; for `run` also: not everything was removed in time.
  static final int FAILED = 1;

  /// The command line is wrong.
  static final int USAGE = 2;

  /// Everything was removed, but sessions were cut that were still open, after the grace period if
  /// there is one.
  static final int SESSIONS_CUT = 3;

  /// The configuration is wrong (EX_CONFIG of sysexits.h).
  static final int CONFIGURATION = 78;

  private ExitCodes() {}
}
