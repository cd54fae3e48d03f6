package dev.berth.adapter.config;

import dev.berth.domain.configuration.GatewayConfiguration;
import dev.berth.ports.driven.PartialConfigurations;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Reads the operator's configuration file, and says what may be in it.
public final class ConfigurationFiles {
  private ConfigurationFiles() {}

  /// Reads a file without checking the names of algorithms.
  public static Loaded read(Path file) {
    return read(file, Algorithms.UNCHECKED);
  }

  /// Reads a file: JSON if its name ends in `.json`, YAML otherwise, with what it refers to in
  /// other files and the process's environment. Whatever is wrong is in the answer, nothing is
  /// thrown.
  ///
  /// @param algorithms what the SSH server has
  public static Loaded read(Path file, Algorithms algorithms) {
    return new Loading(file, algorithms, System::getenv, Optional.empty()).load();
  }

  /// Reads a file, and makes the host keys that it wants made.
  ///
  /// @param algorithms what the SSH server has
  /// @param hostKeys makes private keys in PEM
  public static Loaded read(Path file, Algorithms algorithms, Supplier<String> hostKeys) {
    return new Loading(file, algorithms, System::getenv, Optional.of(new MissingHostKeys(hostKeys)))
        .load();
  }

  /// The reference of all keys, in Markdown: docs/configuration.md.
  public static String reference() {
    return new ReferenceDocument(Sections.keys()).render();
  }

  /// A JSON Schema (2020-12) of the file, for editors: docs/configuration.schema.json.
  public static String jsonSchema() {
    return new SchemaDocument(Sections.keys()).render();
  }

  /// What came of reading a file.
  public sealed interface Loaded {
    /// It can be used.
    ///
    /// @param partials completes configurations of single connections by this one
    /// @param effective shows it
    record Valid(
        GatewayConfiguration configuration, PartialConfigurations partials, Effective effective)
        implements Loaded {}

    /// It cannot be used.
    ///
    /// @param file its name
    /// @param problems all of them, in the file's order
    record Invalid(Path file, List<Problem> problems) implements Loaded {
      public Invalid {
        problems = List.copyOf(problems);
      }

      /// One line for each problem, each with the file's name, line and column as editors and
      /// terminals link them.
      public String report() {
        return problems.stream()
            .map(problem -> file + ":" + problem)
            .collect(Collectors.joining("\n"));
      }
    }
  }

  /// Shows a configuration as it takes effect: in YAML, with all defaults, without secrets.
  public interface Effective {
    /// The whole of it.
    String whole();

    /// What of it may differ between connections, for one.
    ///
    /// @param json what a configuration server says of the connection
    String connection(String json);

    /// A text about the configuration without what it refers to in files and the environment.
    String withoutSecrets(String text);
  }

  /// One thing that is wrong. It never holds a secret.
  ///
  /// @param path the key, such as `docker.execution.mode`; empty for the file as a whole
  /// @param line from 1; 0 for the file as a whole
  /// @param column from 1; 0 for the file as a whole
  /// @param message what is wrong and what would be right
  public record Problem(String path, int line, int column, String message) {
    /// `line:column: path: message`, as far as there are such.
    @Override
    public String toString() {
      String place = line > 0 ? line + ":" + column + ": " : " ";
      return place + (path.isEmpty() ? "" : path + ": ") + message;
    }
  }

  /// The names of algorithms that an SSH server has; an empty set is not checked against.
  ///
  /// @param ciphers as `ssh.ciphers` may name them
  /// @param kex as `ssh.kex` may name them
  /// @param macs as `ssh.macs` may name them
  public record Algorithms(Set<String> ciphers, Set<String> kex, Set<String> macs) {
    /// Any name will do.
    public static final Algorithms UNCHECKED = new Algorithms(Set.of(), Set.of(), Set.of());

    public Algorithms {
      ciphers = Set.copyOf(ciphers);
      kex = Set.copyOf(kex);
      macs = Set.copyOf(macs);
    }
  }
}
