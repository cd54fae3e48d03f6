package dev.berth.adapter.sshd;

import dev.berth.domain.configuration.SshConfiguration;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.io.IoAcceptor;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.helpers.AbstractSession;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.ServerBuilder;
import org.apache.sshd.server.SshServer;

/// The library's server with nothing in it but what the gateway offers: no shell, command or
/// subsystem of its own, no forwarding, no compression, and none of its default limits.
final class Listener extends SshServer {
  /// The library refuses "for ever".
  private static final Duration AGES = Duration.ofDays(36_500);

  private static final long PACKET = 32L << 10;

  Listener(Services services) {
    SshConfiguration configuration = services.configuration();
    setIoServiceFactoryFactory(VirtualThreads.nio2());
    setRandomFactory(SecurityUtils.getRandomFactory());
    setCipherFactories(Algorithms.ciphers(configuration.ciphers()));
    setKeyExchangeFactories(Algorithms.kex(configuration.kex()));
    setMacFactories(Algorithms.macs(configuration.macs()));
    setSignatureFactories(Algorithms.signatures());
    setCompressionFactories(
        ServerBuilder.setUpDefaultCompressionFactories(true).stream()
            .filter(compression -> compression.getName().equals("none"))
            .toList());
    setKexExtensionHandler(new Extensions());
    List<KeyPair> hostKeys = HostKeys.read(configuration.hostKeys().keys());
    setKeyPairProvider(KeyPairProvider.wrap(hostKeys));
    List<OpenSshCertificate> certificates =
        HostCertificates.read(configuration.hostKeys().certificates(), hostKeys);
    setHostKeyCertificateProvider(_ -> certificates);
    setFileSystemFactory(ServerBuilder.DEFAULT_FILE_SYSTEM_FACTORY);
    setForwarderFactory(ServerBuilder.DEFAULT_FORWARDER_FACTORY);
    setUnknownChannelReferenceHandler(ServerBuilder.DEFAULT_UNKNOWN_CHANNEL_REFERENCE_HANDLER);
    setGlobalRequestHandlers(List.of(new GlobalRequests()));
    setChannelFactories(channels());
    setUserAuthFactories(Logins.factories(services.authenticator().methods()));
    setServiceFactories(List.of(new LoginService.Factory(), new SessionService.Factory()));
    set(configuration);
  }

  private void set(SshConfiguration configuration) {
    CoreModuleProperties.SERVER_IDENTIFICATION.set(this, software(configuration.serverVersion()));
    CoreModuleProperties.WELCOME_BANNER.remove(this);
    CoreModuleProperties.TCP_NODELAY.set(this, true);
    CoreModuleProperties.SOCKET_KEEPALIVE.set(this, true);
    CoreModuleProperties.SOCKET_REUSEADDR.set(this, true);
    CoreModuleProperties.SOCKET_BACKLOG.set(this, 1024);
    CoreModuleProperties.WINDOW_SIZE.set(this, InputWindow.FULL);
    CoreModuleProperties.MAX_PACKET_SIZE.set(this, PACKET);
    CoreModuleProperties.WAIT_FOR_SPACE_TIMEOUT.set(this, AGES);
    CoreModuleProperties.IDLE_TIMEOUT.set(this, Duration.ZERO);
    CoreModuleProperties.NIO2_READ_TIMEOUT.set(this, Duration.ZERO);
    CoreModuleProperties.AUTH_TIMEOUT.set(this, configuration.limits().loginGraceTime());
    CoreModuleProperties.MAX_AUTH_REQUESTS.set(this, LoginService.MOST_REQUESTS);
    // One more than we allow: the library's way to refuse one is to end the connection.
    CoreModuleProperties.MAX_CONCURRENT_CHANNELS.set(
        this, configuration.limits().maxChannels() + 1);
  }

  private static String software(String serverVersion) {
    String prefix = "SSH-2.0-";
    if (!serverVersion.startsWith(prefix) || serverVersion.length() == prefix.length()) {
      throw new IllegalArgumentException(
          "ssh.serverVersion must begin with \"" + prefix + "\" and go on");
    }
    return serverVersion.substring(prefix.length());
  }

  private List<ChannelFactory> channels() {
    return List.of(
        SessionChannel.factory(),
        RefusedChannel.factory("direct-tcpip"),
        RefusedChannel.factory("direct-streamlocal@openssh.com"));
  }

  /// Binds and starts to accept.
  InetSocketAddress listen(InetSocketAddress address) throws IOException {
    if (address.isUnresolved()) {
      throw new IOException(
          "cannot listen on " + address.getHostString() + ": its address is not known");
    }
    setHost(address.getAddress().getHostAddress());
    setPort(address.getPort());
    try {
      start();
    } catch (IOException | RuntimeException failure) {
      shut(Duration.ofSeconds(1));
      throw SshdFailures.cannotListen(address, failure);
    }
    SocketAddress bound = getBoundAddresses().iterator().next();
    return (InetSocketAddress) bound;
  }

  /// What new clients find where this one listens. The library looks up algorithms and keys in the
  /// server again and again while a client is connected: each client therefore has the server of
  /// its own time, of which only the first ever listens.
  Listener successor(Services services) {
    Listener next = new Listener(services);
    next.setScheduledExecutorService(getScheduledExecutorService(), false);
    next.addSessionListener(Objects.requireNonNull(sessionTimeoutListener.get()));
    return next;
  }

  void stopAccepting() {
    IoAcceptor accepting = acceptor;
    if (accepting != null) {
      accepting.unbind();
    }
  }

  /// The connections that are open.
  List<AbstractSession> sessions() {
    return acceptor == null ? List.of() : getActiveSessions();
  }

  void shut(Duration deadline) {
    try {
      close(true).await(deadline);
    } catch (IOException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
