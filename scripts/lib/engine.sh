# shellcheck shell=bash
# The Docker engine: find one that answers, or install and start Debian's. Sourced after common.sh.

ENGINE=${DOCKER_HOST:-unix:///var/run/docker.sock}

# engine_curl PATH [CURL ARG...]: one Engine API call. The docker CLI is not needed.
engine_curl() {
    local path=$1 tls=()
    shift
    case $ENGINE in
        unix://*) curl -sS --unix-socket "${ENGINE#unix://}" "$@" "http://engine$path" ;;
        tcp://*)
            if [ -z "${DOCKER_TLS_VERIFY:-}" ]; then
                curl -sS "$@" "http://${ENGINE#tcp://}$path"
            else
                tls=(--cacert "$(engine_certs)/ca.pem" --cert "$(engine_certs)/cert.pem" --key "$(engine_certs)/key.pem")
                curl -sS "${tls[@]}" "$@" "https://${ENGINE#tcp://}$path"
            fi
            ;;
        *) die "cannot use the engine at DOCKER_HOST=$ENGINE: only unix:// and tcp:// are known here" ;;
    esac
}

engine_certs() { printf '%s\n' "${DOCKER_CERT_PATH:-$HOME/.docker}"; }

engine_answers() {
    if have curl; then
        [ "$(engine_curl /_ping --max-time 5 2>/dev/null)" = OK ]
    else
        have docker && DOCKER_HOST=$ENGINE timeout 5 docker version >/dev/null 2>&1
    fi
}

# ensure_engine: an engine answers when this returns.
ensure_engine() {
    case $ENGINE in unix://* | tcp://*) ;; *) die "cannot use the engine at DOCKER_HOST=$ENGINE: only unix:// and tcp:// are known here" ;; esac
    if ! engine_answers; then
        [ -z "${DOCKER_HOST:-}" ] ||
            die "no Docker engine answers at DOCKER_HOST=$ENGINE; start that one, or unset DOCKER_HOST to use this machine's"
        if [ -S "${ENGINE#unix://}" ] && ! [ -w "${ENGINE#unix://}" ]; then
            die "may not use the Docker engine at $ENGINE as user $(id -un); join its group (sudo adduser $(id -un) docker, then log in again), or run as root"
        fi
        start_engine
    fi
    have curl || install_packages curl
}

start_engine() {
    local packages=() lock=/run/berth-engine.lock
    have dockerd || packages+=(docker.io)
    have iptables || packages+=(iptables)
    [ "${#packages[@]}" -eq 0 ] || {
        say "no Docker engine answers at $ENGINE and this machine lacks ${packages[*]}"
        install_packages "${packages[@]}"
    }
    require_root "starting a Docker engine" dockerd
    exec 9>"$lock"
    flock 9 # two scripts started at once must not start two engines
    if ! engine_answers; then # the package may have started it
        if [ -d /run/systemd/system ]; then
            say "starting the Docker engine (systemctl start docker); it is left running afterwards"
            systemctl start docker || die "systemctl start docker failed; see: journalctl -u docker"
            await_engine || die "the Docker engine was started but does not answer at $ENGINE; see: journalctl -u docker"
        else
            start_dockerd
        fi
    fi
    exec 9>&-
}

start_dockerd() {
    local log=$LOGS/dockerd.log options=()
    forget_stale_engine
    mkdir -p /var/lib/docker
    if [ "$(stat -f -c %T /var/lib/docker)" = overlayfs ] && ! grep -qs storage-driver /etc/docker/daemon.json; then
        say "/var/lib/docker is on overlayfs, where overlay2 cannot work: using storage driver vfs (slower, larger)"
        options=(--storage-driver=vfs)
    fi
    say "starting the Docker engine (dockerd${options[*]:+ ${options[*]}}); it is left running afterwards, log: $log"
    run_dockerd "$log" "${options[@]}" && return 0
    if [ "${#options[@]}" -eq 0 ] && grep -q 'graphdriver\|storage-driver' "$log"; then
        say "dockerd failed on its storage driver: trying again with vfs (slower, larger)"
        forget_stale_engine
        run_dockerd "$log" --storage-driver=vfs && return 0
    fi
    die_with_log "$log" "dockerd did not come up at $ENGINE; mend what its log says above"
}

# run_dockerd LOG [OPTION...]: setsid keeps Ctrl-C of our terminal from the engine,
# and it must not inherit our locks (8: quickstart's, 9: start_engine's).
run_dockerd() {
    local log=$1
    shift
    setsid dockerd "$@" >"$log" 2>&1 </dev/null 8>&- 9>&- &
    await_engine $!
}

# await_engine [PID]: waits up to a minute, less if that process ends.
await_engine() {
    local tries
    for ((tries = 0; tries < 300; tries++)); do
        ! engine_answers || return 0
        [ -z "${1:-}" ] || kill -0 "$1" 2>/dev/null || return 1
        sleep 0.2
    done
    return 1
}

# After a reboot or a crash, pid files and sockets may name nobody, or an unrelated process.
forget_stale_engine() {
    local comms
    comms=$(cat /proc/[0-9]*/comm 2>/dev/null || true)
    if ! grep -qx dockerd <<<"$comms"; then rm -f /var/run/docker.pid; fi
    if ! grep -qx containerd <<<"$comms"; then
        rm -f /var/run/docker/containerd/containerd.pid /run/containerd/containerd.sock
    fi
}

# berth_containers: "ID NAME" of each container that a gateway made, running or not.
berth_containers() {
    engine_curl '/containers/json?all=true&filters=%7B%22label%22%3A%5B%22berth.instance%22%5D%7D' --fail --max-time 30 |
        { grep -o '"Id":"[0-9a-f]\{64\}","Names":\["[^]]*"\]' || true; } |
        sed 's/^"Id":"\([0-9a-f]\{12\}\)[^,]*,"Names":\["\/\([^"]*\).*/\1 \2/'
}
