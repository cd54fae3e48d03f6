package dev.berth.adapter.docker;

import dev.berth.domain.session.Terminal;
import dev.berth.domain.session.TerminalModes;
import dev.berth.domain.session.WindowSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A terminal's modes (RFC 4254, section 8) and size as what `stty` takes, for all kinds of `stty`:
/// words with a blank between them, and a colon between a word and its argument. Opcodes that a
/// Linux terminal does not have are left out.
final class SttyWords {
  /// Opcode 1 and on; empty where Linux has none.
  private static final List<String> CHARACTERS =
      List.of(
          "intr", "quit", "erase", "kill", "eof", "eol", "eol2", "start", "stop", "susp", "",
          "rprnt", "werase", "lnext");

  /// A character that is switched off.
  private static final int OFF = 255;

  private static final Map<Integer, String> FLAGS =
      Map.ofEntries(
          Map.entry(30, "ignpar"),
          Map.entry(31, "parmrk"),
          Map.entry(32, "inpck"),
          Map.entry(33, "istrip"),
          Map.entry(34, "inlcr"),
          Map.entry(35, "igncr"),
          Map.entry(36, "icrnl"),
          Map.entry(38, "ixon"),
          Map.entry(39, "ixany"),
          Map.entry(40, "ixoff"),
          Map.entry(41, "imaxbel"),
          Map.entry(42, "iutf8"),
          Map.entry(50, "isig"),
          Map.entry(51, "icanon"),
          Map.entry(53, "echo"),
          Map.entry(54, "echoe"),
          Map.entry(55, "echok"),
          Map.entry(56, "echonl"),
          Map.entry(57, "noflsh"),
          Map.entry(58, "tostop"),
          Map.entry(59, "iexten"),
          Map.entry(60, "echoctl"),
          Map.entry(61, "echoke"),
          Map.entry(70, "opost"),
          Map.entry(72, "onlcr"),
          Map.entry(73, "ocrnl"),
          Map.entry(74, "onocr"),
          Map.entry(75, "onlret"),
          Map.entry(92, "parenb"),
          Map.entry(93, "parodd"));

  private SttyWords() {}

  /// The modes; empty if nothing is known of them.
  static String modes(Terminal terminal) {
    return String.join(" ", words(terminal.modes()));
  }

  /// Size and modes; empty if nothing is known of them.
  static String all(Terminal terminal) {
    List<String> words = new ArrayList<>(words(terminal.size()));
    words.addAll(words(terminal.modes()));
    return String.join(" ", words);
  }

  private static List<String> words(WindowSize size) {
    return size.rows() == 0 && size.columns() == 0
        ? List.of()
        : List.of("rows:" + size.rows(), "cols:" + size.columns());
  }

  private static List<String> words(TerminalModes modes) {
    return modes.values().entrySet().stream()
        .map(mode -> word(mode.getKey(), mode.getValue()))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<String> word(int opcode, long value) {
    if (opcode <= CHARACTERS.size()) {
      String name = CHARACTERS.get(opcode - 1);
      return name.isEmpty() || value > OFF
          ? Optional.empty()
          : Optional.of(name + ":" + character((int) value));
    }
    String flag = FLAGS.get(opcode);
    return Optional.ofNullable(flag).map(name -> value == 0 ? "-" + name : name);
  }

  /// Some kinds of `stty` take one digit for the character itself, so control characters have their
  /// own spelling.
  private static String character(int value) {
    if (value == OFF) {
      return "undef";
    }
    if (value < ' ') {
      return "^" + (char) (value + '@');
    }
    return Integer.toString(value);
  }
}
