package dev.berth.bootstrap.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/// The archive of loaded classes that shortens the start.
final class ClassArchiveE2E {
  private static final String OLD = "does not exist";
  private static final String NEW = "does not EXIST";
  private static final long SMALLEST_OF_A_GATEWAY = 20_000L << 10;

  private final Path home = Scratch.folder("distribution");

  @Test
  void aGatewaysArchiveIsOfAGatewayThatRan() throws IOException {
    copy();
    berth("version").end().succeeded();
    assertThat(complaint()).contains(OLD);
    assertThat(Files.size(only("berth-*-run.jsa"))).isLessThan(SMALLEST_OF_A_GATEWAY);

    String config = Settings.of(Mode.CONNECTION).write(Scratch.folder("archive")).toString();
    try (ClientProcess gateway = berth("run", "--config", config)) {
      gateway.awaitOut("GATEWAY_READY");
      gateway.signal("TERM");
      gateway.await().succeeded();
    }

    assertThat(Files.size(only("berth-*-run.jsa"))).isGreaterThan(SMALLEST_OF_A_GATEWAY);
    berth("version").end().succeeded();
    assertThat(archives()).as("one of gateways and one of the other commands").hasSize(2);
  }

  private void copy() {
    ClientProcess.shell(
            "cp -a %s/. %s && rm -f %s/lib/*.jsa".formatted(GatewayProcess.HOME, home, home))
        .end()
        .succeeded();
  }

  @Test
  void aJarThatIsReplacedByOneOfTheSameSizeAndTimeIsWhatRuns() throws IOException {
    copy();
    assertThat(complaint()).contains(OLD);
    assertThat(archives()).as("the first run writes the archive").hasSize(1);

    Path jar = only("berth-adapter-config*.jar");
    FileTime time = Files.getLastModifiedTime(jar);
    long size = Files.size(jar);
    Files.write(jar, changed(jar, size));
    Files.setLastModifiedTime(jar, time);
    assertThat(Files.size(jar)).isEqualTo(size);

    assertThat(complaint()).contains(NEW);
    assertThat(archives()).as("the archive is renewed").hasSize(1);
  }

  private ClientProcess berth(String... arguments) {
    ProcessBuilder builder = GatewayProcess.command(arguments);
    builder.command().set(0, home.resolve("bin/berth").toString());
    return ClientProcess.start(builder.command(), builder);
  }

  private String complaint() {
    return berth("run", "--config", "/no/such/file.yaml").end().err();
  }

  private List<Path> archives() throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("lib"))) {
      return files.filter(file -> file.toString().endsWith(".jsa")).toList();
    }
  }

  private Path only(String glob) throws IOException {
    try (var files = Files.newDirectoryStream(home.resolve("lib"), glob)) {
      return files.iterator().next();
    }
  }

  /// The jar with another message, filled up to its old size.
  private static byte[] changed(Path jar, long size) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipFile from = new ZipFile(jar.toFile());
        ZipOutputStream to = new ZipOutputStream(bytes)) {
      to.setLevel(9);
      for (Enumeration<? extends ZipEntry> all = from.entries(); all.hasMoreElements(); ) {
        ZipEntry entry = all.nextElement();
        if (entry.getName().contains("Document")) {
          // Of the documentation, and not needed to run: makes room.
          continue;
        }
        String content = new String(from.getInputStream(entry).readAllBytes(), ISO_8859_1);
        to.putNextEntry(new ZipEntry(entry.getName()));
        to.write(content.replace(OLD, NEW).getBytes(ISO_8859_1));
      }
    }
    int comment = (int) size - bytes.size();
    assertThat(comment).isNotNegative();
    byte[] filled = Arrays.copyOf(bytes.toByteArray(), (int) size);
    // The length of the comment is what the file ends with (ZIP, end of central directory record).
    filled[bytes.size() - 2] = (byte) comment;
    filled[bytes.size() - 1] = (byte) (comment >> 8);
    return filled;
  }
}
