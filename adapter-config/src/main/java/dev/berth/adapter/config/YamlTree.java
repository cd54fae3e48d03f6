package dev.berth.adapter.config;

import dev.berth.adapter.config.Node.Entry;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;

/// Reads YAML into a tree, from the parser's events: so that aliases and merges keep in bounds and
/// every value knows its place.
final class YamlTree {
  private static final String MERGE = "<<";

  private final Iterator<Event> events;
  private final Problems problems;
  private final TreeBounds bounds = new TreeBounds();
  private final Map<String, Anchored> anchors = new HashMap<>();

  private YamlTree(Iterator<Event> events, Problems problems) {
    this.events = events;
    this.problems = problems;
  }

  static Optional<Node> read(String text, Problems problems) throws TreeException {
    Iterable<Event> events = new Yaml(new LoaderOptions()).parse(new StringReader(text));
    return new YamlTree(events.iterator(), problems).document();
  }

  private Optional<Node> document() throws TreeException {
    Event start = events.next();
    while (start.is(Event.ID.StreamStart)) {
      start = events.next();
    }
    if (start.is(Event.ID.StreamEnd)) {
      return Optional.empty();
    }
    Node node = node(events.next(), KeyPath.ROOT, 0);
    Event end = events.next();
    while (end.is(Event.ID.DocumentEnd)) {
      end = events.next();
    }
    if (!end.is(Event.ID.StreamEnd)) {
      throw new TreeException(at(end), "the file has a second document; only one is read");
    }
    return Optional.of(node);
  }

  private Node node(Event event, KeyPath path, int depth) throws TreeException {
    Location at = at(event);
    if (event instanceof AliasEvent alias) {
      return aliased(alias.getAnchor(), at);
    }
    int before = bounds.values();
    bounds.enter(at, depth);
    Node node =
        switch (event) {
          case MappingStartEvent start -> mapping(at, path, depth);
          case SequenceStartEvent start -> sequence(at, path, depth);
          case ScalarEvent scalar -> YamlScalars.node(scalar, at);
          default -> throw new TreeException(at, "this is not YAML that can be read");
        };
    if (event instanceof NodeEvent named && named.getAnchor() != null) {
      anchors.put(named.getAnchor(), new Anchored(node, bounds.values() - before));
    }
    return node;
  }

  private Node aliased(String anchor, Location at) throws TreeException {
    Anchored anchored = anchors.get(anchor);
    if (anchored == null) {
      throw new TreeException(
          at, "*" + anchor + " stands for nothing that is complete before this place");
    }
    bounds.count(at, anchored.size());
    return anchored.node();
  }

  private Node mapping(Location at, KeyPath path, int depth) throws TreeException {
    Entries entries = new Entries(path, problems);
    List<Node.Mapping> merged = new ArrayList<>();
    for (Event event = events.next(); !event.is(Event.ID.MappingEnd); event = events.next()) {
      Location keyAt = at(event);
      if (!(event instanceof ScalarEvent key)) {
        throw new TreeException(keyAt, "a key must be a text");
      }
      Node value = node(events.next(), path.then(key.getValue()), depth + 1);
      if (MERGE.equals(key.getValue())) {
        merged.addAll(mappings(value));
      } else {
        entries.add(key.getValue(), new Entry(keyAt, value));
      }
    }
    bounds.count(at, merged.stream().mapToInt(other -> other.entries().size()).sum());
    merged.forEach(entries::merge);
    return entries.at(at);
  }

  private static List<Node.Mapping> mappings(Node merged) throws TreeException {
    return switch (merged) {
      case Node.Mapping mapping -> List.of(mapping);
      case Node.Sequence sequence
          when sequence.items().stream().allMatch(Node.Mapping.class::isInstance) ->
          sequence.items().stream().map(Node.Mapping.class::cast).toList();
      default -> throw new TreeException(merged.at(), MERGE + " takes only sections");
    };
  }

  private Node sequence(Location at, KeyPath path, int depth) throws TreeException {
    List<Node> items = new ArrayList<>();
    for (Event event = events.next(); !event.is(Event.ID.SequenceEnd); event = events.next()) {
      items.add(node(event, path.item(items.size()), depth + 1));
    }
    return new Node.Sequence(at, items);
  }

  private static Location at(Event event) {
    return SyntaxFailures.located(event.getStartMark());
  }

  private record Anchored(Node node, int size) {}
}
