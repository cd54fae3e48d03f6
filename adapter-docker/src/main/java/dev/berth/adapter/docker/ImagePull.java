package dev.berth.adapter.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.domain.container.ImageReference;
import dev.berth.domain.container.PullProgress;
import dev.berth.domain.container.RegistryCredentials;
import dev.berth.domain.container.Timeouts;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Consumer;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/// Gets an image from its registry (`POST /images/create`), reading the progress to its end,
/// because that is where the errors are.
///
/// @param engine which pulls
/// @param timeouts `imagePull` bounds all of it
/// @param credentials for the registry
/// @param platform `os[/arch[/variant]]`; empty for the engine's own
record ImagePull(
    Engine engine, Timeouts timeouts, Optional<RegistryCredentials> credentials, String platform) {
  void run(ImageReference image, Consumer<PullProgress> listener) throws InterruptedException {
    String attempt = "pulling image " + image;
    String prefix = engine.prefix(timeouts.http());
    try {
      request(attempt, prefix, image, listener);
    } catch (GatewayException failed) {
      throw failed.code() == FailureCode.ENGINE_TIMEOUT
          ? DockerFailures.pullTooLong(attempt, engine.endpoint(), timeouts.imagePull(), failed)
          : failed;
    }
  }

  private void request(
      String attempt, String prefix, ImageReference image, Consumer<PullProgress> listener)
      throws InterruptedException {
    engine.guarded(
        attempt,
        DockerFailures::pulling,
        () -> {
          try (Response response =
              engine
                  .newCall(
                      request(),
                      prefix + "/images/create?" + query(image, platform),
                      timeouts.imagePull())
                  .execute()) {
            if (!response.isSuccessful()) {
              throw engine.refusal(attempt, response, DockerFailures::pulling);
            }
            follow(attempt, response, listener);
          }
          return true;
        });
  }

  private void follow(String attempt, Response response, Consumer<PullProgress> listener)
      throws IOException {
    PullSteps steps = new PullSteps();
    try (MappingIterator<JsonNode> progress =
        Json.MAPPER.readerFor(JsonNode.class).readValues(response.body().byteStream())) {
      while (progress.hasNextValue()) {
        JsonNode step = progress.nextValue();
        String error =
            step.path("errorDetail").path("message").asText(step.path("error").asText(""));
        if (!error.isEmpty()) {
          throw DockerFailures.refused(
              attempt,
              engine.endpoint(),
              new EngineAnswer(response.code(), EngineAnswer.bounded(error)),
              DockerFailures::pulling);
        }
        steps.add(step);
        listener.accept(steps.progress());
      }
    }
  }

  private Request.Builder request() {
    Request.Builder request = new Request.Builder().post(RequestBody.create(new byte[0]));
    credentials.ifPresent(given -> request.header("X-Registry-Auth", encoded(given)));
    return request;
  }

  private static String encoded(RegistryCredentials credentials) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("username", credentials.username());
    json.put("password", credentials.password());
    json.put("serveraddress", credentials.serverAddress());
    json.put("identitytoken", credentials.identityToken());
    json.put("registrytoken", credentials.registryToken());
    return Base64.getUrlEncoder().encodeToString(json.toString().getBytes(StandardCharsets.UTF_8));
  }

  /// Without a tag the engine would get all of them.
  static String query(ImageReference image, String platform) {
    String value = image.value();
    boolean named = value.contains("@") || value.lastIndexOf(':') > value.lastIndexOf('/');
    HttpUrl.Builder url =
        new HttpUrl.Builder().scheme("http").host("x").addQueryParameter("fromImage", value);
    if (!named) {
      url.addQueryParameter("tag", "latest");
    }
    if (!platform.isEmpty()) {
      url.addQueryParameter("platform", platform);
    }
    return String.valueOf(url.build().encodedQuery());
  }
}
