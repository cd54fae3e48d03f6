package dev.berth.adapter.sshd;

import dev.berth.domain.configuration.SshConfiguration;
import dev.berth.ports.driven.Authenticator;
import dev.berth.ports.driven.EventSink;
import dev.berth.ports.driving.Gateway;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/// The SSH server: takes clients in, lets the authenticator decide who they are, and drives the
/// gateway with what they ask for. Every connection is independent of the others: nothing that one
/// client sends or waits for holds up another.
public final class SshdServer implements AutoCloseable {
  private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(5);

  private final Listener listener;
  private final ConnectionFactory connections;
  private final InetSocketAddress address;
  private final Services services;

  private SshdServer(
      Listener listener,
      ConnectionFactory connections,
      InetSocketAddress address,
      Services services) {
    this.listener = listener;
    this.connections = connections;
    this.address = address;
    this.services = services;
  }

  /// Starts to listen. When this returns, clients can connect.
  ///
  /// @throws IllegalArgumentException if an algorithm is not supported or a host key cannot be
  ///   used; it says which
  /// @throws IOException if the address cannot be listened on; it says which and why
  public static SshdServer start(
      SshConfiguration configuration,
      Gateway gateway,
      Authenticator authenticator,
      EventSink events)
      throws IOException {
    return start(configuration, gateway, authenticator, events, SignsOfLife.STALLED);
  }

  /// @param stalled how long a client that talks may take nothing of what it is sent
  static SshdServer start(
      SshConfiguration configuration,
      Gateway gateway,
      Authenticator authenticator,
      EventSink events,
      Duration stalled)
      throws IOException {
    Memory memory = Memory.ofHeap();
    Timers timers = new Timers();
    Services services =
        new Services(
            configuration,
            gateway,
            authenticator,
            events,
            memory,
            stalled,
            timers,
            new AtomicBoolean());
    Admission admission =
        new Admission(configuration.limits(), new SecureRandom(), Admission.clock(), events);
    Listener listener = new Listener(services);
    ConnectionFactory connections = new ConnectionFactory(listener, services, admission);
    listener.setSessionFactory(connections);
    InetSocketAddress address;
    try {
      address = listener.listen(configuration.listen());
    } catch (IOException | RuntimeException failure) {
      timers.stop();
      throw failure;
    }
    StalledClients.watch(listener, services);
    return new SshdServer(listener, connections, address, services);
  }

  /// Where it listens, with the port that was chosen if port 0 was asked for.
  public InetSocketAddress address() {
    return address;
  }

  /// What clients make it hold.
  Memory memory() {
    return services.memory();
  }

  /// What is to be done later for clients.
  Timers timers() {
    return services.timers();
  }

  /// New clients are served by another configuration from now on, and another authenticator decides
  /// about them. Those that are connected keep what they have, also those that have not logged in
  /// yet; and it goes on to listen where it does.
  ///
  /// @throws IllegalArgumentException as [#start] has it; then nothing has changed
  public void adopt(SshConfiguration configuration, Gateway gateway, Authenticator authenticator) {
    Services next = services.with(configuration, gateway, authenticator);
    connections.serveBy(listener.successor(next), next);
  }

  /// Lets no more clients in; those that are connected stay. Calling it again does nothing.
  public void stopAccepting() {
    listener.stopAccepting();
  }

  /// Lets clients finish: no more of them are let in, no more sessions are opened, and who has none
  /// is disconnected. The users of the others are told.
  ///
  /// @param grace how long at most
  /// @return how many sessions are open after that
  /// @throws InterruptedException if somebody is in a hurry
  public int drain(Duration grace) throws InterruptedException {
    stopAccepting();
    services.leaving().set(true);
    return new Drain(listener).await(grace);
  }

  /// How many sessions are open.
  public int openSessions() {
    return Drain.openSessions(listener);
  }

  /// Tells every client that the gateway is shutting down, disconnects it, and ends its
  /// connection's handler.
  ///
  /// @param deadline how long clients have to take the message
  /// @return whether all of them were gone in time; those that were not are cut off
  public boolean close(Duration deadline) {
    stopAccepting();
    boolean orderly = Farewell.toAll(listener.sessions(), deadline);
    listener.shut(CLOSE_DEADLINE);
    services.timers().stop();
    return orderly;
  }

  /// Closes within a few seconds.
  @Override
  public void close() {
    close(CLOSE_DEADLINE);
  }

  /// Checks what only the server can tell of a configuration, without listening.
  ///
  /// @throws IllegalArgumentException if an algorithm is not supported or a host key or its
  ///   certificate cannot be used; it says which
  public static void check(SshConfiguration configuration) {
    var _ = Algorithms.ciphers(configuration.ciphers());
    var _ = Algorithms.kex(configuration.kex());
    var _ = Algorithms.macs(configuration.macs());
    var _ =
        HostCertificates.read(
            configuration.hostKeys().certificates(),
            HostKeys.read(configuration.hostKeys().keys()));
  }

  /// A new private host key: Ed25519, in OpenSSH's own form.
  public static String newHostKey() {
    return HostKeys.generate();
  }

  /// The ciphers that a configuration may name.
  public static Set<String> supportedCiphers() {
    return Algorithms.supportedCiphers();
  }

  /// The key exchanges that a configuration may name.
  public static Set<String> supportedKex() {
    return Algorithms.supportedKex();
  }

  /// The message authentication codes that a configuration may name.
  public static Set<String> supportedMacs() {
    return Algorithms.supportedMacs();
  }
}
