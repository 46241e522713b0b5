"""What stands at the other end: the demo server, a port that refuses, one that never answers."""

import contextlib
import http.client
import json
import os
import select
import signal
import socket
import subprocess
import threading
import urllib.parse

from .checks import Failure, expect
from .display import PATIENCE, wait_until
from .program import environment


class DemoServer:
    """`tessera demo serve`."""

    def __init__(self, binary, directory, *arguments, through=()):
        """through: words in front, such as strace's."""
        self.arguments = [*through, binary, "demo", "serve", "--port", "0", *arguments]
        self._errors = open(os.path.join(directory, "demo-server.err"), "w+b")
        self._process = subprocess.Popen(
            self.arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self._errors,
            env=environment(HOME=directory))
        line = b""
        if select.select([self._process.stdout], [], [], PATIENCE)[0]:
            line = self._process.stdout.readline()
        try:
            self.facts = json.loads(line)
        except ValueError:
            self.close()
            raise Failure(f"demo serve printed no JSON line but {line!r}") from None

    @property
    def url(self):
        return self.facts["url"]

    def issue(self):
        """A token of the cluster, got without Tessera."""
        with contextlib.closing(self._connect()) as connection:
            connection.request(
                "POST", "/api/rest/2.0/auth/token/full",
                json.dumps({"username": "tsadmin", "secret_key": self.facts["secretKey"]}),
                {"Content-Type": "application/json", "Accept": "application/json", "User-Agent": "tests"})
            return json.load(connection.getresponse())["token"]

    def wait_until_idle(self):
        """Until nothing that was sent is still on its way through: a program that was killed may have left requests.

        Such a request is done when its connection is closed, or soon after that: then before the one we make ourselves.
        """
        wait_until(lambda: not self._connections(), "closing all connections of demo serve")
        with contextlib.closing(self._connect()) as connection:
            connection.request("GET", "/api/rest/2.0/system/banner", headers={"User-Agent": "tests"})
            connection.getresponse().read()

    def _connections(self):
        """How many are open at the server's end, whether or not it has seen them yet."""
        port = f":{urllib.parse.urlsplit(self.url).port:04X}"
        with open("/proc/net/tcp") as file:
            ends = [line.split()[1:4] for line in file]
        # Established, being established, and closed by the other side only.
        return sum(local.endswith(port) and state in ("01", "03", "08") for local, _, state in ends)

    def _connect(self):
        return http.client.HTTPConnection(urllib.parse.urlsplit(self.url).netloc, timeout=PATIENCE)

    def end(self, number=signal.SIGTERM):
        """Asks for the end by a signal; the exit status, negative for a death by signal."""
        self._process.send_signal(number)
        wait_until(lambda: self._process.poll() is not None, f"the end of demo serve by signal {number}")
        return self._process.returncode

    def close(self):
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()
        self._errors.close()


class Listener:
    """A port of this machine, and a thread for each connection: a subclass says in `converse` what is said there."""

    def __init__(self):
        """Last in a subclass: from here on it is talked to."""
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                connection = self._socket.accept()[0]
            except OSError:
                return
            threading.Thread(target=self.converse, args=(connection,), daemon=True).start()

    def close(self):
        self._socket.close()


class DeadPort:
    """A port of this machine that refuses: bound, so that nobody else takes it, and not listening."""

    def __init__(self):
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def close(self):
        self._socket.close()


class Tarpit:
    """Takes every connection and never answers."""

    def __init__(self):
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._taken = []
        # All bytes of all requests.
        self.received = b""
        threading.Thread(target=self._take, daemon=True).start()

    def _take(self):
        while True:
            try:
                connection = self._socket.accept()[0]
            except OSError:
                return
            self._taken.append(connection)
            threading.Thread(target=self._swallow, args=(connection,), daemon=True).start()

    def _swallow(self, connection):
        with contextlib.suppress(OSError):
            while piece := connection.recv(4096):
                self.received += piece

    @property
    def connections(self):
        return len(self._taken)

    def close(self):
        self._socket.close()
        for connection in self._taken:
            connection.close()


def run_client(python, script, facts):
    """The client from PyPI against a served cluster."""
    arguments = [python, script, facts["url"], facts["admin"], facts["password"], facts["secretKey"]]
    if facts.get("caFile"):
        arguments.append(facts["caFile"])
    result = subprocess.run(arguments, capture_output=True, text=True, timeout=PATIENCE)
    expect(result.returncode == 0, f"the client of PyPI: {result.stdout}{result.stderr}")
