#!/usr/bin/env -S python3 -B
"""The load of promise P76: `tessera status` on hundreds of clusters that answer slowly, refuse, or say nothing.

    load.py BINARY [COUNT]

Measure a release build. Prints one row for each kind of clusters, and exits with 1 when one misses its target.
"""

import asyncio
import contextlib
import json
import multiprocessing
import os
import socket
import subprocess
import sys
import tempfile
import time
from email.utils import formatdate

from harness.homes import Home, profile
from harness.program import environment

DELAY = 0.2
MEGABYTE = 1024


def profiles(count, port, **members):
    """Addresses of this machine, each a host of its own."""
    return [profile(f"cluster-{number}", f"http://127.1.{number // 250}.{number % 250 + 1}:{port}", **members)
            for number in range(count)]


async def answer(reader, writer):
    """Says "not logged in" to every "who am I", each after a while."""
    body = (b'{"error":{"message":{"debug":{"code":10097,"incident_id_guid":"0b1c2d3e-0000-4000-8000-000000000000",'
            b'"trace_id_guid":"tracing-disabled","debug":"[\\"User is not authenticated.\\"]"}}}}')
    with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            await asyncio.sleep(DELAY)
            closing = b"connection: close" in head.lower()
            writer.write(b"HTTP/1.1 401 Unauthorized\r\nContent-Type: application/json\r\n"
                         + f"Date: {formatdate(usegmt=True)}\r\nContent-Length: {len(body)}\r\n".encode()
                         + (b"Connection: close\r\n" if closing else b"") + b"\r\n" + body)
            await writer.drain()
            if closing:
                break
    writer.close()


def serve_healthy(report):
    async def run():
        server = await asyncio.start_server(answer, "0.0.0.0", 0, backlog=512)
        report.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()
    asyncio.run(run())


def serve_refusing(report):
    held = socket.socket()
    held.bind(("0.0.0.0", 0))
    report.send(held.getsockname()[1])
    time.sleep(3_600)


def serve_silent(report):
    """A queue that is full: the system drops what knocks, as a firewall does."""
    listener = socket.socket()
    listener.bind(("0.0.0.0", 0))
    listener.listen(0)
    port = listener.getsockname()[1]
    fillers = []
    for _ in range(8):
        filler = socket.socket()
        filler.setblocking(False)
        filler.connect_ex(("127.0.0.1", port))
        fillers.append(filler)
    time.sleep(0.5)
    report.send(port)
    time.sleep(3_600)


class Watch:
    """The most a process held at one time."""

    def __init__(self, process):
        self.base = f"/proc/{process.pid}"
        self.process = process
        self.descriptors = self.resident = self.proportional = 0

    def run(self):
        turn = 0
        while self.process.poll() is None:
            with contextlib.suppress(OSError):
                self.descriptors = max(self.descriptors, len(os.listdir(self.base + "/fd")))
                if turn % 20 == 0:
                    self.resident = max(self.resident, self.value("status", "VmHWM:"))
                    self.proportional = max(self.proportional, self.value("smaps_rollup", "Pss:"))
            turn += 1
            time.sleep(0.005)

    def value(self, file, name):
        with open(f"{self.base}/{file}") as lines:
            return next((int(line.split()[1]) for line in lines if line.startswith(name)), 0)


@contextlib.contextmanager
def serving(serve):
    """The port on which it is served."""
    mine, theirs = multiprocessing.Pipe()
    server = multiprocessing.Process(target=serve, args=(theirs,), daemon=True)
    server.start()
    try:
        yield mine.recv()
    finally:
        server.kill()
        server.join()


def measure(binary, count, serve):
    with serving(serve) as port, tempfile.TemporaryDirectory(prefix="tessera-load-") as directory:
        # With the deadlines that a profile has by itself.
        home = Home(os.path.join(directory, "home"), *profiles(count, port, timeouts={}))
        with open(os.path.join(directory, "out"), "w+b") as out, open(os.path.join(directory, "err"), "wb") as err:
            started = time.monotonic()
            process = subprocess.Popen(
                [binary, "status", "--json", "--home", str(home)], stdin=subprocess.DEVNULL, stdout=out, stderr=err,
                env=environment(HOME=directory))
            watch = Watch(process)
            watch.run()
            seconds = time.monotonic() - started
            out.seek(0)
            clusters = json.load(out)["clusters"]
        return seconds, watch, clusters


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    binary, count = os.path.abspath(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 500
    rows = [("healthy, 200 ms each", serve_healthy, "reachable", 5), ("refusing", serve_refusing, "failed", 80),
            ("silent", serve_silent, "failed", 80)]
    missed = 0
    print(f"{count} clusters{'':22} seconds   peak RSS MiB   peak PSS MiB   descriptors")
    for name, serve, state, limit in rows:
        seconds, watch, clusters = measure(binary, count, serve)
        right = len(clusters) == count and all(cluster["state"] == state for cluster in clusters)
        good = right and seconds <= limit and watch.resident <= 150 * MEGABYTE and watch.descriptors < 256
        missed += not good
        print(f"{name:32} {seconds:9.2f} {watch.resident / MEGABYTE:14.1f} {watch.proportional / MEGABYTE:14.1f} "
              f"{watch.descriptors:13}{'' if good else '   MISSED' if right else '   WRONG ANSWERS'}", flush=True)
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
