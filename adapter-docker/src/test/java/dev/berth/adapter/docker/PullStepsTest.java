package dev.berth.adapter.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.container.PullProgress;
import org.junit.jupiter.api.Test;

class PullStepsTest {
  private final PullSteps steps = new PullSteps();

  private PullProgress after(String... lines) throws Exception {
    for (String line : lines) {
      steps.add(Json.MAPPER.readTree(line));
    }
    return steps.progress();
  }

  @Test
  void layersAndBytesAreAddedUp() throws Exception {
    assertThat(after("{\"status\":\"Pulling from library/debian\",\"id\":\"12\"}"))
        .isEqualTo(PullProgress.NONE);
    assertThat(
            after(
                "{\"status\":\"Already exists\",\"progressDetail\":{},\"id\":\"a\"}",
                "{\"status\":\"Pulling fs layer\",\"progressDetail\":{},\"id\":\"b\"}",
                "{\"status\":\"Downloading\",\"progressDetail\":{\"current\":10,\"total\":100},"
                    + "\"progress\":\"[> ]\",\"id\":\"b\"}"))
        .isEqualTo(new PullProgress(2, 1, 10, 100));
    assertThat(after("{\"status\":\"Download complete\",\"progressDetail\":{},\"id\":\"b\"}"))
        .isEqualTo(new PullProgress(2, 1, 100, 100));
    assertThat(
            after(
                "{\"status\":\"Extracting\",\"progressDetail\":{\"current\":5,\"total\":100},\"id\":\"b\"}",
                "{\"status\":\"Pull complete\",\"progressDetail\":{},\"id\":\"b\"}",
                "{\"status\":\"Digest: sha256:0\"}"))
        .isEqualTo(new PullProgress(2, 2, 100, 100));
  }

  @Test
  void whatMakesNoSenseIsPassedOver() throws Exception {
    assertThat(after("{}", "[]", "7", "{\"id\":7,\"status\":[]}").done()).isZero();
    for (int i = 0; i < 5000; i++) {
      after("{\"status\":\"Pull complete\",\"id\":\"x" + i + "\"}");
    }
    assertThat(steps.progress().layers()).isLessThanOrEqualTo(1024);
  }
}
