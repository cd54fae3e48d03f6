package dev.berth.adapter.docker;

import java.util.Map;
import okhttp3.HttpUrl;

/// The query of a path of the Engine API.
final class Query {
  private Query() {}

  /// Names and values as a query has them, without the `?`.
  static String of(Map<String, String> parameters) {
    HttpUrl.Builder url = new HttpUrl.Builder().scheme("http").host("x");
    parameters.forEach(url::addQueryParameter);
    return String.valueOf(url.build().encodedQuery());
  }
}
