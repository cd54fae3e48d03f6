package dev.berth.adapter.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.domain.container.ContainerRole;
import dev.berth.domain.container.ContainerSettings;
import dev.berth.domain.container.ContainerSpec;
import dev.berth.domain.container.EngineFields;
import dev.berth.domain.container.Invocation;
import dev.berth.domain.session.Environment;
import dev.berth.domain.session.Terminal;
import dev.berth.domain.session.WindowSize;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The body of `POST /containers/create`: what the operator wrote, as it was written, with what the
/// gateway needs.
///
/// The engine reads names in any letter case, and of two spellings takes the later one; so a name
/// is never sent twice.
///
/// @param spec what is wanted
/// @param image what its image says
record CreateRequest(ContainerSpec spec, ImageDefaults image) {
  private static final String HOST_CONFIG = "HostConfig";
  private static final String NETWORKING_CONFIG = "NetworkingConfig";

  /// The whole body.
  ObjectNode body() {
    ObjectNode body = tree(spec.settings().container());
    set(body, "Image", Json.MAPPER.valueToTree(spec.settings().image().value()));
    labels(body);
    program(body);
    set(body, HOST_CONFIG, merged(child(body, HOST_CONFIG), spec.settings().host()));
    hostDefaults(child(body, HOST_CONFIG));
    terminal().ifPresent(terminal -> size(child(body, HOST_CONFIG), terminal.size()));
    ObjectNode network = merged(child(body, NETWORKING_CONFIG), spec.settings().network());
    if (network.isEmpty()) {
      remove(body, NETWORKING_CONFIG);
    } else {
      set(body, NETWORKING_CONFIG, network);
    }
    return body;
  }

  /// `os[/arch[/variant]]`, the value of the `platform` query parameter; empty if the operator
  /// named none.
  String platform() {
    return platform(spec.settings());
  }

  static String platform(ContainerSettings settings) {
    EngineFields platform = settings.platform();
    return List.of("os", "architecture", "variant").stream()
        .map(platform::get)
        .flatMap(Optional::stream)
        .map(String::valueOf)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining("/"));
  }

  private Optional<Terminal> terminal() {
    return spec.role() instanceof ContainerRole.Single single
        ? single.terminal()
        : Optional.empty();
  }

  /// Engines since 23.0 give the terminal this size before its program runs; older ones wait for a
  /// resize.
  private static void size(ObjectNode host, WindowSize size) {
    set(host, "ConsoleSize", Json.MAPPER.valueToTree(List.of(size.rows(), size.columns())));
  }

  private void labels(ObjectNode body) {
    ObjectNode labels = child(body, "Labels");
    spec.labels().values().forEach(labels::put);
    set(body, "Labels", labels);
  }

  private void program(ObjectNode body) {
    Optional<Terminal> terminal = terminal();
    boolean resident = spec.role() instanceof ContainerRole.Resident;
    for (String attached :
        List.of("OpenStdin", "StdinOnce", "AttachStdin", "AttachStdout", "AttachStderr")) {
      set(body, attached, BooleanNode.valueOf(!resident));
    }
    // A pipe that nobody holds would be at its end; a terminal is held by the engine's shim, also
    // while the engine is restarted.
    set(body, "Tty", BooleanNode.valueOf(resident || terminal.isPresent()));
    command(spec.role()).ifPresent(argv -> set(body, "Cmd", Json.MAPPER.valueToTree(argv)));
    environment(body, new OwnEnvironment(spec, image).variables());
  }

  private static Optional<List<String>> command(ContainerRole role) {
    return switch (role) {
      case ContainerRole.Host host -> Optional.of(host.idleCommand());
      case ContainerRole.Resident resident -> Optional.of(resident.idleCommand());
      case ContainerRole.Single single ->
          single.invocation() instanceof Invocation.ImageDefault
              ? Optional.empty()
              : Optional.of(LaunchScript.own(single.invocation(), single.terminal()));
    };
  }

  private static void environment(ObjectNode body, Environment ours) {
    if (ours.variables().isEmpty()) {
      return;
    }
    ArrayNode all = Json.MAPPER.createArrayNode();
    JsonNode theirs = find(body, "Env").map(body::get).orElse(Json.MAPPER.createArrayNode());
    for (JsonNode assignment : theirs) {
      String name = assignment.asText().split("=", 2)[0];
      if (!ours.variables().containsKey(name)) {
        all.add(assignment);
      }
    }
    ours.assignments().forEach(all::add);
    set(body, "Env", all);
  }

  /// A reaping PID 1, and a container that the engine itself removes, unless the operator says
  /// otherwise. One that is to outlive its end is not removed, whatever he says.
  private void hostDefaults(ObjectNode host) {
    if (find(host, "Init").isEmpty()) {
      host.put("Init", true);
    }
    if (spec.role() instanceof ContainerRole.Resident) {
      set(host, "AutoRemove", BooleanNode.FALSE);
    } else if (find(host, "AutoRemove").isEmpty() && !restarts(host)) {
      host.put("AutoRemove", true);
    }
  }

  /// Whether the engine is to start it again, which it does not do with what it removes.
  private static boolean restarts(ObjectNode host) {
    ObjectNode policy = child(host, "RestartPolicy");
    String name = find(policy, "Name").map(policy::get).map(JsonNode::asText).orElse("");
    return !List.of("", "no").contains(name);
  }

  private static ObjectNode merged(ObjectNode base, EngineFields over) {
    ObjectNode result = base.deepCopy();
    ObjectNode fields = tree(over);
    fields.properties().forEach(field -> set(result, field.getKey(), field.getValue()));
    return result;
  }

  private static ObjectNode tree(EngineFields fields) {
    return Json.MAPPER.valueToTree(fields.fields());
  }

  /// The object of that name, in any spelling; empty if there is none.
  private static ObjectNode child(ObjectNode parent, String name) {
    return find(parent, name)
        .map(parent::get)
        .filter(JsonNode::isObject)
        .map(ObjectNode.class::cast)
        .orElseGet(Json.MAPPER::createObjectNode);
  }

  /// Sets a field in the operator's spelling if there is one, else in ours.
  private static void set(ObjectNode parent, String name, JsonNode value) {
    String spelling = find(parent, name).orElse(name);
    remove(parent, name);
    parent.set(spelling, value);
  }

  private static void remove(ObjectNode parent, String name) {
    spellings(parent, name).forEach(parent::remove);
  }

  private static Optional<String> find(ObjectNode parent, String name) {
    return spellings(parent, name).stream().reduce((_, later) -> later);
  }

  private static List<String> spellings(ObjectNode parent, String name) {
    return parent.propertyStream().map(Map.Entry::getKey).filter(name::equalsIgnoreCase).toList();
  }
}
