package dev.berth.adapter.webhook;

/// Nobody could be asked; the message says who and why, and holds nothing of the question.
final class NoAnswerException extends Exception {
  private static final long serialVersionUID = 1L;

  NoAnswerException(String message, Throwable cause) {
    super(message, cause);
  }
}
