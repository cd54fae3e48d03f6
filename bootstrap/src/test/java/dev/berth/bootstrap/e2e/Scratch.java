package dev.berth.bootstrap.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// Folders for files of the tests, with paths short enough for sockets; they go with this JVM.
final class Scratch {
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final Path ROOT = root();

  private Scratch() {}

  private static Path root() {
    try {
      Path root = Files.createTempDirectory("berth-e2e");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(root)));
      return root;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// A new empty folder.
  static Path folder(String name) {
    try {
      return Files.createDirectory(ROOT.resolve(name + COUNT.incrementAndGet()));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void delete(Path root) {
    try (Stream<Path> files = Files.walk(root)) {
      files.sorted(Comparator.reverseOrder()).forEach(Scratch::deleteOne);
    } catch (IOException | UncheckedIOException left) {
      System.err.println("left behind: " + root + ": " + left);
    }
  }

  private static void deleteOne(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
