"""paramiko_client.py PORT KEY: what programs written with paramiko do. Silent unless something is wrong."""

import sys

import paramiko

port, key_file = int(sys.argv[1]), sys.argv[2]
client = paramiko.SSHClient()
client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
key = paramiko.Ed25519Key.from_private_key_file(key_file)
client.connect("127.0.0.1", port, "demo", pkey=key, allow_agent=False, look_for_keys=False, timeout=60)


def same(got, wanted):
    if got != wanted:
        sys.exit(f"expected {wanted!r}, not {got!r}")


stdin, stdout, stderr = client.exec_command("wc -c; echo oops >&2; exit 7", timeout=60)
stdin.write(b"x" * 1_000_000)
stdin.channel.shutdown_write()
same(stdout.read().strip(), b"1000000")
same(stderr.read(), b"oops\n")
same(stdout.channel.recv_exit_status(), 7)

# Several channels at once, read in another order.
open_at_once = [client.exec_command(f"echo {n}; exit {n}", timeout=60) for n in range(8)]
for n, (_, stdout, _) in reversed(list(enumerate(open_at_once))):
    same(stdout.read().strip(), str(n).encode())
    same(stdout.channel.recv_exit_status(), n)

data = bytes(range(256)) * 8000
with client.open_sftp() as sftp:
    with sftp.open("/shared/paramiko", "wb") as file:
        file.write(data)
    with sftp.open("/shared/paramiko", "rb") as file:
        same(file.read() == data, True)
    same("paramiko" in sftp.listdir("/shared"), True)

shell = client.invoke_shell("xterm", 100, 30)
shell.settimeout(60)
shell.sendall("until [ \"$(stty size)\" = '30 100' ]; do sleep 0.1; done; echo si''ze; exit 5\n")
output = b""
while piece := shell.recv(4096):
    output += piece
same(b"size" in output, True)
same(shell.recv_exit_status(), 5)
client.close()
