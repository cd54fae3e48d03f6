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
/// false, 0, an empty text and an empty list; `null` is as good as not given. Sections that cannot
/// differ between connections are left out, because servers send them with their defaults.
///
/// @param file the whole file
/// @param folder that file names are relative to
/// @param hidden what no message may show
record MergedConfigurations(Node file, Path folder, Algorithms algorithms, Set<String> hidden)
    implements PartialConfigurations {
  /// What may differ between connections.
  private static final Set<String> SECTIONS = Set.of("docker", "security", "backend");

  private static final KeyTree KNOWN = KeyTree.of(Sections.keys());

  @Override
  public ConnectionConfiguration complete(String json) {
    Problems problems = new Problems(hidden);
    Optional<Values> values =
        TreeReader.read(json, true, problems)
            .map(partial -> merged(file, partial))
            .map(merged -> bound(merged, problems));
    if (problems.any()) {
      throw GatewayException.backend(
          FailureCode.CONFIGURATION_INVALID,
          "the configuration that was given for this connection cannot be used: "
              + shown(problems.inFileOrder()),
          null);
    }
    Values all = values.orElseThrow(() -> new IllegalStateException("no values, and no problem"));
    return ConnectionConfiguration.of(DockerSection.configuration(all))
        .with(SecuritySection.policy(all));
  }

  /// What both say of what may differ between connections.
  static Node merged(Node file, Node partial) {
    return Merge.of(only(file, false), only(partial, true));
  }

  /// The keys of what may differ between connections.
  static List<Key<?>> keys() {
    return Sections.keys().stream()
        .filter(key -> SECTIONS.contains(key.path().segments().getFirst()))
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
          }
        });
    return new Mapping(mapping.at(), kept);
  }
}
