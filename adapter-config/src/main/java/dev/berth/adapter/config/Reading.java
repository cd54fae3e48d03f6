package dev.berth.adapter.config;

import dev.berth.adapter.config.ConfigurationFiles.Algorithms;
import java.nio.file.Path;
import java.util.Optional;

/// What reading a value may need to know.
///
/// @param path the value's key
/// @param folder that file names are relative to: the configuration file's own
/// @param algorithms what the SSH server has
/// @param problems where to tell what is wrong
record Reading(KeyPath path, Path folder, Algorithms algorithms, Problems problems) {
  <T> Optional<T> refuse(Node node, String why) {
    problems.add(node.at(), path, why);
    return Optional.empty();
  }

  <T> Optional<T> refuseKind(Node node, String wanted) {
    return refuse(node, "must be " + wanted + ", not " + node.kind());
  }

  Reading at(KeyPath other) {
    return new Reading(other, folder, algorithms, problems);
  }

  Reading item(int index) {
    return at(path.item(index));
  }

  Reading field(String name) {
    return at(path.then(name));
  }
}
