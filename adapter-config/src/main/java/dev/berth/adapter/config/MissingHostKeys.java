package dev.berth.adapter.config;

import dev.berth.adapter.config.NamedFile.UnusableException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Makes the files of host keys that a configuration names and that do not exist, where the
/// operator wants that.
///
/// @param keys makes private keys in PEM
record MissingHostKeys(Supplier<String> keys) {
  /// @param file the configuration
  void make(Node file, Reading reading) {
    if (!(find(file, SshSection.GENERATE_HOST_KEYS.path()) instanceof Node.Flag wanted)
        || !wanted.value()
        || !(find(file, SshSection.HOST_KEYS.path()) instanceof Node.Sequence names)) {
      return;
    }
    for (int i = 0; i < names.items().size(); i++) {
      if (names.items().get(i) instanceof Node.Text name && !Pem.isText(name.text())) {
        make(name, reading.at(SshSection.HOST_KEYS.path().item(i)));
      }
    }
  }

  private static @Nullable Node find(Node file, KeyPath path) {
    Node found = file;
    for (String segment : path.segments()) {
      if (!(found instanceof Node.Mapping section) || !section.entries().containsKey(segment)) {
        return null;
      }
      found = section.entries().get(segment).value();
    }
    return found;
  }

  private void make(Node.Text name, Reading reading) {
    try {
      makeIfMissing(NamedFile.of(reading.folder(), name.text()).path());
    } catch (UnusableException e) {
      reading.refuse(name, Pem.shown(name.text(), reading.folder()) + " " + e.why());
    }
  }

  /// Makes the file if there is none. It appears whole or not at all, and a file that somebody else
  /// has put there meanwhile stays.
  ///
  /// @throws UnusableException if it cannot be made, in words that follow the file's name
  private void makeIfMissing(Path file) throws UnusableException {
    if (Files.exists(file)) {
      return;
    }
    Path folder = Objects.requireNonNullElse(file.toAbsolutePath().getParent(), Path.of("/"));
    try {
      Path draft =
          Files.createTempFile(
              folder,
              ".hostkey",
              "",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      try {
        Files.writeString(draft, keys.get());
        Files.createLink(file, draft);
      } catch (FileAlreadyExistsException _) {
        // Another gateway was quicker: both use its key.
      } finally {
        Files.delete(draft);
      }
    } catch (IOException | UnsupportedOperationException e) {
      throw new UnusableException(
          "does not exist and cannot be made (" + e.getClass().getSimpleName() + ")");
    }
  }
}
