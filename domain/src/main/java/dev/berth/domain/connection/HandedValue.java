package dev.berth.domain.connection;

/// A value of metadata or environment that authentication hands on; a sensitive one never shows.
///
/// @param value the text
/// @param sensitive whether it must stay out of logs and messages
public record HandedValue(String value, boolean sensitive) {
  @Override
  public String toString() {
    return sensitive ? "***" : value;
  }
}
