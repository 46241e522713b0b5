"""Looks for secrets wherever a program can leave them, in every form in which they might stand there."""

import base64
import binascii
import os
import re
import stat
import urllib.parse

from .checks import expect

# A part of a secret that is as long counts as the secret.
WINDOW = 8
# Of a long secret not every part is looked for: any of twice the length contains one that is.
LONG = 64
LARGEST = 32 << 20


def pieces(encoded, size, step):
    return {encoded[start:start + size] for start in range(0, max(1, len(encoded) - size + 1), step)}


def forms(text):
    """What to look for: the bytes, by the name of the form."""
    # All tokens of a cluster begin with the same letters, up to the first full stop.
    secret = (text.split(".", 1)[-1] if text.count(".") >= 2 else text).encode()
    step = WINDOW if len(secret) > LONG else 1
    found = {"plain": pieces(secret, WINDOW, step)}
    hexadecimal = binascii.hexlify(secret)
    found["hexadecimal"] = pieces(hexadecimal, 2 * WINDOW, 2 * step) | pieces(hexadecimal.upper(), 2 * WINDOW, 2 * step)
    every = b"".join(b"%%%02X" % byte for byte in secret)
    quoted = urllib.parse.quote_from_bytes(secret, safe="").encode()
    found["percent"] = (pieces(every, 3 * WINDOW, 3 * step) | pieces(every.lower(), 3 * WINDOW, 3 * step)
                        | (pieces(quoted, 12, 1 if step == 1 else 4) if quoted != secret else set()))
    escaped = b"".join(b"\\u%04x" % byte for byte in secret)
    found["JSON"] = (pieces(escaped, 6 * WINDOW, 6 * step)
                     | pieces(escaped.upper().replace(b"\\U", b"\\u"), 6 * WINDOW, 6 * step))
    for order in ("le", "be"):
        wide = secret.decode("latin-1").encode(f"utf-16-{order}")
        found[f"UTF-16{order}"] = pieces(wide, 2 * WINDOW, 2 * step)
    for shift in range(3):
        encoded = base64.b64encode(b"\0" * shift + secret).rstrip(b"=")
        # What stands in front and behind changes the letters next to it.
        core = encoded[4 if shift else 0:-2]
        both = {core, core.replace(b"+", b"-").replace(b"/", b"_")}
        found[f"base64/{shift}"] = {piece for one in both for piece in pieces(one, 12, step)}
    return found


class Canaries:
    """Secrets that are watched, and all that was seen."""

    def __init__(self, directory):
        self.directory = directory
        self._secrets = {}
        self._seen = []
        self._traces = 0
        #: Paths of files that hold a secret because they were asked to.
        self.meant = set()

    def watch(self, **secrets):
        for name, secret in secrets.items():
            if secret:
                self._secrets[name] = forms(secret)

    def saw(self, place, data):
        self._seen.append((place, data.encode() if isinstance(data, str) else bytes(data)))

    # Children, and what is written where

    def through(self):
        """Words in front of a command: what it and its children are started with and write to is traced."""
        self._traces += 1
        log = os.path.join(self.directory, f"trace-{self._traces}")
        calls = "execve,execveat,openat,open," + ",".join(MAKING)
        return ["strace", "-f", "-qq", "--seccomp-bpf", "-s", "65536", "-v", "-o", log, "-e", f"trace={calls}"]

    def traces(self):
        for number in range(1, self._traces + 1):
            path = os.path.join(self.directory, f"trace-{number}")
            if os.path.exists(path):
                with open(path, "rb") as file:
                    yield path, file.read()

    def saw_traces(self):
        """Arguments and environments are looked at as the children got them: strace writes them as C does."""
        for path, text in self.traces():
            self.saw(path, ESCAPE.sub(unescaped, text))

    def written_elsewhere(self, *allowed):
        """Paths that were written to and do not begin as one of these does (promise P10)."""
        found = set()
        for _, text in self.traces():
            for line in text.decode(errors="replace").splitlines():
                if WRITING.search(line) and not re.search(r"= -1 E", line):
                    found |= {path for path in PATH.findall(line) if path.startswith("/")}
        return sorted(path for path in found if not path.startswith((*allowed, "/dev/", "/proc/")))

    # Files

    def _files(self):
        """All files of the check, and what was written elsewhere."""
        inside = [os.path.join(directory, name) for directory, _, names in os.walk(self.directory) for name in names]
        for path in [*inside, *self.written_elsewhere(self.directory)]:
            try:
                if path not in self.meant and stat.S_ISREG(os.lstat(path).st_mode):
                    with open(path, "rb") as file:
                        yield path, file.read(LARGEST)
            except OSError:
                continue

    def findings(self):
        """Where a secret stands: place, which secret, in which form."""
        found = []
        for place, data in [*self._seen, *self._files()]:
            if not data:
                continue
            for name, kinds in self._secrets.items():
                for form, parts in kinds.items():
                    if any(part in data for part in parts):
                        found.append((place, name, form))
        return found

    def verify(self):
        found = self.findings()
        words = "; ".join(f"{name}, {form}, in {place}" for place, name, form in found)
        expect(not found, f"secrets were found: {words}")

    def close(self):
        pass


MAKING = ("creat", "mkdir", "mkdirat", "rename", "renameat", "renameat2", "link", "linkat", "symlink", "symlinkat")
WRITING = re.compile(rf"O_WRONLY|O_RDWR|O_CREAT|\b(?:{'|'.join(MAKING)})\(")
PATH = re.compile(r'"((?:[^"\\]|\\.)*)"')
ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(.))", re.DOTALL)


def unescaped(match):
    octal, letter = match.groups()
    return bytes([int(octal, 8) & 0xFF]) if octal else {b"n": b"\n", b"t": b"\t", b"r": b"\r"}.get(letter, letter)
