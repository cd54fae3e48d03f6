"""A server for the webhooks, with nothing but Python's own library.

Prints its port, then a line of JSON for each question. Knows alice by password and by any key.
With a folder of certificates it speaks TLS 1.3 with those who have one of the same authority.
"""
import base64
import http.server
import json
import ssl
import sys


def answer(path, asked):
    name = asked["username"]
    if path == "/password":
        password = base64.b64decode(asked["passwordBase64"]).decode()
        success = name in ("alice", "mallory", "broken") and password == "s3cret"
    elif path == "/pubkey":
        success = name == "alice" and asked["publicKey"].startswith("ssh-ed25519 AAAA")
    elif path == "/authz":
        return {
            "success": asked["authenticatedUsername"] != "mallory@example.org",
            "metadata": {"ROLE": {"value": "admin", "sensitive": False}},
        }
    elif path == "/config":
        partial = {"docker": {"execution": {"container": {"Hostname": name}}}}
        if name == "alice":
            partial["log"] = {"level": "debug"}
        if name == "broken":
            partial = {"docker": {"execution": {"mode": "nomode"}}}
        return {
            "config": partial,
            "environment": {
                "GIVEN": {"value": asked.get("metadata", {}).get("ROLE", {}).get("value", "")},
                "SECRET": {"value": "c0nfig-s3cret", "sensitive": True},
            },
        }
    else:
        return None
    return {
        "success": success,
        "authenticatedUsername": name + "@example.org",
        "metadata": {"TEAM": {"value": "red", "sensitive": False}},
        "environment": {"TOKEN": {"value": "t0p-s3cret", "sensitive": True}},
        "files": {
            "/run/berth/token": {
                "value": base64.b64encode(b"from a file\n").decode(),
                "sensitive": True,
            }
        },
    }


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        print(json.dumps({"path": self.path, "asked": asked}), flush=True)
        reply = answer(self.path, asked)
        body = json.dumps(reply).encode()
        self.send_response(200 if reply else 404)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
if len(sys.argv) > 1:
    folder = sys.argv[1]
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.minimum_version = ssl.TLSVersion.TLSv1_3
    tls.load_cert_chain(folder + "/server-cert.pem", folder + "/server-key.pem")
    tls.load_verify_locations(folder + "/ca.pem")
    tls.verify_mode = ssl.CERT_REQUIRED
    server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
print(server.server_port, flush=True)
server.serve_forever()
