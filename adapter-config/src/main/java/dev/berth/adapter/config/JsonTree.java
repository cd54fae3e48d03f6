package dev.berth.adapter.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.berth.adapter.config.Node.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads JSON into a tree.
final class JsonTree {
  private final JsonParser parser;
  private final Problems problems;
  private final TreeBounds bounds = new TreeBounds();

  private JsonTree(JsonParser parser, Problems problems) {
    this.parser = parser;
    this.problems = problems;
  }

  static Optional<Node> read(String text, Problems problems) throws IOException, TreeException {
    try (JsonParser parser = new JsonFactory().createParser(text)) {
      if (parser.nextToken() == null) {
        return Optional.empty();
      }
      JsonTree tree = new JsonTree(parser, problems);
      Node node = tree.node(KeyPath.ROOT, 0);
      if (parser.nextToken() != null) {
        throw new TreeException(tree.here(), "the file goes on after its end");
      }
      return Optional.of(node);
    }
  }

  private Node node(KeyPath path, int depth) throws IOException, TreeException {
    Location at = here();
    bounds.enter(at, depth);
    return switch (parser.currentToken()) {
      case START_OBJECT -> mapping(at, path, depth);
      case START_ARRAY -> sequence(at, path, depth);
      case VALUE_NULL -> new Node.Nothing(at);
      case VALUE_TRUE, VALUE_FALSE -> new Node.Flag(at, parser.getText(), parser.getBooleanValue());
      case VALUE_NUMBER_INT -> new Node.Whole(at, parser.getText(), parser.getBigIntegerValue());
      case VALUE_NUMBER_FLOAT -> new Node.Decimal(at, parser.getText(), parser.getDoubleValue());
      default -> new Node.Text(at, parser.getText());
    };
  }

  private Node mapping(Location at, KeyPath path, int depth) throws IOException, TreeException {
    Entries entries = new Entries(path, problems);
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      Location keyAt = here();
      String key = parser.currentName();
      parser.nextToken();
      entries.add(key, new Entry(keyAt, node(path.then(key), depth + 1)));
    }
    return entries.at(at);
  }

  private Node sequence(Location at, KeyPath path, int depth) throws IOException, TreeException {
    List<Node> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(node(path.item(items.size()), depth + 1));
    }
    return new Node.Sequence(at, items);
  }

  private Location here() {
    return SyntaxFailures.located(parser.currentTokenLocation());
  }
}
