package dev.berth.bootstrap.docs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// Renders the manual page (man(7)) from picocli's model of the command line.
final class ManPage {
  private static final String HEAD =
      """
      .\\" Rendered from the command line by DocsTest. To rewrite it:
      .\\" mvn -q -Pquick -pl bootstrap -am test -Dtest=DocsTest -Ddocs.write -Dsurefire.failIfNoSpecifiedTests=false
      .TH BERTH 1 "" "Berth" "User Commands"
      .SH NAME
      berth \\- SSH gateway that gives every connection its own container
      .SH SYNOPSIS
      .B berth
      .I COMMAND
      .RI [ OPTION .\\|.\\|.]
      .SH DESCRIPTION
      """;

  private static final String TAIL =
      """
      .SH ENVIRONMENT
      .TP
      \\fBBERTH_JAVA_HOME\\fR
      The JDK, 25 or newer, to run on. Without it: \\fBJAVA_HOME\\fR, then /usr/lib/jvm/*25*, then the
      java on the PATH.
      .TP
      \\fBBERTH_JAVA_OPTS\\fR
      Options for the JVM, split at blanks. They win over berth's own, among which is \\-Xmx512m, the
      largest heap.
      .SH SIGNALS
      Of \\fBberth run\\fR: \\fBTERM\\fR and \\fBINT\\fR stop it, \\fBHUP\\fR has it read its configuration
      again and opens log files anew.
      .SH SEE ALSO
      .BR ssh (1),
      .BR docker (1)
      """;

  private final StringBuilder page = new StringBuilder(HEAD);

  private ManPage() {}

  static String render(CommandLine berth) {
    ManPage page = new ManPage();
    page.paragraphs(berth.getCommandSpec());
    page.page.append(".SH COMMANDS\n");
    page.commands(berth);
    page.page.append(TAIL);
    return page.page.toString();
  }

  private void commands(CommandLine parent) {
    for (CommandLine command : parent.getSubcommands().values()) {
      if (!command.getSubcommands().isEmpty()) {
        commands(command);
      } else if (!command.getCommandSpec().helpCommand()) {
        command(command);
      }
    }
  }

  private void command(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    page.append(".SS \"").append(escaped(synopsis(command))).append("\"\n");
    paragraphs(spec);
    for (PositionalParamSpec parameter : spec.positionalParameters()) {
      entry("\\fI" + escaped(parameter.paramLabel()) + "\\fR", parameter);
    }
    for (OptionSpec option : spec.options()) {
      if (!option.usageHelp() && !option.versionHelp() && !option.hidden()) {
        String names =
            Arrays.stream(option.names())
                .map(name -> "\\fB" + escaped(name) + "\\fR")
                .collect(Collectors.joining(", "));
        entry(
            option.arity().max() == 0
                ? names
                : names + " \\fI" + escaped(option.paramLabel()) + "\\fR",
            option);
      }
    }
    Map<String, String> codes = spec.usageMessage().exitCodeList();
    if (!codes.isEmpty()) {
      page.append(".PP\nExit codes:\n");
      codes.forEach((code, meaning) ->
          page.append(".IP ").append(code.strip()).append(" 4\n").append(text(meaning)));
    }
  }

  private static String synopsis(CommandLine command) {
    List<String> words = new ArrayList<>();
    words.add(command.getCommandSpec().qualifiedName());
    command.getCommandSpec().positionalParameters().stream()
        .filter(parameter -> !parameter.hidden())
        .map(parameter ->
            parameter.arity().min() == 0
                ? "[" + parameter.paramLabel() + "]"
                : parameter.paramLabel())
        .forEach(words::add);
    return String.join(" ", words);
  }

  private void entry(String term, ArgSpec argument) {
    page.append(".TP\n").append(term).append('\n');
    page.append(
        text(
            String.join(" ", argument.description())
                .replace("${DEFAULT-VALUE}", String.valueOf(argument.defaultValue()))));
  }

  private void paragraphs(CommandSpec spec) {
    boolean first = true;
    for (String paragraph : spec.usageMessage().description()) {
      if (!paragraph.isBlank()) {
        page.append(first ? "" : ".PP\n").append(text(paragraph));
        first = false;
      }
    }
  }

  /// One or more lines, as picocli would show them.
  private static String text(String written) {
    String shown = Ansi.OFF.string(String.format(Locale.ROOT, written)).strip();
    return shown.lines().map(ManPage::escaped).collect(Collectors.joining("\n.br\n")) + "\n";
  }

  /// What begins with a dot or a quote would be a request.
  private static String escaped(String text) {
    String escaped = text.replace("\\", "\\e").replace("-", "\\-");
    return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
  }
}
