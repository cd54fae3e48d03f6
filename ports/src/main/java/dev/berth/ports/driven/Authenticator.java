package dev.berth.ports.driven;

import dev.berth.domain.connection.AuthenticatedUser;
import dev.berth.domain.connection.Client;
import dev.berth.domain.connection.Username;
import java.util.List;
import java.util.Set;

/// Decides who may log in. Methods block and are called on virtual threads, many at once.
public interface Authenticator {
  /// The methods that are on, as RFC 4252 and RFC 4256 name them: `password`, `publickey`,
  /// `keyboard-interactive`. Others are not offered to clients.
  Set<String> methods();

  /// Lists of methods, one of which must be passed whole and in its order before a user is let in.
  /// What clients are told before they have passed anything does not depend on it, and neither does
  /// the work that a wrong proof costs.
  default List<List<String>> chains(Username login) throws InterruptedException {
    return methods().stream().map(List::of).toList();
  }

  /// Checks a password (RFC 4252, section 8). The time it takes does not tell whether the user
  /// exists.
  ///
  /// @param password as the client sent it; the caller clears it afterwards
  Decision password(Client client, Username login, char[] password) throws InterruptedException;

  /// Checks a public key or a user's certificate (RFC 4252, section 7). A certificate is only asked
  /// about after the SSH server has verified its signature, made by the key that it names as its
  /// authority's; whether that is to be trusted, and all that it says, is for this to decide.
  ///
  /// @param key the key or certificate in OpenSSH's form
  /// @param proof whether the client has shown that it holds the private key
  Decision publicKey(Client client, Username login, PublicKeyText key, Proof proof)
      throws InterruptedException;

  /// Begins a dialogue (RFC 4256). What it asks does not tell whether the user exists.
  default Dialogue keyboardInteractive(Client client, Username login) throws InterruptedException {
    return _ -> new Dialogue.Step.Decided(new Decision.Rejected());
  }

  /// What a client has shown of a key so far.
  sealed interface Proof {
    /// It asks whether the key would do. An answer to this is not a login.
    record Offered() implements Proof {}

    /// Its signature was verified by the SSH server.
    ///
    /// @param present whether the signature of a FIDO key says that somebody has touched it; false
    ///   for keys that cannot tell
    /// @param verified whether it says that the key knows who that was
    record Signed(boolean present, boolean verified) implements Proof {}
  }

  /// A public key as authorized_keys has it, or a certificate as ssh-keygen makes it.
  ///
  /// @param type such as `ssh-ed25519` or `ssh-ed25519-cert-v01@openssh.com`
  /// @param base64 the wire form (RFC 4253, section 6.6; OpenSSH's PROTOCOL.certkeys)
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
