#!/usr/bin/env python3
"""Stands between mss and mss-media under the latter's name and writes every segment request, without its output path,
as one line to $MSS_BENCH_REQUESTS. The real program is $MSS_BENCH_MEDIA."""

import json
import os
import socket
import subprocess
import sys
import threading


def pump(source, sink):
    while data := source.recv(1 << 16):
        sink.sendall(data)
    sink.shutdown(socket.SHUT_WR)


def main():
    parent = socket.socket(fileno=3)
    ours, theirs = socket.socketpair()
    # The real child finds its end at descriptor 3, as it would under mss.
    child = subprocess.Popen(["/bin/sh", "-c", f'exec 3<&{theirs.fileno()}; exec "$0" "$@"',
                              os.environ["MSS_BENCH_MEDIA"], *sys.argv[1:]], pass_fds=[theirs.fileno()])
    theirs.close()
    threading.Thread(target=pump, args=(ours, parent), daemon=True).start()
    pending = b""
    with open(os.environ["MSS_BENCH_REQUESTS"], "a", encoding="utf-8") as record:
        while data := parent.recv(1 << 16):
            pending += data
            *lines, pending = pending.split(b"\n")
            for line in lines:
                request = json.loads(line)
                if request["operation"] == "segment":
                    record.write(json.dumps(request["arguments"]) + "\n")
                    record.flush()
            ours.sendall(data)
    ours.shutdown(socket.SHUT_WR)
    child.wait()


if __name__ == "__main__":
    main()
