package dev.berth.adapter.sshd;

import dev.berth.domain.connection.RemoteAddress;
import dev.berth.domain.failure.GatewayException;
import java.io.EOFException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;

/// The one place that turns the library's exceptions into words, and the gateway's into the
/// protocol's.
final class SshdFailures {
  private static final int LONGEST = 300;

  private SshdFailures() {}

  /// Why, in a few words for the operator: one line without control characters, since clients have
  /// a say in it.
  static String reason(Throwable failure) {
    if (failure instanceof EOFException) {
      return "the client closed the connection";
    }
    String message = failure.getMessage();
    return message == null || message.isBlank()
        ? failure.getClass().getSimpleName()
        : printable(message);
  }

  /// Whether a failure is a client's that breaks the protocol, and not the network's or one to
  /// agree on algorithms.
  static boolean isGarbage(Throwable failure) {
    return switch (failure) {
      case SshException ssh ->
          switch (ssh.getDisconnectCode()) {
            case SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR,
                SshConstants.SSH2_DISCONNECT_PROTOCOL_VERSION_NOT_SUPPORTED,
                SshConstants.SSH2_DISCONNECT_MAC_ERROR ->
                true;
            default -> false;
          };
      case RuntimeException _ -> true;
      default -> false;
    };
  }

  /// Text that a client had a say in, made safe for a log line.
  static String printable(String text) {
    String line = text.replaceAll("\\p{Cntrl}", "?");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
  }

  static IOException cannotListen(InetSocketAddress address, Exception cause) {
    String where = RemoteAddress.of(address).toString();
    String why =
        cause instanceof BindException && reason(cause).contains("in use")
            ? "another program listens there already; stop it or change ssh.listen"
            : reason(cause);
    return new IOException("cannot listen on " + where + ": " + why, cause);
  }

  /// The reason code for a channel that is not opened (RFC 4254, section 5.1).
  static int openFailure(GatewayException refusal) {
    return switch (refusal.code()) {
      case UNSUPPORTED, BAD_REQUEST, NOT_PERMITTED ->
          SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED;
      default -> SshConstants.SSH_OPEN_CONNECT_FAILED;
    };
  }
}
