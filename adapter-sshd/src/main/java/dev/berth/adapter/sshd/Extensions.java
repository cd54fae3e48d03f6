package dev.berth.adapter.sshd;

import java.util.function.BiConsumer;
import org.apache.sshd.common.kex.extension.DefaultServerKexExtensionHandler;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/// What we tell clients that we understand beyond the protocol (RFC 8308): the library's list, and
/// OpenSSH's transport-level ping.
final class Extensions extends DefaultServerKexExtensionHandler {
  /// The request and its answer (OpenSSH's PROTOCOL, section 1.9).
  static final byte PING = (byte) 192;

  static final byte PONG = (byte) 193;

  private static final String NAME = "ping@openssh.com";

  @Override
  public void collectExtensions(
      Session session, KexPhase phase, BiConsumer<String, Object> extensions) {
    super.collectExtensions(session, phase, extensions);
    if (phase == KexPhase.NEWKEYS) {
      // The library writes a value that it does not know as it is, without its name.
      Buffer named = new ByteArrayBuffer();
      named.putString(NAME);
      named.putString("0");
      extensions.accept(NAME, named);
    }
  }
}
