package dev.berth.ports.driven;

import dev.berth.domain.connection.AuthenticatedUser;
import dev.berth.domain.connection.Client;
import dev.berth.domain.connection.Username;
import java.util.Set;

/// Decides who may log in. Methods block and are called on virtual threads, many at once.
public interface Authenticator {
  /// The methods that are on, as RFC 4252 names them: `password`, `publickey`. Others are not
  /// offered to clients.
  Set<String> methods();

  /// Checks a password (RFC 4252, section 8). The time it takes does not tell whether the user
  /// exists.
  ///
  /// @param password as the client sent it; the caller clears it afterwards
  Decision password(Client client, Username login, char[] password) throws InterruptedException;

  /// Checks a public key (RFC 4252, section 7).
  ///
  /// @param key the key in OpenSSH's form
  /// @param proof whether the client has shown that it holds the private key
  Decision publicKey(Client client, Username login, PublicKeyText key, Proof proof)
      throws InterruptedException;

  /// What a client has shown of a key so far.
  enum Proof {
    /// It asks whether the key would do. An answer to this is not a login.
    OFFERED,
    /// Its signature was verified by the SSH server.
    SIGNED
  }

  /// A public key as authorized_keys has it.
  ///
  /// @param type such as `ssh-ed25519`
  /// @param base64 the key's wire form (RFC 4253, section 6.6)
  record PublicKeyText(String type, String base64) {
    @Override
    public String toString() {
      return type + " " + base64;
    }
  }

  /// The outcome.
  sealed interface Decision {
    /// The user has proven who they are.
    record Accepted(AuthenticatedUser user) implements Decision {}

    /// The proof is wrong, or there is no such user; which of them is not told.
    record Rejected() implements Decision {}

    /// Nobody can tell at present; nobody is let in.
    ///
    /// @param reason for the operator
    record Unavailable(String reason) implements Decision {}
  }
}
