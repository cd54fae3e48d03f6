package dev.berth.domain.failure;

/// Why something failed, as a name that a user can read out to an operator. Names are stable.
public enum FailureCode {
  IMAGE_MISSING("The image is not on the engine, and may not or could not be found to pull.", true),
  PULL_REFUSED("The registry refused to give the image: credentials or permissions.", true),
  PULL_FAILED("Pulling the image failed or took too long.", false),
  ENGINE_UNREACHABLE("The container engine does not answer at its address.", false),
  ENGINE_TIMEOUT(
      "The container engine accepted a call but did not answer in time; or it was so busy that the"
          + " turn in the queue did not come within queue.timeout.",
      false),
  ENGINE_ERROR("The container engine answered with an error.", false),
  ENGINE_INCOMPATIBLE(
      "The container engine speaks no version of its API that the gateway speaks.", true),
  CONTAINER_CONFIGURATION("The engine does not accept the container's configuration.", true),
  CONTAINER_COMMAND("The container's command cannot be started.", true),
  CONTAINER_NAME_CONFLICT("A container with the configured name exists already.", true),
  CONTAINER_GONE("The connection's container has ended.", true),
  CONTAINER_PAUSED("The connection's container is paused.", true),
  SHELL_MISSING("The image has no /bin/sh.", true),
  UNKNOWN_SUBSYSTEM("The subsystem is not configured.", true),
  PROGRAM_ALREADY_RUNNING("A channel runs one program; this one has started already.", true),
  SESSION_CLOSED("The channel is closed.", true),
  BAD_REQUEST("The client's request is malformed or asks for more than is allowed.", true),
  UNSUPPORTED("The request is not supported.", true),
  NOT_PERMITTED("The gateway's policy does not permit this.", true),
  CONNECTION_CLOSED("The connection ended before the program could be started.", true),
  SHUTTING_DOWN("The gateway is shutting down.", true),
  CONFIGURATION_UNAVAILABLE("No configuration could be had for this connection.", false),
  CONFIGURATION_INVALID(
      "The configuration that was given for this connection cannot be used.", false),
  INTERNAL("The gateway itself made a mistake; its log has the details.", false);

  private final String meaning;
  private final boolean permanent;

  FailureCode(String meaning, boolean permanent) {
    this.meaning = meaning;
    this.permanent = permanent;
  }

  /// One sentence for the reference documentation.
  public String meaning() {
    return meaning;
  }

  /// Whether trying the same again at once cannot help.
  public boolean permanent() {
    return permanent;
  }
}
