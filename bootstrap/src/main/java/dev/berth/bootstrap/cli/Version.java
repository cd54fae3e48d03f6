package dev.berth.bootstrap.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/// The program's version, which the build wrote into a resource.
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"berth " + number()};
  }

  /// Such as `1.2.3`.
  static String number() {
    try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
      if (in == null) {
        return "unknown";
      }
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version", "unknown");
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot read the version from the program's jar", unreadable);
    }
  }
}
