package dev.berth.adapter.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import dev.berth.domain.container.ContainerId;
import dev.berth.domain.failure.GatewayException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;

/// Looks into the engine's latest events (`GET /events`) for whether memory ran out right before a
/// program ended. All times in it are the engine's own.
///
/// The engine remembers 256 events, so nothing has to listen all the time: it is asked about the
/// few programs that ended as if they had been killed, right after they did.
///
/// @param engine where
/// @param container whose events
record OutOfMemoryEvents(Engine engine, ContainerId container) {
  /// An event comes within milliseconds of the end it tells of.
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private static final int MOST_EVENTS = 1000;

  /// Whether it did for a program that was started by exec.
  boolean before(ExecHandle exec) throws InterruptedException {
    return before("exec_die", exec.id());
  }

  /// Whether it did for a container's own program.
  boolean beforeItsEnd() throws InterruptedException {
    return before("die", "");
  }

  /// Nobody knowing is no.
  private boolean before(String end, String exec) throws InterruptedException {
    try {
      return engine.guarded(
          "looking at the events of container " + container.brief(),
          DockerFailures::plain,
          () -> search(end, exec));
    } catch (GatewayException noAnswer) {
      return false;
    }
  }

  private boolean search(String end, String exec) throws IOException, InterruptedException {
    try (Response response =
            engine.newCall(new Request.Builder().get(), path(end), PATIENCE).execute();
        MappingIterator<JsonNode> events =
            Json.MAPPER.readerFor(JsonNode.class).readValues(response.body().byteStream())) {
      long outOfMemory = Long.MIN_VALUE;
      for (int read = 0; response.isSuccessful() && read < MOST_EVENTS; read++) {
        if (!events.hasNextValue()) {
          return false;
        }
        JsonNode event = events.nextValue();
        long time = event.path("timeNano").asLong();
        String action = event.path("Action").asText();
        if (action.equals("oom")) {
          outOfMemory = time;
        } else if (action.equals(end)
            && (exec.isEmpty()
                || exec.equals(event.path("Actor").path("Attributes").path("execID").asText()))) {
          return outOfMemory > time - EndCause.SOON.toNanos();
        }
      }
      return false;
    }
  }

  /// From the oldest that the engine remembers, and on until the end that is looked for has come.
  private String path(String end) throws InterruptedException {
    String filters =
        Json.MAPPER
            .valueToTree(
                Map.of("container", List.of(container.value()), "event", List.of("oom", end)))
            .toString();
    HttpUrl query =
        new HttpUrl.Builder()
            .scheme("http")
            .host("x")
            .addQueryParameter("since", "1")
            .addQueryParameter("filters", filters)
            .build();
    return engine.prefix(PATIENCE) + "/events?" + query.encodedQuery();
  }
}
