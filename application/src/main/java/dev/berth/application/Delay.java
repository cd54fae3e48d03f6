package dev.berth.application;

import dev.berth.domain.container.ImageReference;
import dev.berth.domain.container.PullProgress;
import java.util.Locale;

/// Why something takes longer than usual, for the user who waits for it.
sealed interface Delay {
  /// What to tell: one line.
  String words();

  /// Whether also somebody without a terminal wants to know.
  boolean isLong();

  /// Others go first.
  ///
  /// @param place in the queue; the first one is 1
  record Queued(int place) implements Delay {
    @Override
    public String words() {
      return "Waiting for others to be served: place " + place;
    }

    @Override
    public boolean isLong() {
      return false;
    }
  }

  /// The engine gets the image from its registry.
  record Pulling(ImageReference image, PullProgress progress) implements Delay {
    private static final double MEGABYTE = 1_000_000;

    @Override
    public String words() {
      StringBuilder words = new StringBuilder("Getting image ").append(image);
      if (progress.layers() > 0) {
        words.append(": %d of %d layers".formatted(progress.done(), progress.layers()));
      }
      if (progress.total() > 0) {
        words.append(
            String.format(
                Locale.ROOT,
                ", %.1f of %.1f MB",
                progress.bytes() / MEGABYTE,
                progress.total() / MEGABYTE));
      }
      return words.toString();
    }

    @Override
    public boolean isLong() {
      return true;
    }
  }
}
