#!/usr/bin/env -S python3 -B
"""SIGKILL at every system call, and an error from every call that can fail.

Afterwards files, journal and cluster agree.

    crashes.py BINARY [NAME-PART ...]

A run strikes a sample of the calls: the same ones for the same CHECK_SEED. CHECK_EVERY=1 strikes every call, which
takes hours for the bulk of 20; CHECK_EVERY=10 every tenth. Promises P14, P15, P60 and P62,
faults A21 and A23.
"""

import collections
import contextlib
import json
import os
import random
import re
import shutil
import signal
import sys

from harness import CommandLine, DemoServer, Home, Suite, expect, expect_equal, journals, tracer

suite = Suite()
EVERY = int(os.environ.get("CHECK_EVERY", "0"))
SEED = os.environ.get("CHECK_SEED", "1")
TRACER = tracer.__file__
PASSPHRASE = "crash-harness-passphrase"
# What a sample is drawn from: calls that change something, or through which something comes in.
WEIGHTY = ("openat", "write", "writev", "sendmsg", "sendto", "pwrite64", "pread64", "read", "recvfrom", "recvmsg",
           "fsync", "fdatasync", "close", "linkat", "renameat", "renameat2", "unlinkat", "flock", "ftruncate", "fchmod",
           "fchmodat", "mkdirat", "connect", "socket", "shutdown", "getdents64", "fstat", "newfstatat")
ERRNO = {
    "openat": ("EACCES", "EMFILE", "ENOSPC"), "write": ("EIO", "ENOSPC", "EDQUOT"), "pwrite64": ("ENOSPC", "EIO"),
    "writev": ("ECONNRESET", "EPIPE"), "sendmsg": ("ECONNRESET",), "sendto": ("ECONNRESET",), "read": ("EIO",),
    "pread64": ("EIO",), "recvfrom": ("ECONNRESET",), "recvmsg": ("ECONNRESET",), "fsync": ("EIO", "ENOSPC"),
    "fdatasync": ("EIO",), "close": ("EIO",), "linkat": ("EIO", "EPERM"), "renameat": ("EROFS", "EIO"),
    "renameat2": ("EROFS", "EIO"), "unlinkat": ("EACCES",), "flock": ("ENOLCK",), "ftruncate": ("EIO",),
    "fchmod": ("EPERM",), "fchmodat": ("EPERM",), "mkdirat": ("ENOSPC",), "connect": ("ENETUNREACH",),
    "socket": ("EMFILE",), "getdents64": ("EIO",),
}


