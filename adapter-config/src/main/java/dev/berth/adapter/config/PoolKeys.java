package dev.berth.adapter.config;

import dev.berth.domain.configuration.PoolLimits;
import java.time.Duration;
import java.util.List;

/// `docker.execution.pool`: containers that are started in advance.
final class PoolKeys {
  private static final int MOST = 1000;

  static final Key<Integer> SIZE =
      Key.of(
              "docker.execution.pool.size",
              new Types.Whole(0, MOST),
              "How many containers are started in advance, so that logins need not wait for them; 0"
                  + " for none. Only in mode `connection`, for connections that get this file's"
                  + " `docker.connection` and container settings unchanged.")
          .byDefault(PoolLimits.NONE.size())
          .example(5);
  static final Key<Duration> MAX_IDLE =
      Key.of(
              "docker.execution.pool.maxIdle",
              DurationType.atLeast(Duration.ofSeconds(1)),
              "How long one of them waits for a login before it is removed. The pool then has one"
                  + " less, but at least one, until somebody logs in again. A new image or a"
                  + " changed tag is met after this time at the latest.")
          .byDefault(DurationType.written(PoolLimits.NONE.maxIdle()))
          .example("10m");

  static final List<Key<?>> ALL = List.of(SIZE, MAX_IDLE);

  private PoolKeys() {}

  static void check(Values values, Problems problems) {
    if (values.find(SIZE).filter(size -> size > 0).isEmpty()) {
      return;
    }
    KeyPath path = SIZE.path();
    if (!values.isWrong(DockerKeys.MODE)
        && values.get(DockerKeys.MODE) != DockerKeys.Mode.CONNECTION) {
      problems.add(values.at(path), path, "a pool is for docker.execution.mode connection only");
    }
    if (values.isGiven(DockerKeys.CONTAINER_NAME)) {
      problems.add(
          values.at(path),
          path,
          "a pool has more than one container; docker.execution.containername allows only one");
    }
  }

  static PoolLimits limits(Values values) {
    return new PoolLimits(values.get(SIZE), values.get(MAX_IDLE));
  }
}
