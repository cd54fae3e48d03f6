package dev.berth.adapter.docker;

import com.fasterxml.jackson.databind.json.JsonMapper;

/// The one JSON mapper of this adapter.
final class Json {
  static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Json() {}
}
