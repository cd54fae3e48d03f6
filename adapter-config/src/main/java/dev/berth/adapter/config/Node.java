package dev.berth.adapter.config;

import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A value as it was written, and where. Values may be secret, so none shows in `toString`.
sealed interface Node {
  /// Where it begins.
  Location at();

  /// What kind of value it is, with its article, for messages.
  String kind();

  /// A value without parts.
  sealed interface Scalar extends Node {
    /// As it was written.
    String text();
  }

  record Text(Location at, String text) implements Scalar {
    @Override
    public String kind() {
      return "a text";
    }

    @Override
    public String toString() {
      return kind();
    }
  }

  record Whole(Location at, String text, BigInteger value) implements Scalar {
    @Override
    public String kind() {
      return "a number";
    }

    @Override
    public String toString() {
      return kind();
    }
  }

  record Decimal(Location at, String text, double value) implements Scalar {
    @Override
    public String kind() {
      return "a number";
    }

    @Override
    public String toString() {
      return kind();
    }
  }

  record Flag(Location at, String text, boolean value) implements Scalar {
    @Override
    public String kind() {
      return "true or false";
    }

    @Override
    public String toString() {
      return kind();
    }
  }

  /// `null`, or in YAML nothing at all: as good as not written.
  record Nothing(Location at) implements Node {
    @Override
    public String kind() {
      return "nothing";
    }
  }

  record Sequence(Location at, List<Node> items) implements Node {
    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public String kind() {
      return "a list";
    }

    @Override
    public String toString() {
      return kind();
    }
  }

  /// Values by key.
  ///
  /// @param entries by key, in the order they were written
  record Mapping(Location at, Map<String, Entry> entries) implements Node {
    public Mapping {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    @Override
    public String kind() {
      return "a section";
    }

    @Override
    public String toString() {
      return kind();
    }
  }

  /// A key of a section.
  ///
  /// @param at where the key begins
  /// @param value what it is set to
  record Entry(Location at, Node value) {}
}
