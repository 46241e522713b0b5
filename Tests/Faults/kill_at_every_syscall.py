#!/usr/bin/env python3
"""Kills a command of tessera at every system call, and makes every system call of it fail, one run for each.

After every run the file concerned must be wholly old or wholly new (--mode replace), or the old file with at most one
line more, perhaps torn (--mode append). The file `journal` stands for all segments of the journal in their order, with
the one file of older versions behind them: what adopts that file, and what begins the segment of a new month, must
neither lose a line nor write one twice. The next start must succeed and leave no temporary file.
Promises P14 and P15, faults A21 and A23. Needs strace.

    kill_at_every_syscall.py --binary .build/debug/tessera \\
        --command "profile add one --url https://one.example.com --no-probe" --check "profile list" \\
        --file profiles.json --mode replace
    kill_at_every_syscall.py --binary .build/debug/tessera \\
        --setup "profile add one --url https://one.example.com --no-probe" \\
        --command "profile edit one --note two" --check "profile list" --file profiles.json --mode replace
    tessera-benchmarks --write-journal /tmp/years; cat /tmp/years/journal/*.jsonl | head -n 600 > /tmp/part.jsonl
    kill_at_every_syscall.py --binary .build/debug/tessera --place /tmp/part.jsonl:journal/2023-01.jsonl \\
        --keep journal/2023-01.jsonl --command "token list" --check "token list" --file journal/checkpoint.json \\
        --mode replace --only-kill
    kill_at_every_syscall.py --binary .build/debug/tessera --setup "profile add one --url https://127.0.0.1:9 --no-probe" \\
        --place /tmp/part.jsonl:journal.jsonl --command "token import --profile one --no-check --token-stdin" \\
        --stdin TOKEN --check "audit own verify" --file journal --mode append
    kill_at_every_syscall.py ... --place /tmp/part.jsonl:journal/2023-01.jsonl ... (as before: the segment of a new month)
"""
import argparse
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

CALLS = [
    "openat", "write", "pwrite64", "pread64", "fsync", "close", "linkat", "renameat", "renameat2", "rename", "unlinkat",
    "flock", "ftruncate", "fchmod", "mkdirat", "fchmodat", "fstat", "newfstatat", "readlinkat", "getdents64",
]
ERRORS = {
    "openat": ["EACCES", "ENOSPC", "EMFILE"], "write": ["ENOSPC", "EIO", "EDQUOT"], "fsync": ["EIO"], "close": ["EIO"],
    "linkat": ["EIO", "EPERM"], "renameat": ["EROFS", "EIO"], "renameat2": ["EROFS", "EIO"], "rename": ["EROFS", "EIO"],
    "fchmod": ["EPERM"], "flock": ["ENOLCK"], "pread64": ["EIO"],
}
# A profile that is added gets a new id in every run; a checkpoint has a time, and with it another sum.
IDENTIFIER = re.compile(rb"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\"sum\":\"[0-9a-f]{64}\"|\"at\":[0-9]{13}")
# A command makes a few dozen calls of a kind; far beyond that something is wrong with the test itself.
LIMIT = 600


