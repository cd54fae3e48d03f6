package dev.berth.adapter.sshd;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.auth.AbstractUserAuth;
import org.apache.sshd.server.auth.UserAuth;
import org.apache.sshd.server.auth.UserAuthFactory;
import org.apache.sshd.server.session.ServerSession;

/// The methods that clients may log in by: those of the authenticator and no others.
final class Logins {
  /// Until a key is tried, clients prompt for nothing.
  private static final String PLACEHOLDER = "publickey";

  private Logins() {}

  static List<UserAuthFactory> factories(Set<String> methods) {
    List<UserAuthFactory> factories = new ArrayList<>();
    if (methods.contains("publickey")) {
      factories.add(new Method("publickey", PublicKeyLogin::new));
    }
    if (methods.contains("keyboard-interactive")) {
      factories.add(new Method("keyboard-interactive", KeyboardInteractiveLogin::new));
    }
    if (methods.contains("password")) {
      factories.add(new Method("password", PasswordLogin::new));
    }
    if (factories.isEmpty()) {
      // The protocol cannot offer nothing.
      factories.add(new Method(PLACEHOLDER, NobodyMay::new));
    }
    return factories;
  }

  private record Method(String name, Supplier<UserAuth> attempt) implements UserAuthFactory {
    @Override
    public String getName() {
      return name;
    }

    @Override
    public UserAuth createUserAuth(ServerSession session) {
      ClientSession.of(session).connection().proven(null);
      return attempt.get();
    }
  }

  /// Lets nobody in.
  private static final class NobodyMay extends AbstractUserAuth {
    private NobodyMay() {
      super(PLACEHOLDER);
    }

    @Override
    protected Boolean doAuth(Buffer request, boolean init) {
      return false;
    }
  }
}
