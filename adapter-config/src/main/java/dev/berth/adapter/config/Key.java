package dev.berth.adapter.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One key of the configuration: everything that reading, the reference and the schema say about it
/// comes from here.
///
/// @param path where it is; a segment `<name>` stands for any name
/// @param type what it may be set to
/// @param fallback the value it has if it is not written, as one would write it
/// @param standing what it does so far
/// @param notes what it is for
record Key<T>(
    KeyPath path, Type<T> type, Optional<Object> fallback, Standing standing, Notes notes) {
  /// A key without a default.
  static <T> Key<T> of(String path, Type<T> type, String meaning) {
    return new Key<>(
        KeyPath.of(path),
        type,
        Optional.empty(),
        new Standing.Active(),
        new Notes(meaning, "", List.of(), Secrecy.NONE));
  }

  /// This with a default, as one would write it.
  Key<T> byDefault(Object value) {
    return new Key<>(path, type, Optional.of(value), standing, notes);
  }

  /// This with words about what holds if it is not written.
  Key<T> byDefaultAs(String words) {
    return new Key<>(
        path,
        type,
        fallback,
        standing,
        new Notes(notes.meaning(), words, notes.examples(), notes.secrecy()));
  }

  /// This with a value that one might write.
  Key<T> example(Object value) {
    List<Object> more = new ArrayList<>(notes.examples());
    more.add(value);
    return new Key<>(
        path,
        type,
        fallback,
        standing,
        new Notes(notes.meaning(), notes.fallback(), more, notes.secrecy()));
  }

  /// This, whose value does not show where configuration is printed.
  Key<T> secret(Secrecy secrecy) {
    return new Key<>(
        path,
        type,
        fallback,
        standing,
        new Notes(notes.meaning(), notes.fallback(), notes.examples(), secrecy));
  }

  /// This, known but without effect.
  Key<T> withoutEffect() {
    return new Key<>(path, type, fallback, new Standing.WithoutEffect(), notes);
  }

  /// This, which may be written as long as it says what is so anyway.
  ///
  /// @param part what Berth does not have yet
  Key<T> onlyDefault(String part) {
    return new Key<>(path, type, fallback, new Standing.OnlyDefault(part), notes);
  }

  /// What a key does so far.
  sealed interface Standing {
    /// What it says.
    record Active() implements Standing {}

    /// Nothing: it belongs to a part that is off or that Berth does not have.
    record WithoutEffect() implements Standing {}

    /// It may only say what is so anyway: it would switch on what Berth does not have yet.
    record OnlyDefault(String part) implements Standing {}
  }

  /// What of a value may not show where configuration is printed.
  enum Secrecy {
    /// All may.
    NONE,
    /// Nothing may.
    WHOLE,
    /// A text in PEM may not; the name of a file may.
    PEM,
    /// Credentials in an address may not.
    ADDRESS
  }

  /// What the documentation says.
  ///
  /// @param meaning what it is for
  /// @param fallback words about what holds if it is not written
  /// @param examples values that one might write
  /// @param secrecy what of a value may show
  record Notes(String meaning, String fallback, List<Object> examples, Secrecy secrecy) {
    Notes {
      examples = List.copyOf(examples);
    }
  }
}
