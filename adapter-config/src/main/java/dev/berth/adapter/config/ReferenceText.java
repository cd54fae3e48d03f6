package dev.berth.adapter.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// The words of the reference that are not about a single key.
final class ReferenceText {
  /// The section of all keys that have no section of their own.
  static final String OTHERS = "other parts";

  static final String INTRODUCTION =
      """
      # Configuration

      This file is made from the code; a test fails when they differ
      (`mvn -pl adapter-config -am test -Dtest=DocsTest -Dsurefire.failIfNoSpecifiedTests=false -Ddocs.write` makes it anew).
      The same as a JSON Schema, for editors: [configuration.schema.json](configuration.schema.json).

      Berth reads one file: JSON if its name ends in `.json`, YAML otherwise, at most 1 MiB.
      It needs a host key; and without users nobody can log in:

      ```yaml
      ssh:
        listen: 127.0.0.1:2222
        hostkeys: [ssh_host_ed25519_key]
      auth:
        password: {method: static}
        publicKey: {method: static}
        static:
          users:
            alice:
              # made by berth hash-password; nobody has this password
              passwordHash: "$argon2id$v=19$m=19456,t=2,p=1$vEkX1kb6h8TGSCJMmu++mg$0oxOZGbabQ2Iv6fon/tLjrNqNuI/6r1q3B2M1Y48eCU"
              authorizedKeys:
                - ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f alice
                - ./alice.keys
      docker:
        execution:
          container: {image: "debian:12"}
          host: {memory: 268435456, pidslimit: 100}
      ```

      ```json
      {
        "ssh": {"hostkeys": ["ssh_host_ed25519_key"], "clientAliveInterval": "30s"},
        "docker": {"execution": {"container": {"Image": "debian:12"}, "mode": "session"}}
      }
      ```

      - **Problems** are told all at once, each with line and column, the key, and what would be right; Berth does not start
        on any. A key that is not known is a problem. So is one that is given twice.
      - **Durations** are written as `500ms`, `2s`, `1m30s`, `1.5h`, or as a whole number of nanoseconds.
      - **Names of files** are relative to the folder of the configuration file. Where a key takes PEM, the text itself will
        do as well.
      - **Keys of parts that Berth does not have yet** may be there as long as they switch nothing on. Where they would, it
        is a problem that names the part. Those marked *without effect so far* are not looked at.
      - **Secrets** may come from elsewhere: in any text `${env:NAME}` stands for a variable of the gateway's environment,
        `${file:/run/secrets/x}` for a file's text without the newline at its end. A value that is nothing but one of these
        is read as if the text stood there, so it may be a number. `$${env:NAME}` stands for itself. Both work in this file
        only, not in what a configuration server says.
      - YAML's anchors, aliases and `<<` work. An empty value (`banner:`) is as good as none.
      - Key names are taken exactly as they are here, but for fields of the Engine API, whose letter case does not matter.
      """;

  static final Map<String, String> SECTIONS = sections();

  private ReferenceText() {}

  private static Map<String, String> sections() {
    Map<String, String> sections = new LinkedHashMap<>();
    sections.put("ssh", "The SSH server.\n");
    sections.put(
        "auth",
        """
        Who may log in. With no method on, nobody may.

        A user name has 1 to 255 characters that show, none of them `/` or `:`. It does not begin with `-` or a blank, does
        not end with a blank, and is not `.` or `..`. This holds for names that servers decide about, too. A user without
        `passwordHash` cannot log in by password, one without `authorizedKeys` not by key.
        [authentication.md](authentication.md) says what options in front of a key and certificates do,
        [webhooks.md](webhooks.md) what servers are asked.
        """);
    sections.put(
        "docker",
        """
        The engine, and what containers look like.

        `container`, `host`, `network` and `platform` are given to the engine as they are, so that everything works that the
        Engine API has, under its names in any letter case. What Berth itself needs wins: labels, stdin and the program.
        Durations in these structures are, as the Engine API has them, whole numbers of nanoseconds.
        """);
    sections.put(
        "lease",
        "How gateways that share an engine know of each other: [operating.md](operating.md).\n");
    sections.put(
        "queue",
        "How much is asked of one engine at once:"
            + " [operating.md](operating.md#when-many-log-in-at-once).\n");
    sections.put(
        "configserver",
        "A server that says what each connection gets: [webhooks.md](webhooks.md).\n");
    sections.put(
        "log",
        "What the gateway tells its operator: [operating.md](operating.md),"
            + " [codes.md](codes.md).\n");
    sections.put("shutdown", "What TERM does: [operating.md](operating.md).\n");
    sections.put("metrics", "Metrics for Prometheus: [operating.md](operating.md).\n");
    sections.put(
        "health",
        "Whether the gateway is well, for load balancers: [operating.md](operating.md).\n");
    sections.put(
        "security",
        """
        What clients may ask for in their sessions. What is not permitted is refused, and told on stderr. Forwarding is not
        there yet: what would switch it on is an error.
        """);
    sections.put(
        OTHERS,
        """
        The backend, and parts of ContainerSSH that Berth does not have yet: their keys are known, so that its files can be
        used.
        """);
    return Collections.unmodifiableMap(sections);
  }
}
