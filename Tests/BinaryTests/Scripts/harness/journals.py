"""The journal of a home, and the ledger of a demo cluster: what Tessera says it did, and what the cluster did."""

import hashlib
import json
import os

from .checks import expect

# Paths of requests that change something, by the action of their lines.
CHANGES = {"issue_token": ("/auth/token/full", "issuedToken"), "revoke_token": ("/auth/token/revoke", "revokedToken")}
DONE = ("ok", "verified", "still_alive")


def files(home):
    """The files that hold the journal of this home, in the order of their lines: last the one of an older version."""
    single = os.path.join(str(home), "journal.jsonl")
    return home.segments + ([single] if os.path.isfile(single) else [])


def content(home):
    """All bytes of the journal."""
    pieces = []
    for path in files(home):
        with open(path, "rb") as file:
            pieces.append(file.read())
    return b"".join(pieces)


def lines(home):
    """The lines of the journal; a torn one at the end is none."""
    whole, _, _ = content(home).rpartition(b"\n")
    return [json.loads(line) for line in whole.splitlines() if line]


class Ledger:
    """What `tessera demo serve --ledger` writes."""

    def __init__(self, path):
        self.path = path
        self._start = 0

    @property
    def options(self):
        return ("--ledger", self.path)

    def begin(self):
        """What came before does not count any more."""
        self._start = os.path.getsize(self.path)

    def entries(self):
        with open(self.path) as file:
            file.seek(self._start)
            return [json.loads(line) for line in file]

    def requests(self, action):
        """The requests of the kind that a line with this action is about."""
        return [entry for entry in self.entries() if entry["path"].endswith(CHANGES[action][0])]


def changed(entry, action):
    return any(change["action"] == CHANGES[action][1] for change in entry["changes"])


def expect_agreement(home, ledger, action, where):
    """Journal and ledger tell the same: nothing was sent without an intent, nothing twice, and no line says "done" or
    "not done" of what the cluster did not do, or did. Gives intents and results by operation, and the tokens changed.
    """
    told = [line for line in lines(home) if line["action"] == action]
    intents = {line["op"]: line for line in told if line["phase"] == "intent"}
    results = {line["op"]: line for line in told if line["phase"] == "result"}
    requests = ledger.requests(action)
    expect(len(requests) <= len(intents), f"{where}: {len(requests)} requests by {len(intents)} intents")
    expect(set(results) <= set(intents), f"{where}: a result without an intent")
    done = {entry["token"] for entry in requests if changed(entry, action)}
    for token in {entry["token"] for entry in requests}:
        sent = [entry for entry in requests if entry["token"] == token]
        expect(len(sent) <= 1, f"{where}: {action} of {token} was sent {len(sent)} times")
    for op, result in results.items():
        token = (result.get("token") or {}).get("fp") or (intents[op].get("token") or {}).get("fp")
        if result["outcome"] in DONE:
            expect(token in done, f"{where}: {result['outcome']} in the journal, and never done: {token}")
        elif result["outcome"] in ("failed", "refused", "cancelled"):
            # An issue that failed has no token in its line.
            expect(token not in done if token else not done - {named(line) for line in results.values()},
                   f"{where}: the journal says {result['outcome']} of {token}, and the cluster did it")
    for note in told:
        if note["phase"] == "note" and note.get("outcome") == "verified":
            expect(named(note) in done, f"{where}: verified, and never revoked: {named(note)}")
    return intents, results, done


def fingerprint(token):
    """What stands for a token in lines and lists."""
    return hashlib.sha256(b"tessera-token-v1" + token.encode()).hexdigest()[:12]


def named(line):
    return (line.get("token") or {}).get("fp")
