package dev.berth.adapter.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// The name of a file that need not be there yet; an empty text for none.
final class FileName implements Type<Optional<Path>> {
  static final Type<Optional<Path>> TYPE = new FileName();

  private FileName() {}

  @Override
  public String label() {
    return "file's name";
  }

  @Override
  public Map<String, Object> schema() {
    return Map.of("type", "string");
  }

  @Override
  public Optional<Optional<Path>> read(Node node, Reading reading) {
    if (!(node instanceof Node.Scalar scalar)) {
      return reading.refuseKind(node, "a file's name");
    }
    try {
      return Optional.of(
          Optional.of(scalar.text())
              .filter(name -> !name.isEmpty())
              .map(name -> reading.folder().resolve(name)));
    } catch (InvalidPathException impossible) {
      return reading.refuse(node, "is no name that a file can have");
    }
  }
}
