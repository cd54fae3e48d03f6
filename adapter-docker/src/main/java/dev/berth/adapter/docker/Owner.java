package dev.berth.adapter.docker;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/// Whose a container's files are, by number.
record Owner(int user, int group) {
  private static final Owner ROOT = new Owner(0, 0);

  /// Of passwd(5) and group(5): name, password, number; and in passwd(5) the group's number.
  private static final int NUMBER_FIELD = 2;

  private static final int GROUP_FIELD = 3;

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

  /// No system's list of users or groups is longer, in bytes.
  private static final int MAX_LIST = 1 << 20;

  /// The user that a container's programs run as.
  ///
  /// @param written as the engine has it: a name or a number, or two with `:` between them for user
  ///   and group; empty for root
  static Owner of(String written, ContainerArchive archive) throws InterruptedException {
    if (written.isEmpty()) {
      return ROOT;
    }
    String[] parts = written.split(":", 2);
    Optional<String[]> account = entry(archive, "/etc/passwd", parts[0]);
    int user = account.map(fields -> number(fields, NUMBER_FIELD)).orElse(plain(parts[0]));
    int group =
        parts.length == 1
            ? account.map(fields -> number(fields, GROUP_FIELD)).orElse(0)
            : entry(archive, "/etc/group", parts[1])
                .map(fields -> number(fields, NUMBER_FIELD))
                .orElse(plain(parts[1]));
    return new Owner(user, group);
  }

  /// An engine does not start a container whose user it does not find, so that it does not matter
  /// whose the files of such a one are.
  private static int plain(String text) {
    return NUMBER.matcher(text).matches() ? Integer.parseInt(text) : 0;
  }

  private static int number(String[] fields, int index) {
    return index < fields.length ? plain(fields[index]) : 0;
  }

  /// The line of a list whose name, or else whose number, is a text.
  private static Optional<String[]> entry(ContainerArchive archive, String list, String wanted)
      throws InterruptedException {
    String text = archive.get(list, MAX_LIST).map(Owner::first).orElse("");
    Optional<String[]> byNumber = Optional.empty();
    for (String line : text.lines().toList()) {
      String[] fields = line.split(":", -1);
      if (fields[0].equals(wanted)) {
        return Optional.of(fields);
      }
      if (byNumber.isEmpty()
          && fields.length > NUMBER_FIELD
          && fields[NUMBER_FIELD].equals(wanted)) {
        byNumber = Optional.of(fields);
      }
    }
    return byNumber;
  }

  /// The text of an archive's only file.
  private static String first(byte[] archive) {
    try (TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(archive))) {
      return tar.getNextEntry() == null
          ? ""
          : new String(tar.readNBytes(MAX_LIST), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      return "";
    }
  }
}
