package dev.berth.adapter.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.util.Optional;
import org.yaml.snakeyaml.error.YAMLException;

/// Reads JSON or YAML into a tree whose values know where they were written.
final class TreeReader {
  private TreeReader() {}

  /// The tree of a text; empty if it has none, or is not well-formed, which is then among the
  /// problems.
  static Optional<Node> read(String text, boolean json, Problems problems) {
    try {
      return json ? JsonTree.read(text, problems) : YamlTree.read(text, problems);
    } catch (TreeException e) {
      problems.add(e.at(), KeyPath.ROOT, e.why());
    } catch (JsonProcessingException e) {
      problems.add(SyntaxFailures.at(e), KeyPath.ROOT, SyntaxFailures.message(e));
    } catch (YAMLException e) {
      problems.add(SyntaxFailures.at(e, text), KeyPath.ROOT, SyntaxFailures.message(e));
    } catch (IOException e) {
      throw new IllegalStateException("a text in memory can be read", e);
    }
    return Optional.empty();
  }
}
