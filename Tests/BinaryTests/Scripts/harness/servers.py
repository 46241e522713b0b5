"""Servers that misbehave on purpose, on a port of their own."""

import contextlib
import datetime
import os
import socket
import ssl
import subprocess

from .clusters import Listener
from .display import PATIENCE


class RawServer(Listener):
    """Gives every request the same bytes, whatever it asks for."""

    def __init__(self, answer, certificate=None):
        self.answer = answer
        self.hits = 0
        self._context = None
        if certificate:
            self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            # Weak certificates are shown, too.
            self._context.set_ciphers("DEFAULT:@SECLEVEL=0")
            self._context.load_cert_chain(certificate.chain, certificate.key)
        super().__init__()
        if certificate:
            self.url = self.url.replace("http", "https", 1)

    def converse(self, connection):
        self.hits += 1
        with contextlib.suppress(OSError), contextlib.closing(connection):
            connection.settimeout(PATIENCE)
            if self._context:
                connection = self._context.wrap_socket(connection, server_side=True)
            if not self._read_request(connection):
                return
            for piece in [self.answer] if isinstance(self.answer, bytes) else self.answer():
                connection.sendall(piece)
            connection.shutdown(socket.SHUT_WR)
            # Until the other side has read all of it.
            while connection.recv(4096):
                pass

    @staticmethod
    def _read_request(connection):
        request = b""
        while b"\r\n\r\n" not in request:
            piece = connection.recv(4096)
            if not piece:
                return False
            request += piece
        head, _, body = request.partition(b"\r\n\r\n")
        for line in head.split(b"\r\n"):
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                while len(body) < int(value):
                    piece = connection.recv(4096)
                    if not piece:
                        return False
                    body += piece
        return True


def answer(body, status="200 OK", kind="application/json", *headers):
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


class Certificate:
    """A self-signed certificate made by openssl."""

    def __init__(self, directory, name, alternative="IP:127.0.0.1", days=(-1, 30), digest="sha256", bits=None):
        """`bits` makes an RSA key of that length; an empty `alternative` leaves the common name alone."""
        self.key, self.chain = (os.path.join(directory, f"{name}.{part}") for part in ("key", "pem"))
        database = os.path.join(directory, f"{name}.ca")
        os.mkdir(database)
        open(os.path.join(database, "index"), "w").close()
        configuration = os.path.join(database, "ca.conf")
        with open(configuration, "w") as file:
            file.write(
                f"[ca]\ndefault_ca = own\n[own]\ndatabase = {database}/index\nnew_certs_dir = {database}\n"
                f"rand_serial = yes\ndefault_md = {digest}\npolicy = any\nx509_extensions = extensions\n"
                f"[any]\ncommonName = supplied\n[extensions]\n"
                f"{f'subjectAltName = {alternative}' if alternative else ''}\n"
                "basicConstraints = critical,CA:true\n[req]\ndistinguished_name = dn\n[dn]\n")
        request = os.path.join(database, "request.pem")
        kind = [f"rsa:{bits}"] if bits else ["ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
        self._openssl("req", "-new", "-newkey", *kind, "-nodes", "-keyout", self.key, "-out", request, "-subj",
                      f"/CN={name}", "-config", configuration)
        today = datetime.datetime.now(datetime.timezone.utc)
        start, end = ((today + datetime.timedelta(days=day)).strftime("%Y%m%d%H%M%SZ") for day in days)
        self._openssl("ca", "-batch", "-notext", "-selfsign", "-keyfile", self.key, "-in", request, "-out", self.chain,
                      "-startdate", start, "-enddate", end, "-config", configuration)

    @staticmethod
    def _openssl(*arguments):
        subprocess.run(["openssl", *arguments], check=True, capture_output=True)
