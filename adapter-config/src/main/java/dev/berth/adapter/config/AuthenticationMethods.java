package dev.berth.adapter.config;

import java.util.HashSet;
import java.util.List;
import java.util.Map;

/// A list of methods as OpenSSH's AuthenticationMethods has it, such as `publickey,password`.
final class AuthenticationMethods {
  private static final String NAME = "(publickey|password|keyboard-interactive)";

  static final Type<List<String>> TYPE =
      new Types.CheckedText<>(
          "methods, separated by commas",
          Map.of("type", "string", "pattern", "^" + NAME + "(," + NAME + ")*$"),
          AuthenticationMethods::checked);

  /// The keys that turn on each method.
  static final Map<String, String> SWITCHES =
      Map.of(
          "publickey", "auth.publicKey.method",
          "password", "auth.password.method",
          "keyboard-interactive", "auth.keyboardInteractive.method");

  private AuthenticationMethods() {}

  private static List<String> checked(String text) {
    List<String> methods = List.of(text.split(",", -1));
    for (String method : methods) {
      if (!SWITCHES.containsKey(method)) {
        throw new IllegalArgumentException(
            Shown.quoted(method)
                + " is not one of publickey, password, keyboard-interactive (separated by commas,"
                + " without blanks)");
      }
    }
    if (new HashSet<>(methods).size() < methods.size()) {
      throw new IllegalArgumentException("must not name a method twice");
    }
    return methods;
  }
}
