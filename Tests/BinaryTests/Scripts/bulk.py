#!/usr/bin/env -S python3 -B
"""Many tokens at once, on clusters 200 ms away: how long until all are revoked and verified, and what keys cost meanwhile.

    bulk.py BINARY

Measure a release build. Prints one row for each case, and exits with 1 when one misses its target.
"""

import contextlib
import json
import os
import re
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

from harness import CommandLine, DemoServer, Home
from harness.checks import Run
from harness.homes import profile
from harness.program import Program

DELAY = 200
PASSPHRASE = "a passphrase for measurements"
# Everything but the issue of tokens, which is not what is measured.
SLOW = ["auth/token/revoke", "auth/token/validate", "auth/session/login", "auth/session/user", "system"]


def home_with_tokens(run, servers, count):
    """A home whose vault has so many tokens of each server."""
    home = Home(run.path("home"),
                *(profile(f"cluster-{number:02}", server.url, secretSource="vault")
                  for number, server in enumerate(servers)))
    passphrase = run.secret_file("passphrase", PASSPHRASE)
    password = run.secret_file("password", servers[0].facts["password"])
    tessera = CommandLine(run.binary, home, {"HOME": run.directory})
    tessera("vault", "create", "--passphrase-file", passphrase)

    def issue(number):
        for _ in range(count):
            tessera("token", "issue", "--profile", f"cluster-{number:02}", "--username", "tsadmin", "--lifetime", "1h",
                    "--password-file", password, "--passphrase-file", passphrase)

    with ThreadPoolExecutor(2) as workers:
        list(workers.map(issue, range(len(servers))))
    return home


class KeyTimes:
    """How long what a key changes takes to come."""

    def __init__(self, program):
        self.program = program
        self.milliseconds = []

    def press(self, key, appears):
        seen, started = len(self.program.output), time.monotonic()
        os.write(self.program.master, key)
        while not re.search(appears, bytes(self.program.output[seen:])):
            self.program.read(0.5)
            if time.monotonic() - started > 5:
                raise SystemExit(f"no answer to {key!r}:\n{self.program.picture()}")
        self.milliseconds.append((time.monotonic() - started) * 1_000)

    def at(self, share):
        ordered = sorted(self.milliseconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else float("nan")


def measure(binary, clusters, tokens):
    with (tempfile.TemporaryDirectory(prefix="tessera-bulk-") as directory,
          contextlib.closing(Run(binary, directory)) as run):
        faults = run.path("faults.json")
        with open(faults, "w", encoding="utf-8") as file:
            json.dump({"rules": [{"match": {"path": f"/api/rest/2.0/{path}"},
                                  "action": {"kind": "delay", "milliseconds": DELAY}} for path in SLOW]}, file)
        servers = [run.keep(DemoServer(binary, directory, "--faults", faults)) for _ in range(clusters)]
        home = home_with_tokens(run, servers, tokens)
        program = run.keep(Program([binary, "--home", str(home)], 120, 40, {"HOME": directory}))
        return revoke_all(program, clusters * tokens)


def revoke_all(program, count):
    program.wait_for("Clusters")
    program.press("V")
    program.wait_for_question("Unlock")
    program.send(PASSPHRASE.encode())
    program.press("Enter")
    program.wait_gone("Unlock")
    program.press("0", "0")
    program.wait_for(rf"All tokens.*{count}")
    program.press("*", "r")
    words = program.wait_for_question(r"Type (\S+) to confirm").group(1)
    program.press(words, "Enter")
    started = time.monotonic()
    keys = KeyTimes(program)
    done = re.compile(rf"{count} of {count}|all {count}", re.IGNORECASE)
    while not done.search(program.text):
        # The marker of the selected row is drawn by these keys alone, whatever verdicts fall meanwhile.
        keys.press(b"j", rb">")
        keys.press(b"k", rb">")
    return time.monotonic() - started, keys


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    binary = os.path.abspath(sys.argv[1])
    missed = 0
    print(f"{'revoked and verified':32} seconds   keys   p50 ms   p95 ms   worst ms")
    for clusters, tokens, limit in [(1, 20, 3), (20, 10, 5)]:
        seconds, keys = measure(binary, clusters, tokens)
        good = seconds <= limit
        missed += not good
        print(f"{clusters * tokens} tokens on {clusters} clusters{'':10} {seconds:9.2f} {len(keys.milliseconds):6} "
              f"{keys.at(.5):8.2f} {keys.at(.95):8.2f} {keys.at(1):10.2f}{'' if good else '   MISSED'}", flush=True)
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
