package dev.berth.adapter.config;

import dev.berth.adapter.config.NamedFile.UnusableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A line of authorized_keys, or the name of a file that holds such lines.
record AuthorizedKeysType() implements Type<List<String>> {
  private static final int MOST_KEYS = 10_000;

  @Override
  public String label() {
    return "public key, or a file's name";
  }

  @Override
  public Map<String, Object> schema() {
    return Map.of("type", "string", "minLength", 1);
  }

  @Override
  public Optional<List<String>> read(Node node, Reading reading) {
    if (!(node instanceof Node.Scalar scalar) || scalar.text().isBlank()) {
      return reading.refuseKind(node, "a public key or a file's name");
    }
    String entry = scalar.text().strip();
    if (namesFile(entry)) {
      return keysOf(entry, node, reading);
    }
    Optional<String> fault = AuthorizedKey.fault(entry);
    return fault.isPresent() ? reading.refuse(node, fault.get()) : Optional.of(List.of(entry));
  }

  private static boolean namesFile(String entry) {
    return entry.startsWith("/")
        || entry.startsWith("./")
        || entry.startsWith("../")
        || entry.chars().noneMatch(c -> c == ' ' || c == '\t' || c == '\n');
  }

  private static Optional<List<String>> keysOf(String name, Node node, Reading reading) {
    String shown = "file " + Shown.quoted(reading.folder().resolve(name).toString());
    List<String> keys = new ArrayList<>();
    try {
      List<String> lines = NamedFile.of(reading.folder(), name).text().lines().toList();
      if (lines.size() > MOST_KEYS) {
        return reading.refuse(node, shown + " has more than " + MOST_KEYS + " lines");
      }
      for (int i = 0; i < lines.size(); i++) {
        String line = lines.get(i).strip();
        if (!line.isEmpty() && !line.startsWith("#")) {
          String place = shown + ", line " + (i + 1) + ": ";
          AuthorizedKey.fault(line).ifPresent(fault -> reading.refuse(node, place + fault));
          keys.add(line);
        }
      }
    } catch (UnusableException e) {
      return reading.refuse(node, shown + " " + e.why());
    }
    return Optional.of(keys);
  }
}
