package dev.berth.domain.failure;

import org.jspecify.annotations.Nullable;

/// The one fault that crosses the ports. What the user may read and what the operator needs are
/// apart: only [#userMessage] ever reaches a client.
public final class GatewayException extends RuntimeException {
  /// What a user reads when a container or a program could not be brought up.
  public static final String INITIALIZATION_FAILED = "Failed to initialize SSH session.";

  private static final long serialVersionUID = 1L;

  /// Why.
  private final FailureCode code;

  /// For the client.
  private final String userMessage;

  /// A fault.
  ///
  /// @param userMessage for the client: says nothing of the inside
  /// @param operatorMessage what was attempted, on which object, why it failed, what to do; no
  ///   secrets
  public GatewayException(
      FailureCode code, String userMessage, String operatorMessage, @Nullable Throwable cause) {
    super(operatorMessage, cause);
    this.code = code;
    this.userMessage = userMessage;
  }

  /// Bringing up the backend failed.
  public static GatewayException backend(
      FailureCode code, String operatorMessage, @Nullable Throwable cause) {
    return new GatewayException(code, INITIALIZATION_FAILED, operatorMessage, cause);
  }

  /// A request was refused for a reason that the user may know as it is.
  public static GatewayException refused(FailureCode code, String message) {
    return new GatewayException(code, message, message, null);
  }

  /// Why.
  public FailureCode code() {
    return code;
  }

  /// For the client.
  public String userMessage() {
    return userMessage;
  }

  /// For the operator's log.
  public String operatorMessage() {
    return String.valueOf(getMessage());
  }
}
