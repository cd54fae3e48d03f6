package dev.berth.ports.driven;

import java.util.List;

/// Questions and answers by which somebody proves who they are (RFC 4256): any number of rounds,
/// each with any number of prompts. Used by one thread at a time.
@FunctionalInterface
public interface Dialogue {
  /// Goes on. Blocks.
  ///
  /// @param answers to the prompts of the last step, in their order and as many; none in the first
  ///   call. The caller clears them afterwards
  Step next(List<char[]> answers) throws InterruptedException;

  /// What comes next.
  sealed interface Step {
    /// A round of prompts; there may be none, for text that is only to be shown.
    ///
    /// @param title shown first; may be empty
    /// @param instruction shown next; may be empty
    record Ask(String title, String instruction, List<Prompt> prompts) implements Step {
      public Ask {
        prompts = List.copyOf(prompts);
      }
    }

    /// The dialogue is over.
    record Decided(Authenticator.Decision decision) implements Step {}
  }

  /// A question.
  ///
  /// @param text shown as it is, such as `Password: `
  /// @param echo whether the answer may show while it is typed
  record Prompt(String text, boolean echo) {}
}
