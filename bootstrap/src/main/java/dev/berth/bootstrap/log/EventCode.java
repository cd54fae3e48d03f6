package dev.berth.bootstrap.log;

import static dev.berth.domain.event.Severity.CRITICAL;
import static dev.berth.domain.event.Severity.DEBUG;
import static dev.berth.domain.event.Severity.ERROR;
import static dev.berth.domain.event.Severity.INFO;
import static dev.berth.domain.event.Severity.NOTICE;
import static dev.berth.domain.event.Severity.WARNING;

import dev.berth.domain.event.Severity;

/// What a log line is about, as a name that operators filter and alert by. Names are stable.
public enum EventCode {
  GATEWAY_READY(NOTICE, "The gateway accepts connections."),
  GATEWAY_DRAINING(NOTICE, "The gateway lets nobody in any more and waits for open sessions."),
  SESSIONS_CUT(
      WARNING,
      "Sessions were ended that had not finished when the gateway stopped, or within its grace"
          + " period."),
  GATEWAY_STOPPING(NOTICE, "The gateway is shutting down."),
  GATEWAY_STOPPED(NOTICE, "The gateway has ended and removed everything."),
  GATEWAY_STOPPED_LATE(ERROR, "The gateway has ended, but not everything was removed in time."),
  NOBODY_CAN_LOG_IN(WARNING, "Nobody can log in: no configured method admits anybody."),
  CONFIGURATION_RELOADED(NOTICE, "The configuration was read again; new connections get it."),
  CONFIGURATION_REFUSED(ERROR, "The configuration was read again and is wrong; nothing changed."),
  ENGINE_FOUND(NOTICE, "The container engine answers."),
  ENGINE_AWAY(WARNING, "The container engine does not answer; connections fail until it does."),
  CONNECTION_OPENED(INFO, "A client connected."),
  CONNECTION_REFUSED(WARNING, "Clients were turned away, because a limit is reached."),
  SOURCE_REFUSED(WARNING, "Clients were turned away, because their source has misbehaved."),
  CONNECTION_EXPIRED(INFO, "A connection was ended, because it has lasted as long as it may."),
  CONNECTION_CLOSED(INFO, "A connection is over."),
  CONNECTION_ENDED(NOTICE, "A user's connection is over, and this is all that came of it."),
  KEYS_EXCHANGED(DEBUG, "A client and the gateway have agreed on keys."),
  HANDSHAKE_FAILED(INFO, "A client left or was cut off before it had logged in."),
  AUTHENTICATION_SUCCEEDED(NOTICE, "A user logged in."),
  AUTHENTICATION_FAILED(NOTICE, "A login was refused: the proof is wrong or the user unknown."),
  AUTHENTICATION_UNAVAILABLE(ERROR, "A login was refused, because the proof cannot be checked."),
  SERVER_ASKED(DEBUG, "A server of the operator's was asked."),
  DETAIL_ASKED(DEBUG, "The configuration server wants more of a connection in the log."),
  CONTAINER_STARTED(INFO, "A container runs."),
  CONTAINER_CLAIMED(INFO, "A container that was started in advance is a connection's own now."),
  CONTAINER_JOINED(INFO, "A connection uses a persistent container that was there already."),
  CONTAINER_RESTED(INFO, "A persistent container that nobody used was removed, stopped or paused."),
  POOL_NOT_FILLED(
      WARNING,
      "No container can be started in advance; it is tried again, and logins go on without."),
  CONTAINER_REMOVED(INFO, "A container is gone."),
  CONTAINER_REMOVAL_DELAYED(WARNING, "A container could not be removed yet; it is tried again."),
  CONTAINER_REMOVAL_FAILED(ERROR, "A container could not be removed; it may be left behind."),
  CONTAINER_SWEPT(NOTICE, "A container that belonged to nobody any more was removed."),
  SWEEP_FAILED(WARNING, "What dead gateways left cannot be found or removed; it is tried again."),
  LEASE_NOT_RENEWED(
      WARNING,
      "A lease at the engine cannot be left or taken away; if that lasts, other gateways may remove"
          + " this one's containers."),
  REMAINS_NOT_ENDED(
      WARNING,
      "What ended programs left in a container cannot be ended; it goes on until the container"
          + " goes."),
  IMAGE_PULL_STARTED(INFO, "An image is being pulled."),
  IMAGE_PULLED(NOTICE, "An image was pulled."),
  PROGRAM_STARTED(INFO, "A session's program runs."),
  PROGRAM_ENDED(INFO, "A session's program ended."),
  BACKEND_FAILED(ERROR, "A container or a program could not be brought up or handled."),
  PROGRAM_REFUSED(NOTICE, "A session was refused, or the program that it was to run."),
  REQUEST_REFUSED(INFO, "Another request of a client's was refused."),
  INTERNAL_ERROR(CRITICAL, "The gateway made a mistake that it survived; please report it."),
  LIBRARY(WARNING, "A library inside the gateway reports something, with a severity of its own."),
  LOG_NOT_REOPENED(ERROR, "The log cannot be opened anew; it goes where it went before."),
  LOG_LINES_DROPPED(ERROR, "Log lines were dropped, because the log's reader is too slow.");

  private final Severity severity;
  private final String meaning;

  EventCode(Severity severity, String meaning) {
    this.severity = severity;
    this.meaning = meaning;
  }

  /// How much it matters.
  public Severity severity() {
    return severity;
  }

  /// One sentence, which is also the line's message: it never holds anything that a client sent.
  public String meaning() {
    return meaning;
  }
}
