#!/usr/bin/env python3
"""Lets many processes edit one profile file at once: each keeps one profile of its own and edits it again and again.

No edit may be refused and none may be lost. The kernel hands the lock on in order, and a wait lasts as long as the
others make progress, up to thirty seconds. Promises P16 and P17, faults F1 and F3.

    lock_fairness.py --binary .build/debug/tessera --processes 50 --edits 40

With --stuck the lock is taken by this program and never given back: an edit must be refused within three seconds or so,
and must say who holds it.
"""
import argparse
import collections
import concurrent.futures
import fcntl
import json
import pathlib
import subprocess
import sys
import tempfile
import time


def tessera(options, home, *arguments):
    command = [options.binary, *arguments, "--home", str(home)]
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)


def fill(options, home):
    profiles = [
        {"id": f"id-{number}", "name": f"p{number}", "url": f"https://h{number}.example.com"}
        for number in range(options.processes)
    ]
    home.chmod(0o700)
    path = home / "profiles.json"
    path.write_text(json.dumps({"version": 1, "profiles": profiles}))
    path.chmod(0o600)
    return path


def edits(options, home, number):
    """All edits of one worker, one process after another. Gives what went wrong, and the longest edit in seconds."""
    problems, longest = [], 0.0
    for edit in range(options.edits):
        start = time.monotonic()
        done = tessera(options, home, "profile", "edit", f"p{number}", "--note", f"edit {edit}")
        longest = max(longest, time.monotonic() - start)
        if done.returncode != 0:
            problems.append(done.stderr.decode(errors="replace").split(":")[1].strip())
    return problems, longest


def together(options, home, path):
    start = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(options.processes) as pool:
        results = list(pool.map(lambda number: edits(options, home, number), range(options.processes)))
    spent = time.monotonic() - start
    problems = collections.Counter(problem for found, _ in results for problem in found)
    notes = [profile.get("note") for profile in json.loads(path.read_text())["profiles"]]
    lost = sum(note != f"edit {options.edits - 1}" for note in notes)
    longest = max(longest for _, longest in results)
    total = options.processes * options.edits
    print(f"{total} edits by {options.processes} at once in {spent:.1f} s, the longest {longest:.1f} s: "
          f"{sum(problems.values())} refused {dict(problems)}, {lost} profiles without their last edit")
    return 1 if problems or lost else 0


def stuck(options, home):
    with open(home / ".profiles.json.lock", "w", encoding="utf-8") as lock:
        lock.write("process 1 on elsewhere since the beginning\n")
        lock.flush()
        fcntl.flock(lock, fcntl.LOCK_EX)
        start = time.monotonic()
        done = tessera(options, home, "profile", "edit", "p0", "--note", "x")
        spent = time.monotonic() - start
    text = done.stderr.decode(errors="replace")
    print(f"refused after {spent:.1f} s with exit {done.returncode}: {text.strip()}")
    return 0 if done.returncode == 10 and "E_LOCKED" in text and "process 1 on elsewhere" in text else 1


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", required=True)
    parser.add_argument("--processes", type=int, default=50)
    parser.add_argument("--edits", type=int, default=40)
    parser.add_argument("--stuck", action="store_true")
    options = parser.parse_args()
    options.binary = str(pathlib.Path(options.binary).resolve())
    with tempfile.TemporaryDirectory() as directory:
        home = pathlib.Path(directory)
        path = fill(options, home)
        return stuck(options, home) if options.stuck else together(options, home, path)


if __name__ == "__main__":
    sys.exit(main())
