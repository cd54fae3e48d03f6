package dev.berth.ports.fake;

import dev.berth.ports.contract.AuthenticatorContract;
import dev.berth.ports.driven.Authenticator;

class InMemoryAuthenticatorTest implements AuthenticatorContract {
  @Override
  public Authenticator authenticator() {
    return new InMemoryAuthenticator()
        .withPassword(ALICE, PASSWORD)
        .withKey(ALICE, KEY)
        .withKey(BOB, OTHER_KEY);
  }
}
