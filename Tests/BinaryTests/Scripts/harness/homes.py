"""Homes of the program: a directory with a profile file, made by hand."""

import glob
import hashlib
import json
import os
import stat
import time


# Where the time that an answer takes is not what is looked at, it ends nothing: the longest that a profile may have.
LONGEST = dict.fromkeys(("connect", "firstByte", "idle", "total"), 600_000)


def profile(name, url, **members):
    digits = hashlib.sha256(name.encode()).hexdigest()
    identifier = "-".join([digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:32]])
    return {"id": identifier, "name": name, "url": url, "generation": "v2.0", "username": "tsadmin",
            "timeouts": LONGEST, **members}


class Home:
    def __init__(self, directory, *profiles, exists=True):
        self.directory = directory
        if not exists:
            return
        os.makedirs(directory, mode=0o700, exist_ok=True)
        os.chmod(directory, 0o700)
        if profiles:
            self.write(json.dumps({"version": 1, "profiles": list(profiles)}, indent=2).encode())

    def __str__(self):
        return self.directory

    @property
    def profiles(self):
        return os.path.join(self.directory, "profiles.json")

    @property
    def journal(self):
        """The newest segment, or the one that the next line would begin. Its directory is there."""
        directory = os.path.join(self.directory, "journal")
        os.makedirs(directory, mode=0o700, exist_ok=True)
        return (self.segments or [os.path.join(directory, time.strftime("%Y-%m.jsonl", time.gmtime()))])[-1]

    @property
    def segments(self):
        """The files of the journal, in the order of their lines: what was adopted in a month stands behind its own."""
        found = glob.glob(os.path.join(self.directory, "journal", "*.jsonl"))
        return sorted(found, key=lambda path: os.path.basename(path).removesuffix(".jsonl").split("-"))

    def write(self, content, mode=0o600):
        with open(self.profiles, "wb") as file:
            file.write(content)
        os.chmod(self.profiles, mode)

    def read(self):
        with open(self.profiles, "rb") as file:
            return file.read()

    def document(self):
        return json.loads(self.read())

    def names(self):
        """The files of the home, but for locks."""
        return sorted(name for name in os.listdir(self.directory) if not name.endswith(".lock"))

    def leftovers(self):
        return [name for name in os.listdir(self.directory) if name.endswith(".tmp")]

    def contents(self):
        """All bytes of all files."""
        found = {}
        for directory, _, names in os.walk(self.directory):
            for name in names:
                path = os.path.join(directory, name)
                if stat.S_ISREG(os.lstat(path).st_mode):
                    with open(path, "rb") as file:
                        found[path] = file.read()
        return found


def mode(path):
    return stat.S_IMODE(os.lstat(path).st_mode)
