"""Networks that fail, between the program and a cluster: one cuts an exchange at a byte, one falls silent."""

import contextlib
import socket
import struct
import threading
import time
import urllib.parse

from .clusters import Listener
from .display import PATIENCE

# Closing with this sends a reset in place of an end.
RESET = struct.pack("ii", 1, 0)


class CuttingProxy(Listener):
    """Passes everything on, but for the first request whose path has `part` in it.

    Where it was aimed, the first `at` bytes of the request (`side` "request") or of the answer (`side` "answer") come
    through, then both connections close: by an end, or by a reset. What comes later passes whole, so that a request
    that is sent again is executed again, and seen; or, where the network `stays_away`, every later connection closes at
    once.
    """

    def __init__(self, url, part):
        parts = urllib.parse.urlsplit(url)
        self._target = (parts.hostname, parts.port)
        self._part, self._side, self._at, self._reset = part.encode(), None, 0, False
        self.has_cut = self._stays_away = False
        #: Bytes of the exchange: of the request, of the answer.
        self.sizes = [0, 0]
        super().__init__()

    def aim(self, side, at, reset, stays_away):
        """The next exchange is cut there."""
        self._side, self._at, self._reset, self.has_cut = side, at, reset, False
        self._stays_away = stays_away

    def converse(self, client):
        with contextlib.suppress(OSError, EOFError), contextlib.closing(client):
            if self.has_cut and self._stays_away:
                return
            client.settimeout(PATIENCE)
            with contextlib.closing(socket.create_connection(self._target, PATIENCE)) as server:
                while True:
                    self._exchange(client, server)

    def _exchange(self, client, server):
        # As much is looked at as names the request; it stays with the system until it is taken.
        first = self._look(client)
        is_aimed = self._part in first.split(b"\r\n", 1)[0]
        if is_aimed and self._side == "request" and not self.has_cut:
            self.has_cut = True
            taken = self._read(client, self._at)
            server.sendall(taken)
            self._close(client, server)
        request = self._message(client)
        server.sendall(request)
        answer = self._message(server)
        if is_aimed:
            self.sizes = [len(request), len(answer)]
        if is_aimed and self._side == "answer" and not self.has_cut:
            self.has_cut = True
            client.sendall(answer[:self._at])
            self._close(client, server)
        client.sendall(answer)

    def _close(self, client, server):
        for connection in (client, server):
            if self._reset:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            connection.close()
        raise EOFError

    @staticmethod
    def _look(connection):
        data = b""
        while b"\r\n" not in data:
            seen = connection.recv(1024, socket.MSG_PEEK)
            if not seen:
                raise EOFError
            if seen == data:
                # What is looked at stays, so that only waiting a little brings more.
                time.sleep(0.01)
            data = seen
        return data

    @staticmethod
    def _read(connection, count):
        data = b""
        while len(data) < count:
            piece = connection.recv(count - len(data))
            if not piece:
                raise EOFError
            data += piece
        return data

    @staticmethod
    def _message(connection):
        """One request or answer with a length, or without a body."""
        data = b""
        while b"\r\n\r\n" not in data:
            piece = connection.recv(1)
            if not piece:
                raise EOFError
            data += piece
        length = 0
        for line in data.split(b"\r\n")[1:]:
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        return data + CuttingProxy._read(connection, length)


class Gate(Listener):
    """Passes everything on until it is shut: what is sent from then on gets no answer."""

    def __init__(self, url):
        parts = urllib.parse.urlsplit(url)
        self._target = (parts.hostname, parts.port)
        self._lock = threading.Lock()
        self._is_shut = False
        #: How many requests, or parts of some, came when it was shut; and of those how many connections are open.
        self.taken = self.waiting = 0
        super().__init__()

    def shut(self):
        self._is_shut = True

    def converse(self, client):
        waits = False
        with contextlib.suppress(OSError), contextlib.closing(client):
            with contextlib.closing(socket.create_connection(self._target, PATIENCE)) as server:
                threading.Thread(target=self._answer, args=(server, client), daemon=True).start()
                while piece := client.recv(65536):
                    if not self._is_shut:
                        server.sendall(piece)
                        continue
                    with self._lock:
                        self.taken += 1
                        self.waiting += not waits
                    waits = True
        if waits:
            with self._lock:
                self.waiting -= 1

    @staticmethod
    def _answer(server, client):
        with contextlib.suppress(OSError):
            while piece := server.recv(65536):
                client.sendall(piece)
            client.shutdown(socket.SHUT_RDWR)
