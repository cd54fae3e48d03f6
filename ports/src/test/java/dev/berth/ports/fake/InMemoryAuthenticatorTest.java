package dev.berth.ports.fake;

import dev.berth.ports.contract.DialogueContract;
import dev.berth.ports.driven.Authenticator;

class InMemoryAuthenticatorTest implements DialogueContract {
  @Override
  public Authenticator authenticator() {
    return new InMemoryAuthenticator()
        .withPassword(ALICE, PASSWORD)
        .withKey(ALICE, KEY)
        .withKey(BOB, OTHER_KEY);
  }
}
