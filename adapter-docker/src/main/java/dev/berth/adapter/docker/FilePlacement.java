package dev.berth.adapter.docker;

import dev.berth.domain.connection.HandedFile;
import dev.berth.domain.container.ContainerId;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/// Writes files into a container as one archive. Missing directories are part of it: the engine
/// would make them as root's.
final class FilePlacement {
  private static final int DIRECTORY = 0755;
  private static final int READABLE = 0644;
  private static final int SECRET = 0600;

  private final Engine engine;
  private final ContainerId container;
  private final Duration deadline;
  private final ContainerArchive archive;

  /// @param deadline of each call
  FilePlacement(Engine engine, ContainerId container, Duration deadline) {
    this.engine = engine;
    this.container = container;
    this.deadline = deadline;
    this.archive = new ContainerArchive(engine, container, deadline);
  }

  void run(Map<String, HandedFile> files) throws InterruptedException {
    String attempt = "writing files into container " + container.brief();
    String user =
        engine.call(
            attempt,
            deadline,
            DockerFailures::placing,
            docker -> {
              var config = docker.inspectContainerCmd(container.value()).exec().getConfig();
              return config == null || config.getUser() == null ? "" : config.getUser();
            });
    Owner owner = Owner.of(user, archive);
    Set<String> directories = missing(files.keySet());
    try {
      archive.put(attempt, packed(files, directories, owner));
    } catch (IOException impossible) {
      throw GatewayException.backend(FailureCode.INTERNAL, attempt, impossible);
    }
  }

  /// The directories that have to be made, each after the one that it is in.
  private Set<String> missing(Collection<String> files) throws InterruptedException {
    Set<String> missing = new TreeSet<>();
    Set<String> present = new HashSet<>();
    for (String file : files) {
      String directory = parent(file);
      while (!directory.isEmpty() && !missing.contains(directory) && !present.contains(directory)) {
        if (archive.has(directory)) {
          present.add(directory);
        } else {
          missing.add(directory);
          directory = parent(directory);
        }
      }
    }
    return missing;
  }

  private static String parent(String path) {
    return path.substring(0, path.lastIndexOf('/'));
  }

  private static byte[] packed(
      Map<String, HandedFile> files, Collection<String> directories, Owner owner)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(bytes, StandardCharsets.UTF_8.name())) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      for (String directory : directories) {
        tar.putArchiveEntry(owned(new TarArchiveEntry(inRoot(directory) + "/"), DIRECTORY, owner));
        tar.closeArchiveEntry();
      }
      for (var entry : files.entrySet()) {
        byte[] content = entry.getValue().content();
        TarArchiveEntry file = new TarArchiveEntry(inRoot(entry.getKey()));
        file.setSize(content.length);
        tar.putArchiveEntry(owned(file, entry.getValue().sensitive() ? SECRET : READABLE, owner));
        tar.write(content);
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static String inRoot(String path) {
    return path.substring(1);
  }

  private static TarArchiveEntry owned(TarArchiveEntry entry, int mode, Owner owner) {
    entry.setMode(mode);
    entry.setIds(owner.user(), owner.group());
    return entry;
  }
}
