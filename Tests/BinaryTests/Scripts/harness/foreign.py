"""A listener where a token of another cluster must never come."""

import base64
import contextlib
import threading
import urllib.parse

from .checks import expect
from .clusters import Listener
from .display import PATIENCE

# The shortest part of a secret that counts as the secret.
PART = 12


class ForeignListener(Listener):
    """Refuses every request as a cluster refuses a token that is no longer valid, and remembers every byte it was sent.

    A program that shows it a token of elsewhere gets the answer that looks most like a revoked token. When the check is
    over, `verify` fails it if any part of a watched secret came here: plain, percent-encoded, or in base64.
    """

    def __init__(self, *secrets):
        self.secrets = list(secrets)
        self.received = b""
        self.requests = []
        self._lock = threading.Lock()
        super().__init__()

    def watch(self, *secrets):
        self.secrets += secrets

    def converse(self, connection):
        with contextlib.suppress(OSError), contextlib.closing(connection):
            connection.settimeout(PATIENCE)
            waiting = b""
            while True:
                piece = connection.recv(65536)
                if not piece:
                    return
                with self._lock:
                    self.received += piece
                waiting += piece
                while (end := self._end_of_request(waiting)) is not None:
                    line = waiting.split(b"\r\n", 1)[0].decode(errors="replace")
                    waiting = waiting[end:]
                    with self._lock:
                        self.requests.append(line)
                    connection.sendall(self._refusal(line))

    @staticmethod
    def _end_of_request(data):
        head, mark, body = data.partition(b"\r\n\r\n")
        if not mark:
            return None
        length = 0
        for line in head.split(b"\r\n")[1:]:
            name, _, value = line.partition(b":")
            if name.strip().lower() == b"content-length":
                length = int(value)
        return len(head) + 4 + length if len(body) >= length else None

    @staticmethod
    def _refusal(line):
        """The cluster's own error for a credential that has ended, of the generation of the path."""
        path = line.split(" ")[1] if line.count(" ") >= 2 else "/"
        inner = b'{"code":%d,"incident_id_guid":"5d0c3b6e-0000-4000-8000-000000000000",' \
                b'"trace_id_guid":"tracing-disabled","debug":"[\\"The token is invalid.\\"]"}'
        if path.startswith("/api/rest/2.0/"):
            is_check = path.endswith("/auth/token/validate")
            status, body = (400, inner % 10002) if is_check else (401, inner % 10097)
            body = b'{"error":{"message":{"debug":%s}}}' % body
        elif path.startswith(("/api/rest/v2", "/tspublic/rest/v2")):
            status = 500
            body = b'{"error":{"errors":{"message":"401","extension":{"exception":{"upstreamResponse":' \
                   b'{"status":401,"data":%s}}}}}}' % (inner % 10003)
        else:
            status, body = 401, inner % 10003
        head = f"HTTP/1.1 {status} Refused\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        return head.encode() + body

    def found(self):
        """The forms in which a watched secret came here."""
        with self._lock:
            data = self.received
        plain = urllib.parse.unquote_to_bytes(data.replace(b"+", b" ")), urllib.parse.unquote_to_bytes(data), data
        for secret in self.secrets:
            # Every token of a cluster begins with the same letters, up to the first full stop.
            text = secret.split(".", 1)[-1].encode()
            # A shorter secret counts as a whole.
            size = min(PART, len(text))
            parts = {text[start:start + size] for start in range(len(text) - size + 1)}
            for part in parts:
                if any(part in view for view in plain):
                    yield f"plain or percent-encoded ({len(part)} of {len(text)} bytes)"
                    break
            for shift in range(3):
                # What is in front of it in the encoded text moves its letters by up to two bytes.
                encoded = base64.b64encode(b"\0" * shift + text)
                core = encoded[4:4 + 16] if shift else encoded[:16]
                for form in (core, core.replace(b"+", b"-").replace(b"/", b"_")):
                    if len(core) >= 8 and form in data:
                        yield "in base64"

    def verify(self):
        forms = sorted(set(self.found()))
        expect(not forms, f"a listener elsewhere was shown a secret {', '.join(forms)}; it got {self.requests}")