class Trial:
    """One act, done again and again from the same beginning, and struck at another call each time."""

    #: Kills in a sampled run, and the calls that fail in one; None: all that can.
    kills_sampled, failing = 14, None

    def __init__(self, run):
        self.run = run
        self.pristine = run.path("pristine")
        self.home = Home(run.path("home"))
        self.report = run.path("report.json")
        self.tessera = CommandLine(run.binary, self.home, {"HOME": run.directory})
        self.set_up(CommandLine(run.binary, Home(self.pristine), {"HOME": run.directory}))

    def begin(self):
        """The beginning, once more."""
        shutil.rmtree(str(self.home))
        shutil.copytree(self.pristine, str(self.home), symlinks=True)

    def strike(self, at, fault, names):
        """One run; gives its outcome and the report of the tracer."""
        self.begin()
        # The tracer tells its own end from the program's by its report.
        with contextlib.suppress(FileNotFoundError):
            os.remove(self.report)
        through = [sys.executable, "-B", TRACER, self.report, str(at), fault, ",".join(names), "--"]
        outcome = self.act(through)
        with open(self.report) as file:
            return outcome, json.load(file)

    def leftovers(self):
        return [os.path.join(directory, name) for directory, _, names in os.walk(str(self.home)) for name in names
                if name.endswith(".tmp")]

    def after(self, outcome, fault, where):
        """What must be true after every strike."""
        if fault == "KILL":
            expect_equal(outcome.code, -signal.SIGKILL, f"{where}: exit status")
        else:
            expect(outcome.code >= 0, f"{where}: ended by signal {-outcome.code}: {outcome}")
            if outcome.code == 127 and "shared libraries" in outcome.err:
                # The loader's own failure: the program has not begun.
                return
            expect(outcome.code in (0, 130) or "E_" in outcome.err or self.is_mute(where),
                   f"{where}: no error code: {outcome}")
        self.verify(outcome, where)
        self.next_start(where)
        expect_equal(self.leftovers(), [], f"{where}: temporary files after the next start")
        self.verify(None, f"{where}, and the next start")

    @staticmethod
    def is_mute(where):
        """A message that could not be written."""
        return " write " in where

    def next_start(self, where):
        self.tessera("profile", "list")

    # The sweep

    def sweep(self):
        name = type(self).__name__
        outcome, whole = self.strike(0, "KILL", ())
        expect_equal(outcome.code, 0, f"{name} by itself: {outcome}")
        self.verify(outcome, f"{name} by itself")
        kills, errors = self.kills(whole), self.errors(whole)
        print(f"   {name}: {kills} kills, {errors} failing calls of {whole['count']} system calls", flush=True)

    def kills(self, whole):
        count = 0
        if EVERY:
            # Until a run survives: threads make now some calls more, now some fewer.
            at = 1
            while self.kill(at, ()):
                at, count = at + EVERY, count + 1
            return count
        calls = sum(name in WEIGHTY for name in whole["calls"])
        for at in self.sample(calls, self.kills_sampled, "kill"):
            count += self.kill(at, WEIGHTY)
        expect(count >= self.kills_sampled // 2, f"only {count} of {self.kills_sampled} kills were reached")
        return count

    def kill(self, at, names):
        outcome, report = self.strike(at, "KILL", names)
        if report["reached"] is None:
            return False
        self.after(outcome, "KILL", f"killed at call {at} of {report['count']} {report['reached']}")
        return True

    def errors(self, whole):
        if sys.platform != "linux" or os.uname().machine != "x86_64":
            return 0
        count = 0
        for name, faults in ERRNO.items():
            calls = whole["calls"].count(name)
            if not calls or not EVERY and self.failing and name not in self.failing:
                continue
            for at in range(1, calls + 1, EVERY) if EVERY else self.sample(calls, 1, name):
                for fault in faults if EVERY else faults[:1]:
                    count += self.fail(name, at, fault)
        return count

    def fail(self, name, at, fault):
        outcome, report = self.strike(at, fault, (name,))
        if report["reached"] is None:
            return False
        self.after(outcome, fault, f"{fault} from {name} #{at} of {report['count']} on {report['file']} ")
        return True

    @staticmethod
    def sample(calls, count, kind):
        """Places among so many calls; the loading of the program makes the first of them."""
        chance = random.Random(f"{SEED} {kind} {calls}")
        first = calls // 3 + 1
        return sorted(chance.sample(range(first, calls + 1), min(count, calls + 1 - first)))


# Files

class ProfileSave(Trial):
    def set_up(self, tessera):
        tessera("profile", "add", "alpha", "--url", "https://ts.example.com", "--no-probe")
        tessera("profile", "add", "beta", "--url", "https://ts.example.com", "--no-probe")
        self.old = tessera.home.document()
        self.new = json.loads(json.dumps(self.old))
        self.new["profiles"][1]["note"] = "new"

    def act(self, through):
        return self.tessera("profile", "edit", "beta", "--note", "new", through=through, exits=None)

    def verify(self, outcome, where):
        found = self.home.document()
        expect(found in (self.old, self.new), f"{where}: neither the old nor the new profiles: {found}")
        if outcome and outcome.code == 0:
            expect_equal(found, self.new, f"{where}: what was told as saved")
        if outcome and outcome.code == 10 and "E_OUTPUT" not in outcome.err and "E_" in outcome.err:
            expect_equal(found, self.old, f"{where}: what was told as not saved")


class VaultSave(Trial):
    # Each run derives a key, which is meant to take long.
    kills_sampled, failing = 5, ("write", "fsync", "renameat")
    has_cleaned = False

    def set_up(self, tessera):
        self.file = self.run.secret_file("passphrase", PASSPHRASE)
        server = self.run.keep(DemoServer(self.run.binary, self.run.directory))
        tessera("profile", "add", "alpha", "--url", server.url, "--no-probe", "--username", "tsadmin",
                "--secret-source", "vault")
        tessera("vault", "create", *self.passphrase)
        tessera("token", "issue", "--secret-key-stdin", *self.passphrase, stdin=server.facts["secretKey"])
        self.entries = self.kept(tessera)
        expect(self.entries, "the vault keeps nothing")

    @property
    def passphrase(self):
        return ("--passphrase-file", self.file)

    def kept(self, tessera):
        listed = tessera("vault", "list", *self.passphrase, "--json").json["entries"]
        return [(entry["kind"], entry["name"], entry["profileId"], entry["createdAt"]) for entry in listed]

    def act(self, through):
        return self.tessera("vault", "rekey", *self.passphrase, through=through, exits=None)

    def verify(self, outcome, where):
        if outcome is None:
            expect_equal(self.kept(self.tessera), self.entries, f"{where}: what the vault keeps")

    def next_start(self, where):
        """The next save cleans up; it derives two keys more. A sampled run looks once what becomes of leftovers."""
        left = self.leftovers()
        if EVERY or left and not self.has_cleaned:
            self.tessera("vault", "rekey", *self.passphrase)
            self.has_cleaned = True
        else:
            for path in left:
                os.remove(path)


# What was done on the cluster

class OnCluster(Trial):
    """An act on a demo cluster which keeps a ledger."""

    action = None
    tokens = 0

    def set_up(self, tessera):
        self.ledger = journals.Ledger(self.run.path("ledger"))
        self.server = self.run.keep(DemoServer(self.run.binary, self.run.directory, *self.ledger.options))
        tessera("profile", "add", "alpha", "--url", self.server.url, "--no-probe", "--username", "tsadmin")

    def begin(self):
        super().begin()
        self.server.wait_until_idle()
        self.issued_tokens = [self.server.issue() for _ in range(self.tokens)]
        self.files = [self.run.secret_file(f"token-{number}", token)
                      for number, token in enumerate(self.issued_tokens)]
        self.ledger.begin()

    def verify(self, outcome, where):
        intents, results, done = journals.expect_agreement(self.home, self.ledger, self.action, where)
        if outcome and outcome.code == 0:
            expect_equal(len(done), max(1, self.tokens), f"{where}: exit 0, and done")
            expect_equal(len(results), len(intents), f"{where}: exit 0, and results")
        if outcome and outcome.code in (2, 6, 11, 14):
            expect(not done, f"{where}: exit {outcome.code} says that nothing was done: {outcome}")
        self.open = len(intents) - len(results)

    def next_start(self, where):
        changes = self.tessera("journal", "left-open", "--json", exits=None).json["changes"]
        unknown = [change for change in changes if change["state"] == "unknown"]
        expect(len(unknown) >= self.open, f"{where}: {self.open} outcomes are unknown, and told are {changes}")
        self.account({change["token"] for change in changes}, where)
        self.tessera("journal", "check")

    def account(self, told, where):
        """Whether all that was asked for has become something, or is told as left open."""


class Issue(OnCluster):
    action = "issue_token"

    def begin(self):
        super().begin()
        self.out = self.run.path("issued")
        with contextlib.suppress(FileNotFoundError):
            os.remove(self.out)

    def act(self, through):
        return self.tessera("token", "issue", "--password-stdin", "--out", self.out, through=through, exits=None,
                            stdin=self.server.facts["password"])

    def verify(self, outcome, where):
        super().verify(outcome, where)
        if outcome and outcome.code == 0:
            expect(os.path.getsize(self.out) > 100, f"{where}: exit 0, and no token in the file")


class Revoke(OnCluster):
    action = "revoke_token"
    tokens = 1

    def act(self, through):
        options = [word for path in self.files for word in ("--token-file", path)]
        return self.tessera("token", "revoke", *options, "--yes", "--json", through=through, exits=None)

    def verify(self, outcome, where):
        super().verify(outcome, where)
        if outcome and re.search(r'"verdict"', outcome.out):
            requests = self.ledger.requests(self.action)
            done = {entry["token"] for entry in requests if journals.changed(entry, self.action)}
            for item in outcome.json["items"]:
                # STILL VALID is told of a revocation without an answer, too, and claims nothing about it.
                claims = item["verdict"] in ("revoked-verified", "revoked-not-verified")
                denies = item["verdict"] in ("failed", "not-attempted", "not-recognized")
                expect(not claims or item["fingerprint"] in done, f"{where}: told as done, and not done: {item}")
                expect(not denies or item["fingerprint"] not in done, f"{where}: told as not done, and done: {item}")


class BulkRevoke(Revoke):
    tokens = 20
    kills_sampled, failing = 10, ("write", "fsync", "writev", "openat")

    def account(self, told, where):
        lines = [line for line in journals.lines(self.home) if line["action"] == self.action]
        if not lines:
            # Killed before or within the plan: nothing was sent.
            return
        resolved = {journals.named(line) for line in lines if line["phase"] == "result"}
        asked = set(map(journals.fingerprint, self.issued_tokens))
        expect_equal(asked - resolved - told, set(), f"{where}: tokens of which nothing is told; lines {collections.Counter(line['phase'] for line in lines)}")


class UserRevoke(OnCluster):
    """A user as a whole: what was to be done to it is done, or told as left open."""

    acts = {"force_logout": "/users/force-logout", "revoke_token": "/auth/token/revoke"}

    def act(self, through):
        return self.tessera("user", "revoke", "anna", "--password-stdin", "--yes", "--confirm", "anna", "--json",
                            through=through, exits=None, stdin=self.server.facts["password"])

    def verify(self, outcome, where):
        lines = [line for line in journals.lines(self.home) if line.get("subjects") == ["anna"]]
        self.results = {}
        for action, path in self.acts.items():
            sent = [entry for entry in self.ledger.entries() if entry["path"].endswith(path)]
            done = [entry for entry in sent if entry["status"] == 204]
            intents = [line for line in lines if line["action"] == action and line["phase"] == "intent"]
            results = [line["outcome"] for line in lines if line["action"] == action and line["phase"] == "result"]
            expect(len(results) <= len(intents) <= 1, f"{where}: intents {intents}, results {results}")
            expect(len(sent) <= len(intents), f"{where}: {action} was sent {len(sent)} times")
            expect("ok" not in results or done, f"{where}: {action} is done in the journal, and was not: {sent}")
            expect(not done or not {"refused", "failed", "cancelled"} & set(results),
                   f"{where}: {action} was done, and the journal says {results}")
            self.results[action] = results
        if outcome and outcome.code == 0:
            expect_equal(self.results, {action: ["ok"] for action in self.acts}, f"{where}: exit 0")

    def next_start(self, where):
        changes = self.tessera("journal", "left-open", "--json", exits=None).json["changes"]
        told = {change["action"]: change["state"] for change in changes if change["subjects"] == ["anna"]}
        # Killed before or within the plan: nothing was sent.
        if "force_logout" in told or self.results["force_logout"]:
            for action, results in self.results.items():
                known = results and results[0] != "unknown"
                expect(known or action in told, f"{where}: nothing is told of {action}: {told}")
                expect(results != ["ok"] or action not in told, f"{where}: {action} is done, and told as {told}")
        self.tessera("journal", "check")


class JournalAppend(OnCluster):
    """A line that asks no cluster: a token is removed from the list."""

    action = "revoke_token"

    def set_up(self, tessera):
        super().set_up(tessera)
        issued = tessera("token", "issue", "--secret-key-stdin", "--out", self.run.path("of-pristine"), "--json",
                         stdin=self.server.facts["secretKey"]).json["token"]
        self.fingerprint = issued["fingerprint"]
        self.old = journals.lines(tessera.home)

    def act(self, through):
        return self.tessera("token", "remove", self.fingerprint, "--yes", through=through, exits=None)

    def verify(self, outcome, where):
        lines = journals.lines(self.home)
        expect(lines[:len(self.old)] == self.old, f"{where}: lines of the journal were changed")
        more = lines[len(self.old):]
        expect(len(more) <= 1, f"{where}: lines that were not asked for: {more}")
        if outcome and outcome.code == 0:
            expect_equal(len(more), 1, f"{where}: exit 0, and lines written")
        if outcome and outcome.code == 10 and "E_OUTPUT" not in outcome.err:
            expect_equal(more, [], f"{where}: told as not written")
        self.open = 0


class NewSegment(JournalAppend):
    """The first line of a month begins a segment, and the first one of this version adopts the file of an older one."""

    #: Where the lines stand before, in their order; so many files hold them in the end.
    before, segments = ("journal/2020-01.jsonl",), 2
    kills_sampled, failing = 8, ("openat", "write", "fsync", "renameat", "flock")

    def set_up(self, tessera):
        super().set_up(tessera)
        [path] = journals.files(tessera.home)
        with open(path, "rb") as file:
            lines = file.readlines()
        os.remove(path)
        for number, name in enumerate(self.before, 1):
            last = number == len(self.before)
            path = os.path.join(str(tessera.home), name)
            with open(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:
                file.writelines(lines if last else lines[:1])
            lines = lines[1:]
        expect_equal(journals.lines(tessera.home), self.old, "the lines before")

    def verify(self, outcome, where):
        super().verify(outcome, where)
        if where.endswith("by itself"):
            # Where a file cannot be made or renamed, the line comes into the one before.
            expect_equal(len(self.home.segments), self.segments, f"{where}: segments")
            expect_equal(journals.files(self.home), self.home.segments, f"{where}: all files of the journal")

    def next_start(self, where):
        super().next_start(where)
        self.tessera("audit", "own", "verify")


class Adoption(NewSegment):
    before, segments = ("journal.jsonl",), 1


class AdoptionBehindASegment(NewSegment):
    before, segments = ("journal/2020-01.jsonl", "journal.jsonl"), 2


class Checkpoint(JournalAppend):
    """Reading a journal that has grown writes its checkpoint."""

    # Each run reads hundreds of lines.
    kills_sampled, failing = 8, ("openat", "write", "fsync", "close", "renameat")

    # Whether the tokens of the added lines have ended long ago.
    are_over = False

    def set_up(self, tessera):
        super().set_up(tessera)
        self.grow(tessera.home, range(800))
        self.listed = None

    def grow(self, home, numbers):
        """Adds a line about a token for each number."""
        [path] = journals.files(home)[-1:]
        issued = next(line for line in journals.lines(home) if line.get("token", {}).get("fp") == self.fingerprint)
        members = {name: value for name, value in issued.items() if name != "prev"}
        line = json.dumps(members, separators=(",", ":"))
        if self.are_over:
            for name, day in (("at", "01"), ("created", "01"), ("expires", "02")):
                line = re.sub(rf'"{name}":"[^"]*"', f'"{name}":"2020-02-{day}T02:02:02.000Z"', line)
        with open(path, "ab") as file:
            for number in numbers:
                other = line.replace(self.fingerprint, f"{number:012x}")
                identifier = f"01ZZZZZZZZ{number:016d}"
                file.write(re.sub(r'"(id|op)":"[0-9A-Z]{26}"', rf'"\1":"{identifier}"', other).encode() + b"\n")
        self.old = journals.lines(home)

    def act(self, through):
        return self.tessera("token", "list", "--all", "--json", through=through, exits=None)

    def verify(self, outcome, where):
        expect(journals.lines(self.home) == self.old, f"{where}: the journal was changed")

    def next_start(self, where):
        listed = self.tessera("token", "list", "--all", "--json").json
        facts = sorted((token["fingerprint"], token["kind"]) for token in listed["tokens"])
        self.listed = self.listed or facts
        expect_equal(facts, self.listed, f"{where}: the list")


class EndedTokens(Checkpoint):
    """What the checkpoint leaves out goes into a file of its own."""

    are_over = True
    failing = ("openat", "write", "fsync", "close", "renameat", "ftruncate", "pread64")

    def next_start(self, where):
        # By the lines of the journal, or what was derived of them; then, as it was left.
        super().next_start(where)
        expect(os.path.exists(os.path.join(str(self.home), "journal", "ended.bin")), f"{where}: no rows were written")
        super().next_start(where)


class MoreEndedTokens(EndedTokens):
    """What a later checkpoint leaves out goes behind it."""

    def set_up(self, tessera):
        super().set_up(tessera)
        tessera("token", "list")
        self.grow(tessera.home, range(800, 1600))


@suite.each(*((kind.__name__, kind) for kind in (
    BulkRevoke, VaultSave, Checkpoint, EndedTokens, MoreEndedTokens, ProfileSave, JournalAppend, NewSegment, Adoption,
    AdoptionBehindASegment, Issue, Revoke, UserRevoke)))
def struck_at_any_call(run, _, kind):
    kind(run).sweep()


if __name__ == "__main__":
    suite.main()
