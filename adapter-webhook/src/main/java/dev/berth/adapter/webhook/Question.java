package dev.berth.adapter.webhook;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.domain.connection.AuthenticatedUser;
import dev.berth.domain.connection.Client;
import dev.berth.domain.connection.Username;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/// Questions in JSON.
final class Question {
  private Question() {}

  /// Who asks for what; every question begins with it.
  private static ObjectNode about(Client client, Username login) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("remoteAddress", client.address().toString())
        .put("connectionId", client.id().value())
        .put("clientVersion", client.version())
        .put("username", login.value());
  }

  static ObjectNode password(Client client, Username login, char[] password) {
    ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(password));
    byte[] bytes = new byte[encoded.remaining()];
    encoded.get(bytes);
    String base64 = Base64.getEncoder().encodeToString(bytes);
    Arrays.fill(bytes, (byte) 0);
    return about(client, login).put("passwordBase64", base64);
  }

  static ObjectNode publicKey(Client client, Username login, String authorizedKey) {
    return about(client, login).put("publicKey", authorizedKey);
  }

  /// Of somebody who has proven who they are.
  static ObjectNode user(Client client, AuthenticatedUser user) {
    ObjectNode question =
        about(client, user.login()).put("authenticatedUsername", user.name().value());
    Handed.write(user.handover(), question);
    return question;
  }
}
