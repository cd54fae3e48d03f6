package dev.berth.domain.connection;

import java.util.Arrays;

/// A file that authentication hands on into the container; its content never shows.
///
/// @param content the bytes
/// @param sensitive whether the file is a secret
// Copied on the way in and out, and compared by content.
@SuppressWarnings("ArrayRecordComponent")
public record HandedFile(byte[] content, boolean sensitive) {
  public HandedFile {
    content = content.clone();
  }

  @Override
  public byte[] content() {
    return content.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HandedFile file
        && sensitive == file.sensitive
        && Arrays.equals(content, file.content);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(content);
  }

  @Override
  public String toString() {
    return sensitive ? "***" : content.length + " bytes";
  }
}
