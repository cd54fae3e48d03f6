package dev.berth.adapter.config;

import dev.berth.adapter.config.ConfigurationFiles.Algorithms;
import dev.berth.adapter.config.ConfigurationFiles.Problem;
import dev.berth.adapter.config.Node.Entry;
import dev.berth.adapter.config.Node.Mapping;
import dev.berth.domain.configuration.ConnectionConfiguration;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import dev.berth.ports.driven.PartialConfigurations;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The configuration file with what a server says instead. Whatever the server gives wins, also
/// false, 0, an empty text and an empty list; `null` is as good as not given. What cannot differ
/// between connections is left out, because servers send it with its defaults.
///
/// @param file the whole file
/// @param folder that file names are relative to
/// @param hidden what no message may show
record MergedConfigurations(Node file, Path folder, Algorithms algorithms, Set<String> hidden)
    implements PartialConfigurations {
  /// What may differ between connections.
  private static final Set<String> SECTIONS = Set.of("docker", "security", "backend");

  /// Of which only the level may.
  private static final String LOG = "log";

  private static final String LEVEL = "level";

  private static final KeyTree KNOWN = KeyTree.of(Sections.keys());

  @Override
  public ConnectionConfiguration complete(String json) {
    Problems problems = new Problems(hidden);
    Optional<Node> partial = TreeReader.read(json, true, problems);
    Optional<Values> values =
        partial.map(given -> merged(file, given)).map(merged -> bound(merged, problems));
    if (problems.any()) {
      throw GatewayException.backend(
          FailureCode.CONFIGURATION_INVALID,
          "the configuration that was given for this connection cannot be used: "
              + shown(problems.inFileOrder()),
          null);
    }
    Values all = values.orElseThrow(() -> new IllegalStateException("no values, and no problem"));
    ConnectionConfiguration complete =
        ConnectionConfiguration.of(DockerSection.configuration(all))
            .with(SecuritySection.policy(all));
    return partial.filter(MergedConfigurations::givesLevel).isPresent()
        ? complete.withDetail(all.get(LogSection.LEVEL))
        : complete;
  }

  private static boolean givesLevel(Node partial) {
    return entry(partial, LOG).flatMap(log -> entry(log, LEVEL)).isPresent();
  }

  private static Optional<Node> entry(Node tree, String name) {
    return tree instanceof Mapping mapping
        ? Optional.ofNullable(mapping.entries().get(name))
            .map(Entry::value)
            .filter(value -> !(value instanceof Node.Nothing))
        : Optional.empty();
  }

  /// What both say of what may differ between connections.
  static Node merged(Node file, Node partial) {
    return Merge.of(only(file, false), only(partial, true));
  }

  /// The keys of what may differ between connections.
  static List<Key<?>> keys() {
    return Sections.keys().stream()
        .filter(key ->
            SECTIONS.contains(key.path().segments().getFirst()) || key.equals(LogSection.LEVEL))
        .toList();
  }

  private Values bound(Node merged, Problems problems) {
    Reading reading = new Reading(KeyPath.ROOT, folder, algorithms, problems);
    Values values = Binding.bind(KNOWN, merged, reading);
    DockerSection.check(values, problems);
    return values;
  }

  private static String shown(List<Problem> problems) {
    return problems.stream()
        .map(problem -> problem.path() + ": " + problem.message())
        .collect(Collectors.joining("; "));
  }

  /// The sections that may differ.
  ///
  /// @param unknown whether to keep what no section is called, which is then told
  private static Node only(Node tree, boolean unknown) {
    if (!(tree instanceof Mapping mapping)) {
      return tree;
    }
    Map<String, Entry> kept = new LinkedHashMap<>();
    mapping
        .entries()
        .forEach((name, entry) -> {
          if (SECTIONS.contains(name) || (unknown && KNOWN.child(name).isEmpty())) {
            kept.put(name, entry);
          } else if (name.equals(LOG) && entry.value() instanceof Mapping log) {
            Map<String, Entry> level = new LinkedHashMap<>(log.entries());
            level.keySet().retainAll(Set.of(LEVEL));
            kept.put(name, new Entry(entry.at(), new Mapping(log.at(), level)));
          }
        });
    return new Mapping(mapping.at(), kept);
  }
}