def run(arguments, options, home, strace=()):
    """Runs the binary, perhaps under strace; gives its exit code (negative for a signal) and standard error."""
    command = [*strace, options.binary, *shlex.split(arguments), "--home", str(home)]
    done = subprocess.run(
        command, input=options.stdin.encode(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=60, check=False)
    code = done.returncode - 256 if done.returncode > 128 + 64 else done.returncode
    return (-9 if code == 137 else code), done.stderr.decode(errors="replace")


class Bench:
    """A home before the command, and what the command makes of it when nothing goes wrong."""

    def __init__(self, options, root):
        self.options, self.root = options, root
        self.pristine = root / "pristine"
        if options.place:
            self.pristine.mkdir(mode=0o700)
        for place in options.place:
            source, _, name = place.partition(":")
            target = self.pristine / (name or pathlib.Path(source).name)
            target.parent.mkdir(mode=0o700, exist_ok=True)
            shutil.copy(source, target)
            target.chmod(0o600)
        for setup in options.setup:
            code, text = run(setup, options, self.pristine)
            assert code == 0, f"setup failed: {text}"
        self.kept = [(self.pristine / name).read_bytes() for name in options.keep]
        self.home = root / "home"
        self.old = self.content(self.pristine)
        self.reset()
        code, text = run(options.command, options, self.home)
        assert code == 0, f"the command fails by itself: {text}"
        self.new = self.content(self.home)
        assert self.old != self.new, "the command changes nothing"
        self.problems = []

    def content(self, home):
        if self.options.file != "journal":
            return self.read(home / self.options.file)
        # A month's segment before those that were adopted in the same month.
        segments = sorted((home / "journal").glob("*.jsonl"), key=lambda path: path.stem.split("-"))
        older = [path for path in [home / "journal.jsonl"] if path.exists()]
        return IDENTIFIER.sub(b"ID", b"".join(path.read_bytes() for path in segments + older))

    @staticmethod
    def read(path):
        return IDENTIFIER.sub(b"ID", path.read_bytes()) if path.exists() else None

    def reset(self):
        shutil.rmtree(self.home, ignore_errors=True)
        if self.pristine.exists():
            shutil.copytree(self.pristine, self.home, symlinks=True)

    def is_whole(self, content):
        if self.options.mode == "replace":
            return content in (self.old, self.new)
        old = self.old or b""
        rest = (content or b"")[len(old):]
        return (content or b"").startswith(old) and rest.count(b"\n") <= 1 and (b"\n" not in rest or rest.endswith(b"\n"))

    def leftovers(self):
        return [str(path) for path in self.home.rglob("*") if path.name.endswith(".tmp")]

    def inject(self, call, fault, n):
        """One run with one fault. Gives whether the fault was reached."""
        self.reset()
        log = self.root / "strace.log"
        strace = ["strace", "-f", "-qq", "-o", str(log), "-e", f"trace={call}", "-e", f"inject={call}:{fault}:when={n}"]
        code, text = run(self.options.command, self.options, self.home, strace)
        what = f"{call} #{n} {fault} (exit {code})"
        trace = log.read_text(errors="replace")
        reached = "+++ killed by SIGKILL" in trace if "KILL" in fault else "(INJECTED)" in trace
        if not reached:
            return False
        content = self.content(self.home)
        if not self.is_whole(content):
            self.problems.append(f"{what}: {self.options.file} is neither old nor new")
        if "KILL" not in fault:
            if self.leftovers():
                self.problems.append(f"{what}: left {self.leftovers()}")
            if code == 0 and self.options.mode == "replace" and content != self.new:
                self.problems.append(f"{what}: success was told, nothing was saved")
            copy = self.read(self.home / (self.options.file + ".bak"))
            if code == 0 and self.options.mode == "replace" and copy not in (None, content):
                self.problems.append(f"{what}: the copy is not what was saved")
            # Output that cannot be written is told after the save.
            if code == 10 and "E_OUTPUT" not in text and self.options.mode == "replace" and content != self.old:
                self.problems.append(f"{what}: failure was told, and the old file is gone")
            # A failing write may be the one of the message itself.
            if code == 10 and call != "write" and "E_" not in text:
                self.problems.append(f"{what}: no error code in: {text}")
        code, text = run(self.options.check, self.options, self.home)
        if code != 0:
            self.problems.append(f"{what}: the next start fails with {code}: {text}")
        for name, kept in zip(self.options.keep, self.kept):
            if (self.home / name).read_bytes() != kept:
                self.problems.append(f"{what}: {name} was changed")
        if self.leftovers():
            self.problems.append(f"{what}: the next start left {self.leftovers()}")
        if not self.is_whole(self.content(self.home)) and self.options.mode == "replace":
            self.problems.append(f"{what}: the next start changed {self.options.file}")
        return True

    def sweep(self, faults):
        count = 0
        for call, fault in faults:
            for n in range(1, LIMIT):
                if not self.inject(call, fault, n):
                    break
                count += 1
        return count


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", required=True)
    parser.add_argument("--setup", action="append", default=[], help="a command line run before, any number of times")
    parser.add_argument("--place", action="append", default=[], help="a file that is put into the home before, as FILE or FILE:NAME")
    parser.add_argument("--keep", action="append", default=[], help="a file of the home that no run may change")
    parser.add_argument("--command", required=True)
    parser.add_argument("--check", required=True, help="the command line that stands for the next start")
    parser.add_argument("--file", required=True, help="within the home")
    parser.add_argument("--mode", choices=["replace", "append"], required=True)
    parser.add_argument("--stdin", default="")
    parser.add_argument("--kills-at-least", type=int, default=20)
    parser.add_argument("--only-kill", action="store_true")
    options = parser.parse_args()
    options.binary = str(pathlib.Path(options.binary).resolve())
    with tempfile.TemporaryDirectory() as directory:
        bench = Bench(options, pathlib.Path(directory))
        kills = bench.sweep([(call, "signal=KILL") for call in CALLS])
        errors = 0
        if not options.only_kill:
            errors = bench.sweep([(call, f"error={error}") for call, names in ERRORS.items() for error in names])
    for problem in bench.problems:
        print("problem:", problem)
    print(f"{options.command!r}: {kills} kill points, {errors} failing calls, {len(bench.problems)} problems")
    if kills < options.kills_at_least:
        print(f"problem: only {kills} kill points were reached; strace does not work here?")
        return 1
    return 1 if bench.problems else 0


if __name__ == "__main__":
    sys.exit(main())
