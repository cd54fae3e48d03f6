package dev.berth.bootstrap.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPOutputStream;

/// An image registry (the distribution API, version 2) with one small image under several names:
/// `guest` is everybody's, or everybody's who has an account, `held` is as well, but its files come
/// only once they are released, `refused` is nobody's, `slow` never answers, and anything else is
/// not there.
final class Registry implements AutoCloseable {
  static final String USERNAME = "puller";
  static final String PASSWORD = "a secret";

  private static final String EXPECTED =
      "Basic " + Base64.getEncoder().encodeToString((USERNAME + ":" + PASSWORD).getBytes(UTF_8));

  /// The first byte of a TLS connection (RFC 8446, section 5.1).
  private static final int TLS_HANDSHAKE = 22;

  private static final String MANIFEST_TYPE =
      "application/vnd.docker.distribution.manifest.v2+json";

  private final boolean accounts;
  private final ServerSocket server;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile CountDownLatch released = new CountDownLatch(1);
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final byte[] layer;
  private final byte[] config;
  private final byte[] manifest;

  /// A registry.
  ///
  /// @param accounts whether it asks for an account
  Registry(boolean accounts) {
    this.accounts = accounts;
    byte[] files = files();
    layer = zipped(files);
    config =
        """
        {"architecture": "%s", "os": "linux",
         "config": {"Cmd": ["/bin/sh"], "Env": ["PATH=/bin"]},
         "rootfs": {"type": "layers", "diff_ids": ["%s"]}, "history": [{}]}
        """
            .formatted(Engine.get("/version").path("Arch").asText(), digest(files))
            .getBytes(UTF_8);
    manifest =
        """
        {"schemaVersion": 2, "mediaType": "%s",
         "config": {"mediaType": "application/vnd.docker.container.image.v1+json",
                    "size": %d, "digest": "%s"},
         "layers": [{"mediaType": "application/vnd.docker.image.rootfs.diff.tar.gzip",
                     "size": %d, "digest": "%s"}]}
        """
            .formatted(MANIFEST_TYPE, config.length, digest(config), layer.length, digest(layer))
            .getBytes(UTF_8);
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    Thread.startVirtualThread(this::accept);
  }

  /// A file system with a shell and nothing else.
  private static byte[] files() {
    Path root = Scratch.folder("rootfs");
    ClientProcess.shell(
            "cd %s && mkdir bin tmp && cp /bin/busybox bin/sh && ln bin/sh bin/echo".formatted(root)
                + " && tar --owner=0 --group=0 -cf ../rootfs.tar .")
        .end()
        .succeeded();
    try {
      return Files.readAllBytes(root.resolveSibling("rootfs.tar"));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static byte[] zipped(byte[] bytes) {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(zipped)) {
      zip.write(bytes);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return zipped.toByteArray();
  }

  private static String digest(byte[] bytes) {
    try {
      byte[] sum = MessageDigest.getInstance("SHA-256").digest(bytes);
      return "sha256:" + HexFormat.of().formatHex(sum);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// The reference of an image here.
  String image(String name) {
    return "127.0.0.1:" + server.getLocalPort() + "/" + name + ":latest";
  }

  /// How often the image was asked for; an engine that has it asks for its digest only.
  long pulls(String name) {
    return requests.stream()
        .filter(request -> request.startsWith("/v2/" + name + "/manifests/"))
        .count();
  }

  /// How often the files of the image were asked for.
  long downloads(String name) {
    return requests.stream()
        .filter(request -> request.startsWith("/v2/" + name + "/blobs/" + digest(layer)))
        .count();
  }

  /// Keeps the files of `held` from now on.
  void hold() {
    released = new CountDownLatch(1);
  }

  /// Lets the files of `held` go.
  void release() {
    released.countDown();
  }

  private void accept() {
    try {
      while (true) {
        Socket engine = server.accept();
        Thread.startVirtualThread(() -> serve(engine));
      }
    } catch (IOException end) {
      // Closed.
    }
  }

  /// One request a connection. Engines try TLS first, which is not spoken here.
  private void serve(Socket socket) {
    try (socket;
        InputStream in = new BufferedInputStream(socket.getInputStream())) {
      in.mark(1);
      if (in.read() == TLS_HANDSHAKE) {
        return;
      }
      in.reset();
      BufferedReader reader = new BufferedReader(new InputStreamReader(in, ISO_8859_1));
      String[] request = String.valueOf(reader.readLine()).split(" ", -1);
      String authorization = "";
      for (String header = reader.readLine();
          header != null && !header.isEmpty();
          header = reader.readLine()) {
        if (header.toLowerCase(Locale.ROOT).startsWith("authorization:")) {
          authorization = header.substring("authorization:".length()).strip();
        }
      }
      requests.add(request[1]);
      Answer answer = answer(request[1], authorization);
      OutputStream out = socket.getOutputStream();
      out.write(answer.head().getBytes(ISO_8859_1));
      if (!request[0].equals("HEAD")) {
        out.write(answer.body());
      }
    } catch (IOException gone) {
      // The engine has left.
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private Answer answer(String path, String authorization) throws InterruptedException {
    if (path.startsWith("/v2/slow/")) {
      closed.await();
    }
    if (path.startsWith("/v2/refused/")) {
      return Answer.error("403 Forbidden", "DENIED");
    }
    if (accounts && !authorization.equals(EXPECTED)) {
      return Answer.error("401 Unauthorized", "UNAUTHORIZED");
    }
    if (path.startsWith("/v2/held/blobs/" + digest(layer))) {
      released.await();
    }
    boolean known = path.startsWith("/v2/guest/") || path.startsWith("/v2/held/");
    if (path.equals("/v2/")) {
      return new Answer("200 OK", "application/json", "{}".getBytes(UTF_8));
    }
    if (known && path.contains("/manifests/")) {
      return new Answer("200 OK", MANIFEST_TYPE, manifest);
    }
    for (byte[] blob : List.of(config, layer)) {
      if (known && path.endsWith("/blobs/" + digest(blob))) {
        return new Answer("200 OK", "application/octet-stream", blob);
      }
    }
    return Answer.error("404 Not Found", "MANIFEST_UNKNOWN");
  }

  @SuppressWarnings("ArrayRecordComponent") // only read
  private record Answer(String status, String type, byte[] body) {
    static Answer error(String status, String code) {
      String body = "{\"errors\": [{\"code\": \"%s\", \"message\": \"no\"}]}".formatted(code);
      return new Answer(status, "application/json", body.getBytes(UTF_8));
    }

    String head() {
      return """
      HTTP/1.1 %s
      Content-Type: %s
      Content-Length: %d
      Docker-Content-Digest: %s
      WWW-Authenticate: Basic realm="e2e"
      Connection: close

      """
          .formatted(status, type, body.length, digest(body))
          .replace("\n", "\r\n");
    }
  }

  @Override
  public void close() {
    closed.countDown();
    release();
    try {
      server.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
