package dev.berth.domain.event;

/// What a server of the operator's is asked.
public enum ServerQuestion {
  PASSWORD,
  PUBLIC_KEY,
  AUTHORIZATION,
  CONFIGURATION
}
