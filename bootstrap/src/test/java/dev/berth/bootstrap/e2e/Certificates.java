package dev.berth.bootstrap.e2e;

import java.nio.file.Path;

/// Certificates as operators make them, by OpenSSL.
final class Certificates {
  private Certificates() {}

  /// Makes an authority, a server's certificate and a client's: `ca.pem`; `server-cert.pem` with
  /// `server-key.pem`; `cert.pem` with `key.pem`. In `other` are an authority and a client's of its
  /// own.
  ///
  /// @param folder which is not there yet
  /// @param address which the server has
  static void make(Path folder, String address) {
    Outcome outcome =
        ClientProcess.shell(
                """
                set -e
                authority() {
                  mkdir -p "$1"; cd "$1"
                  openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=$1" -keyout ca.key -out ca.pem
                  signed key cert client "extendedKeyUsage=clientAuth"
                }
                signed() {
                  openssl req -newkey rsa:2048 -nodes -subj "/CN=$3" -keyout "$1.pem" -out request
                  printf '%%s\\n' "$4" >extensions
                  openssl x509 -req -in request -days 2 -CA ca.pem -CAkey ca.key -CAcreateserial \\
                    -extfile extensions -out "$2.pem"
                }
                exec 2>/dev/null
                mkdir '%1$s'; cd '%1$s'
                authority other; cd ..
                authority .
                signed server-key server-cert server "subjectAltName=IP:%2$s"
                """
                    .formatted(folder, address))
            .end();
    if (outcome.status() != 0) {
      throw new AssertionError("no certificates: " + outcome);
    }
  }
}
