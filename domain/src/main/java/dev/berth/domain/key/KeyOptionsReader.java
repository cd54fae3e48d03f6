package dev.berth.domain.key;

import dev.berth.domain.connection.Restrictions;
import dev.berth.domain.connection.Restrictions.Permission;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Gives the options of one line of authorized_keys their meaning, which sshd(8) describes.
///
/// @param options as they are written, each of them known
record KeyOptionsReader(List<KeyOption> options) {
  private static final String COMMAND = "command";
  private static final String ENVIRONMENT = "environment";
  private static final String FROM = "from";
  private static final String EXPIRY = "expiry-time";
  private static final String PRINCIPALS = "principals";
  private static final String AUTHORITY = "cert-authority";
  private static final String RESTRICT = "restrict";
  private static final String TOUCH = "touch-required";
  private static final String VERIFY = "verify-required";
  private static final String NO = "no-";

  private static final Set<String> VALUED = Set.of(COMMAND, ENVIRONMENT, FROM, EXPIRY, PRINCIPALS);
  private static final List<String> ONCE = List.of(COMMAND, FROM, PRINCIPALS);
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,254}");

  /// What `no-NAME` takes away and `NAME` gives back.
  private static final Map<String, Permission> PERMISSIONS =
      Map.of(
          "pty", Permission.PTY,
          "port-forwarding", Permission.PORT_FORWARDING,
          "agent-forwarding", Permission.AGENT_FORWARDING,
          "x11-forwarding", Permission.X11_FORWARDING,
          "user-rc", Permission.USER_RC);

  KeyOptionsReader {
    options = List.copyOf(options);
    options.forEach(KeyOptionsReader::checkName);
    for (String name : ONCE) {
      if (options.stream().filter(option -> option.name().equals(name)).count() > 1) {
        throw new IllegalArgumentException("has the option " + name + " more than once");
      }
    }
  }

  private static void checkName(KeyOption option) {
    String name = option.name();
    if (option.value().isEmpty() && VALUED.contains(name)) {
      throw new IllegalArgumentException("has the option " + name + " without a value");
    }
    boolean known = option.value().isPresent() ? VALUED.contains(name) : isFlag(name);
    if (!known) {
      throw new IllegalArgumentException(
          name.isEmpty()
              ? "has an empty option"
              : "has the option "
                  + option.shown()
                  + ", which Berth does not know; it takes no key without its restriction");
    }
  }

  private static boolean isFlag(String name) {
    String positive = name.startsWith(NO) ? name.substring(NO.length()) : name;
    return name.equals(RESTRICT)
        || name.equals(AUTHORITY)
        || positive.equals(TOUCH)
        || positive.equals(VERIFY)
        || PERMISSIONS.containsKey(positive);
  }

  KeyOptions read() {
    boolean authority = options.contains(new KeyOption(AUTHORITY, Optional.empty()));
    List<String> principals = principals();
    if (!authority && !principals.isEmpty()) {
      throw new IllegalArgumentException("has principals, which only cert-authority makes use of");
    }
    return new KeyOptions(
        authority,
        principals,
        values(FROM).findFirst().map(KeyOptionsReader::from),
        // As with sshd, the soonest counts.
        values(EXPIRY).map(ExpiryTime::parse).min(Instant::compareTo),
        new Touch(
            flag(TOUCH, Touch.DEFAULT.presence()), flag(VERIFY, Touch.DEFAULT.verification())),
        new Restrictions(command(), permitted(), environment()));
  }

  private Stream<String> values(String name) {
    return options.stream()
        .filter(option -> option.name().equals(name))
        .flatMap(option -> option.value().stream());
  }

  /// The last word on a flag counts.
  private boolean flag(String name, boolean otherwise) {
    boolean set = otherwise;
    for (KeyOption option : options) {
      set = option.name().equals(name) || (set && !option.name().equals(NO + name));
    }
    return set;
  }

  private Set<Permission> permitted() {
    Set<Permission> permitted = EnumSet.allOf(Permission.class);
    for (KeyOption option : options) {
      String name = option.name();
      if (name.equals(RESTRICT)) {
        permitted.clear();
      } else if (PERMISSIONS.containsKey(name)) {
        permitted.add(PERMISSIONS.get(name));
      } else if (name.startsWith(NO)) {
        permitted.remove(PERMISSIONS.get(name.substring(NO.length())));
      }
    }
    return permitted;
  }

  private Optional<String> command() {
    Optional<String> command = values(COMMAND).findFirst();
    if (command.filter(text -> text.isBlank() || text.indexOf('\0') >= 0).isPresent()) {
      throw new IllegalArgumentException("has an empty or impossible command");
    }
    return command;
  }

  private static AddressPatterns from(String value) {
    try {
      return AddressPatterns.parse(value);
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException("has a from list that " + wrong.getMessage(), wrong);
    }
  }

  /// As with sshd, the first of a name counts.
  private Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    values(ENVIRONMENT)
        .forEach(assignment -> {
          int equals = assignment.indexOf('=');
          String name = equals < 0 ? "" : assignment.substring(0, equals);
          if (!VARIABLE.matcher(name).matches() || assignment.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                "has an environment option that is not NAME=value with a NAME of letters, digits"
                    + " and _");
          }
          environment.putIfAbsent(name, assignment.substring(equals + 1));
        });
    return environment;
  }

  private List<String> principals() {
    return values(PRINCIPALS)
        .flatMap(list -> Stream.of(list.split(",", -1)))
        .map(name -> {
          if (name.isBlank()) {
            throw new IllegalArgumentException("has a principals list with an empty name");
          }
          return name.strip();
        })
        .toList();
  }
}
