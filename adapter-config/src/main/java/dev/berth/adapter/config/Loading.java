package dev.berth.adapter.config;

import dev.berth.adapter.config.ConfigurationFiles.Algorithms;
import dev.berth.adapter.config.ConfigurationFiles.Effective;
import dev.berth.adapter.config.ConfigurationFiles.Loaded;
import dev.berth.adapter.config.NamedFile.UnusableException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads one file: its text, its tree, the values of its keys, and from them the configuration.
final class Loading {
  private final Path file;
  private final Algorithms algorithms;
  private final Function<String, @Nullable String> environment;
  private final Optional<MissingHostKeys> missing;
  private final Problems problems = new Problems();

  /// @param environment the value of a variable, or null if it is not set
  /// @param missing makes host keys where the file wants it; without it nothing is written
  Loading(
      Path file,
      Algorithms algorithms,
      Function<String, @Nullable String> environment,
      Optional<MissingHostKeys> missing) {
    this.file = file;
    this.algorithms = algorithms;
    this.environment = environment;
    this.missing = missing;
  }

  Loaded load() {
    Optional<Node> written = text().flatMap(this::tree);
    Optional<Node> tree =
        written.map(node -> new References(folder(), environment, problems).resolve(node));
    Optional<Values> values = tree.map(this::bound);
    if (problems.any()) {
      return new Loaded.Invalid(file, problems.inFileOrder());
    }
    MergedConfigurations partials =
        new MergedConfigurations(
            tree.orElseThrow(Loading::impossible), folder(), algorithms, problems.hidden());
    return new Loaded.Valid(
        Sections.configuration(values.orElseThrow(Loading::impossible)),
        partials,
        new Written(written.orElseThrow(Loading::impossible), problems));
  }

  /// @param file as it is written
  /// @param problems know what may not show
  private record Written(Node file, Problems problems) implements Effective {
    private static final KeyTree KNOWN = KeyTree.of(Sections.keys());

    @Override
    public String whole() {
      return EffectiveDocument.of(KNOWN, file);
    }

    @Override
    public String connection(String json) {
      Node partial =
          TreeReader.read(json, true, new Problems())
              .orElseThrow(() -> new IllegalArgumentException("this is no JSON"));
      return EffectiveDocument.of(
          KeyTree.of(MergedConfigurations.keys()), MergedConfigurations.merged(file, partial));
    }

    @Override
    public String withoutSecrets(String text) {
      return problems.withoutHidden(text);
    }
  }

  private Optional<String> text() {
    try {
      return Optional.of(new NamedFile(file).text());
    } catch (UnusableException e) {
      problems.add(Location.WHOLE_FILE, KeyPath.ROOT, "the configuration file " + e.why());
      return Optional.empty();
    }
  }

  private Optional<Node> tree(String text) {
    boolean json = file.toString().toLowerCase(Locale.ROOT).endsWith(".json");
    Optional<Node> tree = TreeReader.read(text, json, problems);
    if (!problems.any() && tree.filter(node -> !(node instanceof Node.Nothing)).isEmpty()) {
      problems.add(
          Location.WHOLE_FILE,
          KeyPath.ROOT,
          "the configuration file is empty; it needs at least ssh.hostkeys, and users or nobody can"
              + " log in");
      return Optional.empty();
    }
    return tree;
  }

  /// What file names are relative to.
  private Path folder() {
    Path absolute = file.toAbsolutePath().normalize();
    return Objects.requireNonNullElse(absolute.getParent(), absolute);
  }

  private static IllegalStateException impossible() {
    return new IllegalStateException("no values, and no problem");
  }

  private Values bound(Node tree) {
    Reading reading = new Reading(KeyPath.ROOT, folder(), algorithms, problems);
    missing.ifPresent(keys -> keys.make(tree, reading));
    Values values = Binding.bind(KeyTree.of(Sections.keys()), tree, reading);
    Sections.check(values, problems);
    return values;
  }
}
