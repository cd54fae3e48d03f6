package dev.berth.adapter.sshd;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.OptionalFeature;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.cipher.Cipher;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.kex.KeyExchangeFactory;
import org.apache.sshd.common.mac.BuiltinMacs;
import org.apache.sshd.common.mac.Mac;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.server.ServerBuilder;

/// Algorithms by the names that a configuration gives them; only those that this JVM has and that
/// protect at all.
final class Algorithms {
  /// For host keys and users' keys; SHA-1 and DSA are left out.
  private static final List<BuiltinSignatures> SIGNATURES =
      List.of(
          BuiltinSignatures.ed25519,
          BuiltinSignatures.nistp256,
          BuiltinSignatures.nistp384,
          BuiltinSignatures.nistp521,
          BuiltinSignatures.rsaSHA512,
          BuiltinSignatures.rsaSHA256,
          BuiltinSignatures.sk_ssh_ed25519,
          BuiltinSignatures.sk_ecdsa_sha2_nistp256,
          // Offered by a server that has a certificate for such a key.
          BuiltinSignatures.ed25519_cert,
          BuiltinSignatures.nistp256_cert,
          BuiltinSignatures.nistp384_cert,
          BuiltinSignatures.nistp521_cert,
          BuiltinSignatures.rsaSHA512_cert,
          BuiltinSignatures.rsaSHA256_cert);

  private Algorithms() {}

  static Set<String> supportedCiphers() {
    return names(BuiltinCiphers.VALUES, cipher -> cipher != BuiltinCiphers.none);
  }

  static Set<String> supportedKex() {
    return names(BuiltinDHFactories.VALUES, _ -> true);
  }

  static Set<String> supportedMacs() {
    return names(BuiltinMacs.VALUES, _ -> true);
  }

  static List<NamedFactory<Cipher>> ciphers(List<String> names) {
    check("ssh.ciphers", names, supportedCiphers());
    return new ArrayList<>(names.stream().map(BuiltinCiphers::fromFactoryName).toList());
  }

  static List<KeyExchangeFactory> kex(List<String> names) {
    check("ssh.kex", names, supportedKex());
    return names.stream()
        .map(BuiltinDHFactories::fromFactoryName)
        .map(ModpGroup::of)
        .map(ServerBuilder.DH2KEX)
        .toList();
  }

  static List<NamedFactory<Mac>> macs(List<String> names) {
    check("ssh.macs", names, supportedMacs());
    return new ArrayList<>(names.stream().map(BuiltinMacs::fromFactoryName).toList());
  }

  static List<NamedFactory<Signature>> signatures() {
    return new ArrayList<>(SIGNATURES.stream().filter(BuiltinSignatures::isSupported).toList());
  }

  private static void check(String key, List<String> names, Set<String> supported) {
    if (names.isEmpty()) {
      throw new IllegalArgumentException(key + " names no algorithm");
    }
    for (String name : names) {
      if (!supported.contains(name)) {
        throw new IllegalArgumentException(
            key + ": \"" + name + "\" is not supported; there are " + String.join(", ", supported));
      }
    }
  }

  private static <A extends NamedResource & OptionalFeature> Set<String> names(
      Collection<A> all, Predicate<A> wanted) {
    Set<String> names = new TreeSet<>();
    all.stream()
        .filter(OptionalFeature::isSupported)
        .filter(wanted)
        .forEach(one -> names.add(one.getName()));
    return names;
  }
}
