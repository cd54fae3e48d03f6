# shellcheck shell=bash
# What quickstart, verify and make-images share: messages, packages, the JDK and Maven.
# Sourced, after `set -euo pipefail`.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
LOGS=$ROOT/scripts/target # ignored by git, and not cleaned by `mvn clean`
INSTALL=${INSTALL:-yes}   # `no`: refuse to install or start anything
PATH=$PATH:/usr/sbin:/sbin
mkdir -p "$LOGS"

say() { printf 'berth: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }
is_root() { [ "$(id -u)" = 0 ]; }

# die_with_log LOG MESSAGE...: the end of the log first, so that the message is the last thing read.
die_with_log() {
    local log=$1
    shift
    tail -n 30 "$log" >&2 || true
    die "$* (whole log: $log)"
}

# require_root WHAT COMMAND: refuses kindly where WHAT needs rights or a consent that we do not have.
require_root() {
    [ "$INSTALL" = yes ] || die "not $1, as --no-install forbids it; do it yourself: $2"
    is_root || die "cannot go on with $1: that needs root; run this script as root, or: sudo sh -c '$2'"
}

missing_packages() {
    local package
    for package in "$@"; do
        case $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true) in
            installed) ;;
            *) printf '%s\n' "$package" ;;
        esac
    done
}

# install_packages PACKAGE...: installs the Debian packages among them that are missing.
install_packages() {
    local missing log=$LOGS/apt.log tries=60
    if ! have dpkg-query || ! have apt-get; then
        die "cannot install $*: this machine has no apt-get; these scripts know Debian and its kin only"
    fi
    mapfile -t missing < <(missing_packages "$@")
    [ "${#missing[@]}" -gt 0 ] || return 0
    require_root "installing ${missing[*]}" \
        "apt-get update && apt-get install -y --no-install-recommends ${missing[*]}"
    say "installing Debian packages: ${missing[*]}"
    # `update` does not wait for its lock by itself; `install` does, by DPkg::Lock::Timeout.
    until apt-get -q update >"$log" 2>&1; do
        tries=$((tries - 1))
        if [ "$tries" -le 0 ] || ! grep -q 'Could not get lock' "$log"; then
            die_with_log "$log" "apt-get update failed before installing ${missing[*]}; check the network and /etc/apt"
        fi
        sleep 5
    done
    DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 apt-get -q -y --no-install-recommends \
        -o DPkg::Lock::Timeout=600 install "${missing[@]}" >>"$log" 2>&1 </dev/null ||
        die_with_log "$log" "apt-get could not install ${missing[*]}; mend what it says above and run this again"
}

# unpack_program PACKAGE: puts a Debian package's programs on the PATH, without installing it: for servers that a
# package would start.
unpack_program() {
    local dir=$LOGS/programs log=$LOGS/apt.log
    if have "$1"; then return 0; fi
    if [ ! -x "$dir/usr/bin/$1" ]; then
        have apt-get || die "cannot get $1: this machine has no apt-get; these scripts know Debian and its kin only"
        say "unpacking Debian package: $1"
        mkdir -p "$dir"
        (cd "$dir" && { apt-get -q download "$1" || { apt-get -q update && apt-get -q download "$1"; }; } &&
            dpkg -x "$1"_*.deb .) >>"$log" 2>&1 ||
            die_with_log "$log" "apt-get could not download $1; mend what it says above and run this again"
    fi
    export PATH=$PATH:$dir/usr/bin
}

# jdk_version HOME: its feature version, such as 25, or 0 where there is no JDK.
jdk_version() {
    local version=0
    if [ -x "$1/bin/javac" ]; then
        version=$("$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9][0-9]*\).*/\1/p')
    fi
    printf '%s\n' "${version:-0}"
}

# find_jdk: sets JDK to the home of a JDK 25, which is what the build asks for.
find_jdk() {
    local home on_path=
    if have java; then on_path=$(dirname "$(dirname "$(readlink -f "$(command -v java)")")"); fi
    for home in "${JAVA_HOME:-}" /usr/lib/jvm/*25* /usr/lib/jvm/* "$on_path"; do
        if [ -n "$home" ] && [ "$(jdk_version "$home")" -eq 25 ]; then
            JDK=$home
            return 0
        fi
    done
    die "no JDK 25 in JAVA_HOME (${JAVA_HOME:-not set}), /usr/lib/jvm or on PATH; install one" \
        "(Debian 13 and later: apt-get install openjdk-25-jdk-headless; elsewhere Temurin 25 from" \
        "adoptium.net), set JAVA_HOME to it and run this again"
}

# maven ARG...: Maven on the JVM the user chose; its toolchain discovery finds JDK 25 by JAVA25_HOME.
maven() {
    have mvn || install_packages maven
    if [ -z "${JAVA_HOME:-}" ] && ! have java; then export JAVA_HOME=$JDK; fi
    (cd "$ROOT" && JAVA25_HOME=$JDK mvn -B -Dstyle.color=never "$@" </dev/null)
}
