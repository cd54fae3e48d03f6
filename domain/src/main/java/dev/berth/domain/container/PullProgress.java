package dev.berth.domain.container;

/// How far the pull of an image has come.
///
/// @param layers how many layers are known of
/// @param done how many of them the engine has
/// @param bytes downloaded so far, of the layers that are being downloaded or were
/// @param total bytes of those layers
public record PullProgress(int layers, int done, long bytes, long total) {
  /// Nothing is known yet.
  public static final PullProgress NONE = new PullProgress(0, 0, 0, 0);
}
