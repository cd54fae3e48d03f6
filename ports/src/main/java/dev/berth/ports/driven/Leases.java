package dev.berth.ports.driven;

import dev.berth.domain.container.Lease;
import java.util.List;

/// The leases that gateways hold at a container engine: kept by the engine itself, so that all who
/// use it see the same, wherever they run. Methods behave as those of [ContainerRuntime] do.
public interface Leases {
  /// Leaves a lease (Engine API, `POST /volumes/create`). One that is there already is success.
  void grant(Lease lease) throws InterruptedException;

  /// Takes a lease away (`DELETE /volumes/{name}`). One that is gone already is success.
  void withdraw(Lease lease) throws InterruptedException;

  /// All leases, of every gateway (`GET /volumes`).
  List<Lease> all() throws InterruptedException;
}
