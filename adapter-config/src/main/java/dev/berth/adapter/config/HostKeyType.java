package dev.berth.adapter.config;

import dev.berth.adapter.config.NamedFile.UnusableException;
import dev.berth.domain.configuration.SshConfiguration.HostKey;
import java.util.Map;
import java.util.Optional;

/// A private host key in PEM, or the name of a file that holds one and that only its owner may use.
record HostKeyType() implements Type<HostKey> {
  @Override
  public String label() {
    return "private key in PEM, or a file's name";
  }

  @Override
  public Map<String, Object> schema() {
    return Map.of("type", "string");
  }

  @Override
  public Optional<HostKey> read(Node node, Reading reading) {
    if (!(node instanceof Node.Scalar scalar)) {
      return reading.refuseKind(node, "a private key in PEM or a file's name");
    }
    String written = scalar.text();
    boolean inline = Pem.isText(written);
    String origin = inline ? reading.path().toString() : Pem.shown(written, reading.folder());
    try {
      String pem = Pem.text(written, reading.folder());
      Optional<String> fault = PrivateKeys.fault(pem);
      if (fault.isPresent()) {
        throw new UnusableException((inline ? "" : origin + " ") + fault.get());
      }
      if (!inline) {
        requirePrivate(reading, written, origin);
      }
      return Optional.of(
          new HostKey(inline ? origin : reading.folder().resolve(written).toString(), pem));
    } catch (UnusableException e) {
      return reading.refuse(node, e.why());
    }
  }

  private static void requirePrivate(Reading reading, String name, String origin)
      throws UnusableException {
    try {
      NamedFile.of(reading.folder(), name).requirePrivate();
    } catch (UnusableException e) {
      throw new UnusableException(origin + " holds a private key and " + e.why());
    }
  }
}
