package dev.berth.adapter.docker;

import com.github.dockerjava.api.command.InspectVolumeResponse;
import dev.berth.domain.container.Labels;
import dev.berth.domain.container.Lease;
import dev.berth.domain.container.LeaseTerms;
import dev.berth.ports.driven.Leases;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Leases as labelled volumes that nothing is ever written to: of all that an engine keeps, only
/// these need no image and live on by themselves.
///
/// @param deadline of each call
record DockerLeases(Engine engine, Duration deadline) implements Leases {
  private static final String PREFIX = "berth-lease-";

  /// When each container of the holder was last used.
  private static final String USED = "berth.used";

  @Override
  public void grant(Lease lease) throws InterruptedException {
    var _ =
        engine.call(
            "leaving lease " + name(lease),
            deadline,
            DockerFailures::plain,
            docker ->
                docker.createVolumeCmd().withName(name(lease)).withLabels(labels(lease)).exec());
  }

  @Override
  public void withdraw(Lease lease) throws InterruptedException {
    var _ =
        engine.call(
            "taking away lease " + name(lease),
            deadline,
            DockerFailures::plain,
            docker -> DockerFailures.removed(docker.removeVolumeCmd(name(lease))::exec));
  }

  @Override
  public List<Lease> all() throws InterruptedException {
    return engine.call(
        "listing leases",
        deadline,
        DockerFailures::plain,
        docker ->
            Stream.ofNullable(
                    docker
                        .listVolumesCmd()
                        .withFilter("label", List.of(Labels.LEASE))
                        .exec()
                        .getVolumes())
                .flatMap(List::stream)
                .map(DockerLeases::lease)
                .flatMap(Optional::stream)
                .toList());
  }

  /// @return empty if it is somebody else's volume
  private static Optional<Lease> lease(InspectVolumeResponse volume) {
    Map<String, String> labels = volume.getLabels();
    return labels == null
        ? Optional.empty()
        : LeaseTerms.of(new Labels(labels))
            .flatMap(terms ->
                lease(terms, volume.getName(), LastUses.read(labels.getOrDefault(USED, ""))));
  }

  private static Map<String, String> labels(Lease lease) {
    return lease.idle().isEmpty()
        ? lease.terms().labels().values()
        : lease
            .terms()
            .labels()
            .and(new Labels(Map.of(USED, LastUses.text(lease.idle()))))
            .values();
  }

  private static Optional<Lease> lease(LeaseTerms terms, String name, Map<String, Duration> idle) {
    String start = start(terms);
    String mark = name.startsWith(start) ? name.substring(start.length()) : "";
    return Lease.isMark(mark) ? Optional.of(new Lease(terms, mark, idle)) : Optional.empty();
  }

  private static String name(Lease lease) {
    return start(lease.terms()) + lease.mark();
  }

  private static String start(LeaseTerms terms) {
    return PREFIX + terms.holder().name() + "-";
  }
}
