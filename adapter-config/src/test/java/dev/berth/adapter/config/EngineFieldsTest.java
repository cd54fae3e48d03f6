package dev.berth.adapter.config;

import static dev.berth.adapter.config.ConfigurationFolder.HOST_KEYS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.container.ContainerSettings;
import dev.berth.domain.container.EngineFields;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineFieldsTest {
  private final ConfigurationFolder folder;

  EngineFieldsTest(@TempDir Path path) {
    folder = ConfigurationFolder.in(path);
  }

  @Test
  void fieldsAreTakenOverAsTheyAreInAnyLetterCase() {
    ContainerSettings settings =
        folder
            .valid(
                HOST_KEYS
                    + """
                    docker:
                      execution:
                        container:
                          IMAGE: busybox
                          env: [A=1, "B=yes"]
                          Labels: {Team: blue, team: red}
                          stoptimeout: 10
                          tty: null
                        host:
                          memory: 9007199254740993
                          BIGGEST: 123456789012345678901234567890
                          nanocpus: -1
                          ratio: 0.5
                          readonlyrootfs: true
                          sysctls: {net.ipv4.ip_forward: "1"}
                          mounts:
                            - {type: tmpfs, target: /tmp, tmpfsoptions: {sizebytes: 1024}}
                          nothing:
                    """)
            .backend()
            .settings();
    assertThat(settings.image().value()).isEqualTo("busybox");
    Map<String, Object> container = new java.util.LinkedHashMap<>(settings.container().fields());
    assertThat(container.remove("tty")).isNull();
    assertThat(container)
        .isEqualTo(
            Map.of(
                "env", List.of("A=1", "B=yes"),
                "Labels", Map.of("Team", "blue", "team", "red"),
                "stoptimeout", 10L));
    EngineFields host = settings.host();
    assertThat(host.fields().keySet())
        .containsExactlyElementsOf(
            Arrays.asList(
                "memory",
                "BIGGEST",
                "nanocpus",
                "ratio",
                "readonlyrootfs",
                "sysctls",
                "mounts",
                "nothing"));
    assertThat(host.get("Memory")).contains(9007199254740993L);
    assertThat(host.get("biggest")).contains(new BigInteger("123456789012345678901234567890"));
    assertThat(host.get("NanoCpus")).contains(-1L);
    assertThat(host.get("ratio")).contains(0.5);
    assertThat(host.get("ReadonlyRootfs")).contains(true);
    assertThat(host.get("sysctls")).contains(Map.of("net.ipv4.ip_forward", "1"));
    assertThat(host.get("mounts"))
        .contains(
            List.of(
                Map.of(
                    "type",
                    "tmpfs",
                    "target",
                    "/tmp",
                    "tmpfsoptions",
                    Map.of("sizebytes", 1024L))));
    assertThat(host.has("nothing")).isTrue();
  }

  @Test
  void jsonIsTakenOverToo() {
    ContainerSettings settings =
        folder
            .validJson(
                """
                {"ssh": {"hostkeys": ["ssh_host_ed25519_key"]},
                 "docker": {"execution": {"container": {"Image": "a", "Env": ["A=\\u00e4"]},
                                          "host": {"Memory": 1, "CapDrop": ["ALL"], "X": 1.5}}}}
                """)
            .backend()
            .settings();
    assertThat(settings.image().value()).isEqualTo("a");
    assertThat(settings.container().fields()).isEqualTo(Map.of("Env", List.of("A=ä")));
    assertThat(settings.host().fields())
        .isEqualTo(Map.of("Memory", 1L, "CapDrop", List.of("ALL"), "X", 1.5));
  }

  @Test
  void numbersOfOlderYamlMeanWhatTheyMeantThere() {
    EngineFields host =
        folder
            .valid(
                HOST_KEYS
                    + "docker: {execution: {host: {octal: 0755, new: 0o755, hex: 0x1F, text:"
                    + " '0755', port: 22:22, plus: +5, under: 1_000}}}")
            .backend()
            .settings()
            .host();
    assertThat(host.fields())
        .isEqualTo(
            Map.of(
                "octal", 493L, "new", 493L, "hex", 31L, "text", "0755", "port", "22:22", "plus", 5L,
                "under", 1000L));
  }
}
