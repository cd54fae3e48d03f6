package dev.berth.adapter.config;

import dev.berth.adapter.config.NamedFile.UnusableException;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Makes a host key where the operator wants one made: Ed25519, in OpenSSH's own form (its
/// PROTOCOL.key), in a file that only its owner may use.
final class NewHostKey {
  private static final String TYPE = "ssh-ed25519";
  private static final int LENGTH = 32;

  /// What the private part is filled up to a multiple of: the block size of cipher `none`.
  private static final int BLOCK = 8;

  private NewHostKey() {}

  /// Makes the files of host keys that a configuration names and that do not exist, if it wants
  /// that.
  ///
  /// @param file the configuration
  static void makeMissing(Node file, Reading reading) {
    if (!(find(file, SshSection.GENERATE_HOST_KEYS.path()) instanceof Node.Flag wanted)
        || !wanted.value()
        || !(find(file, SshSection.HOST_KEYS.path()) instanceof Node.Sequence keys)) {
      return;
    }
    for (int i = 0; i < keys.items().size(); i++) {
      if (keys.items().get(i) instanceof Node.Text name && !Pem.isText(name.text())) {
        make(name, reading.at(SshSection.HOST_KEYS.path().item(i)));
      }
    }
  }

  private static @Nullable Node find(Node file, KeyPath path) {
    Node found = file;
    for (String segment : path.segments()) {
      if (!(found instanceof Node.Mapping section) || !section.entries().containsKey(segment)) {
        return null;
      }
      found = section.entries().get(segment).value();
    }
    return found;
  }

  private static void make(Node.Text name, Reading reading) {
    try {
      makeIfMissing(NamedFile.of(reading.folder(), name.text()).path());
    } catch (UnusableException e) {
      reading.refuse(name, Pem.shown(name.text(), reading.folder()) + " " + e.why());
    }
  }

  /// Makes the file if there is none. It appears whole or not at all, and a file that somebody else
  /// has put there meanwhile stays.
  ///
  /// @throws UnusableException if it cannot be made, in words that follow the file's name
  private static void makeIfMissing(Path file) throws UnusableException {
    if (Files.exists(file)) {
      return;
    }
    Path folder = Objects.requireNonNullElse(file.toAbsolutePath().getParent(), Path.of("/"));
    try {
      Path draft =
          Files.createTempFile(
              folder,
              ".hostkey",
              "",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      try {
        Files.writeString(draft, pem());
        Files.createLink(file, draft);
      } catch (FileAlreadyExistsException _) {
        // Another gateway was quicker: both use its key.
      } finally {
        Files.delete(draft);
      }
    } catch (IOException | UnsupportedOperationException e) {
      throw new UnusableException(
          "does not exist and cannot be made (" + e.getClass().getSimpleName() + ")");
    }
  }

  private static String pem() throws IOException {
    byte[] key = openSsh(pair());
    String base64 =
        Base64.getMimeEncoder(70, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(key);
    return "-----BEGIN OPENSSH PRIVATE KEY-----\n"
        + base64
        + "\n-----END OPENSSH PRIVATE KEY-----\n";
  }

  private static KeyPair pair() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static byte[] openSsh(KeyPair pair) throws IOException {
    // X.509 ends with the key itself (RFC 8410, section 4).
    byte[] encoded = pair.getPublic().getEncoded();
    byte[] open = Arrays.copyOfRange(encoded, encoded.length - LENGTH, encoded.length);
    byte[] secret = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeBytes("openssh-key-v1\0");
    string(out, text("none"));
    string(out, text("none"));
    string(out, new byte[0]);
    out.writeInt(1);
    string(out, publicPart(open));
    string(out, privatePart(open, secret));
    return bytes.toByteArray();
  }

  private static byte[] publicPart(byte[] open) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    string(out, text(TYPE));
    string(out, open);
    return bytes.toByteArray();
  }

  private static byte[] privatePart(byte[] open, byte[] secret) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    int check = new SecureRandom().nextInt();
    out.writeInt(check);
    out.writeInt(check);
    out.write(publicPart(open));
    out.writeInt(2 * LENGTH);
    out.write(secret);
    out.write(open);
    string(out, text("made by berth"));
    for (int i = 1; bytes.size() % BLOCK != 0; i++) {
      out.write(i);
    }
    return bytes.toByteArray();
  }

  private static byte[] text(String ascii) {
    return ascii.getBytes(StandardCharsets.US_ASCII);
  }

  private static void string(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }
}
