package dev.berth.adapter.config;

import dev.berth.adapter.config.NamedFile.UnusableException;
import dev.berth.domain.configuration.SshConfiguration.HostCertificate;
import dev.berth.domain.key.Certificate;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// A host's certificate, or the name of a file that holds one.
record HostCertificateType() implements Type<HostCertificate> {
  private static final Pattern SPACE = Pattern.compile("[ \\t]+");

  @Override
  public String label() {
    return "host certificate, or a file's name";
  }

  @Override
  public Map<String, Object> schema() {
    return Map.of("type", "string", "minLength", 1);
  }

  @Override
  public Optional<HostCertificate> read(Node node, Reading reading) {
    if (!(node instanceof Node.Scalar scalar) || scalar.text().isBlank()) {
      return reading.refuseKind(node, "a host certificate or a file's name");
    }
    String entry = scalar.text().strip();
    if (SPACE.matcher(entry).find()) {
      return checked(new HostCertificate(reading.path().toString(), entry), "", node, reading);
    }
    String file = reading.folder().resolve(entry).toString();
    String shown = "file " + Shown.quoted(file) + " ";
    try {
      String text = NamedFile.of(reading.folder(), entry).text().strip();
      return checked(new HostCertificate(file, text), shown, node, reading);
    } catch (UnusableException e) {
      return reading.refuse(node, shown + e.why());
    }
  }

  private static Optional<HostCertificate> checked(
      HostCertificate certificate, String subject, Node node, Reading reading) {
    Optional<String> fault = fault(certificate.line());
    return fault.isPresent()
        ? reading.refuse(node, subject + fault.get())
        : Optional.of(certificate);
  }

  private static Optional<String> fault(String line) {
    String[] fields = SPACE.split(line, 3);
    if (line.contains("\n") || fields.length < 2 || !Certificate.isType(fields[0])) {
      return Optional.of("must be one certificate, as ssh-keygen -s -h makes it, in one line");
    }
    try {
      Certificate certificate = Certificate.parse(Base64.getDecoder().decode(fields[1]));
      return certificate.content().kind() == Certificate.Kind.HOST
          ? Optional.empty()
          : Optional.of("is a user's certificate, not a host's (ssh-keygen -h)");
    } catch (IllegalArgumentException malformed) {
      return Optional.of("is damaged: what follows " + fields[0] + " is no such certificate");
    }
  }
}
