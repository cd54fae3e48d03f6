package dev.berth.bootstrap.log;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/// Datagrams to a Unix socket such as /dev/log. Java has none of its own, so the C library is
/// called: socket(2), connect(2), send(2) and close(2) of Linux.
final class UnixDatagrams implements SyslogOutput.Way {
  private static final short AF_UNIX = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int MSG_NOSIGNAL = 0x4000;

  /// sizeof(struct sockaddr_un), and where its path begins.
  private static final int ADDRESS_SIZE = 110;

  private static final int PATH_OFFSET = 2;
  private static final int NONE = -1;

  private final String path;
  private int socket = NONE;

  /// @param path at most 107 bytes, as the kernel has it
  UnixDatagrams(String path) {
    this.path = path;
  }

  @Override
  public void send(byte[] message) throws IOException {
    try {
      sendOnce(message);
    } catch (IOException restarted) {
      // A logger that was started anew has a new socket at the same path.
      close();
      sendOnce(message);
    }
  }

  private void sendOnce(byte[] message) throws IOException {
    if (socket == NONE) {
      connect();
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment text = arena.allocate(Math.max(1, message.length));
      MemorySegment.copy(MemorySegment.ofArray(message), 0, text, 0, message.length);
      if (Calls.send(socket, text, message.length) < 0) {
        throw new IOException("sending to " + path + " failed");
      }
    }
  }

  private void connect() throws IOException {
    byte[] name = path.getBytes(StandardCharsets.UTF_8);
    if (name.length > ADDRESS_SIZE - PATH_OFFSET - 1) {
      throw new IOException("the path " + path + " is too long for a socket");
    }
    socket = Calls.socket();
    if (socket < 0) {
      throw new IOException("no socket can be made");
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment address = arena.allocate(ADDRESS_SIZE);
      address.set(JAVA_SHORT_UNALIGNED, 0, AF_UNIX);
      MemorySegment.copy(MemorySegment.ofArray(name), 0, address, PATH_OFFSET, name.length);
      if (Calls.connect(socket, address) < 0) {
        close();
        throw new IOException("nobody listens at " + path);
      }
    }
  }

  @Override
  public void close() {
    if (socket != NONE) {
      Calls.close(socket);
      socket = NONE;
    }
  }

  /// Looked up when they are needed first.
  private static final class Calls {
    private static final MethodHandle SOCKET =
        call("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle CONNECT =
        call("connect", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle SEND =
        call("send", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    private static final MethodHandle CLOSE = call("close", JAVA_INT, JAVA_INT);

    private Calls() {}

    // The launch script permits native access.
    @SuppressWarnings("restricted")
    private static MethodHandle call(String name, MemoryLayout result, MemoryLayout... arguments) {
      Linker linker = Linker.nativeLinker();
      return linker.downcallHandle(
          linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(result, arguments));
    }

    static int socket() {
      try {
        return (int) SOCKET.invokeExact((int) AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
      } catch (Throwable impossible) {
        throw mistake(impossible);
      }
    }

    static int connect(int socket, MemorySegment address) {
      try {
        return (int) CONNECT.invokeExact(socket, address, (int) address.byteSize());
      } catch (Throwable impossible) {
        throw mistake(impossible);
      }
    }

    static long send(int socket, MemorySegment text, int length) {
      try {
        return (long) SEND.invokeExact(socket, text, (long) length, MSG_NOSIGNAL);
      } catch (Throwable impossible) {
        throw mistake(impossible);
      }
    }

    static void close(int socket) {
      try {
        var _ = (int) CLOSE.invokeExact(socket);
      } catch (Throwable impossible) {
        throw mistake(impossible);
      }
    }

    private static IllegalStateException mistake(Throwable impossible) {
      return new IllegalStateException("a call of the C library failed", impossible);
    }
  }
}
