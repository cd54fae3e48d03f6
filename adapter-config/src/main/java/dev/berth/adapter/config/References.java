package dev.berth.adapter.config;

import dev.berth.adapter.config.NamedFile.UnusableException;
import dev.berth.adapter.config.Node.Entry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Puts in what a file refers to: `${env:NAME}` for a variable of the gateway's environment,
/// `${file:PATH}` for a file's text without the newline at its end. `$${` stands for `${`. What is
/// put in is never searched again, and never shows in a message.
final class References {
  private static final Pattern REFERENCE =
      Pattern.compile("(\\$?)\\$\\{(env|file):([^{}]{1,1024})}");

  private final Path folder;
  private final Function<String, @Nullable String> environment;
  private final Problems problems;

  /// @param folder that file names are relative to
  /// @param environment the value of a variable, or null if it is not set
  References(Path folder, Function<String, @Nullable String> environment, Problems problems) {
    this.folder = folder;
    this.environment = environment;
    this.problems = problems;
  }

  /// Whether a text refers to something.
  static boolean isIn(String text) {
    return REFERENCE.matcher(text).find();
  }

  /// The same tree with all that it refers to. What cannot be found is among the problems.
  Node resolve(Node node) {
    return resolve(node, KeyPath.ROOT);
  }

  private Node resolve(Node node, KeyPath path) {
    return switch (node) {
      case Node.Text text when REFERENCE.matcher(text.text()).find() -> resolved(text, path);
      case Node.Mapping mapping -> {
        Map<String, Entry> entries = new LinkedHashMap<>();
        mapping
            .entries()
            .forEach((name, entry) ->
                entries.put(name, new Entry(entry.at(), resolve(entry.value(), path.then(name)))));
        yield new Node.Mapping(mapping.at(), entries);
      }
      case Node.Sequence sequence -> {
        List<Node> items = new ArrayList<>();
        for (int i = 0; i < sequence.items().size(); i++) {
          items.add(resolve(sequence.items().get(i), path.item(i)));
        }
        yield new Node.Sequence(sequence.at(), items);
      }
      default -> node;
    };
  }

  private Node resolved(Node.Text text, KeyPath path) {
    Matcher references = REFERENCE.matcher(text.text());
    StringBuilder whole = new StringBuilder();
    boolean found = true;
    while (references.find()) {
      boolean escaped = !references.group(1).isEmpty();
      String value = escaped ? references.group().substring(1) : value(references, text, path);
      found &= value != null;
      references.appendReplacement(whole, Matcher.quoteReplacement(value == null ? "" : value));
    }
    references.appendTail(whole);
    problems.hideWhole(whole.toString());
    boolean alone = REFERENCE.matcher(text.text()).matches() && !text.text().startsWith("$$");
    // As if the text stood there: a number is a number.
    return alone && found
        ? YamlScalars.written(whole.toString(), text.at())
        : new Node.Text(text.at(), whole.toString());
  }

  private @Nullable String value(Matcher reference, Node.Text text, KeyPath path) {
    String name = reference.group(3);
    try {
      String value = "env".equals(reference.group(2)) ? variable(name) : file(name);
      problems.hide(value);
      return value;
    } catch (UnusableException unusable) {
      problems.add(text.at(), path, reference.group() + ": " + unusable.why());
      return null;
    }
  }

  private String variable(String name) throws UnusableException {
    String value = environment.apply(name);
    if (value == null) {
      throw new UnusableException("the environment of the gateway has no variable " + name);
    }
    return value;
  }

  private String file(String name) throws UnusableException {
    try {
      String text = NamedFile.of(folder, name).text();
      return text.endsWith("\r\n")
          ? text.substring(0, text.length() - 2)
          : text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    } catch (UnusableException e) {
      throw new UnusableException(
          "file " + Shown.quoted(folder.resolve(name).toString()) + " " + e.why());
    }
  }
}
