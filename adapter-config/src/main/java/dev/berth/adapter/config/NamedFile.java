package dev.berth.adapter.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/// A file whose text the configuration needs.
///
/// @param path where it is
record NamedFile(Path path) {
  /// The longest file that is read, in bytes.
  static final int LONGEST = 1 << 20;

  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.GROUP_EXECUTE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.OTHERS_EXECUTE);

  /// The file that a name in the configuration stands for.
  ///
  /// @param folder the configuration file's own
  /// @throws UnusableException if no file can have the name
  static NamedFile of(Path folder, String name) throws UnusableException {
    try {
      return new NamedFile(folder.resolve(name));
    } catch (InvalidPathException e) {
      throw new UnusableException("is no name that a file can have");
    }
  }

  /// The text, without a byte order mark.
  ///
  /// @throws UnusableException if it cannot be had, in words that follow the file's name
  String text() throws UnusableException {
    byte[] content = content();
    if (content.length > LONGEST) {
      throw new UnusableException("is larger than " + LONGEST + " bytes");
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
      return text.startsWith("\ufeff") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new UnusableException("is not text in UTF-8");
    }
  }

  private byte[] content() throws UnusableException {
    if (Files.isDirectory(path)) {
      throw new UnusableException("is a folder, not a file");
    }
    try (InputStream in = Files.newInputStream(path)) {
      return in.readNBytes(LONGEST + 1);
    } catch (NoSuchFileException e) {
      throw new UnusableException("does not exist");
    } catch (IOException e) {
      throw new UnusableException(
          "cannot be read by user " + System.getProperty("user.name") + " (" + reason(e) + ")");
    }
  }

  private static String reason(IOException e) {
    return e instanceof java.nio.file.AccessDeniedException
        ? "permission denied"
        : e.getClass().getSimpleName();
  }

  /// Refuses a file that others than its owner may use.
  ///
  /// @throws UnusableException in words that follow the file's name
  void requirePrivate() throws UnusableException {
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
      if (permissions.stream().anyMatch(OTHERS::contains)) {
        throw new UnusableException(
            "may be used by others than its owner ("
                + PosixFilePermissions.toString(permissions)
                + "); run chmod 600 on it");
      }
    } catch (IOException | UnsupportedOperationException e) {
      throw new UnusableException("does not tell its permissions");
    }
  }

  /// Why a file is of no use.
  static final class UnusableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableException(String message) {
      super(message);
    }

    /// Words that follow the file's name.
    String why() {
      return String.valueOf(getMessage());
    }
  }
}
