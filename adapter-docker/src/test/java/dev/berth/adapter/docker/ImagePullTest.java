package dev.berth.adapter.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.container.ImageReference;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImagePullTest {
  @ParameterizedTest
  @CsvSource({
    "debian, '', fromImage=debian&tag=latest",
    "debian:12, '', fromImage=debian:12",
    "host:5000/team/debian, '', fromImage=host:5000/team/debian&tag=latest",
    "debian@sha256:abc, '', fromImage=debian@sha256:abc",
    "debian:12, linux/arm64/v8, fromImage=debian:12&platform=linux/arm64/v8"
  })
  void oneTagOfOnePlatformIsAskedFor(String image, String platform, String query) {
    String asked = ImagePull.query(new ImageReference(image), platform);
    assertThat(URLDecoder.decode(asked, StandardCharsets.UTF_8)).isEqualTo(query);
  }
}
