#!/usr/bin/env -S python3 -B
"""Many programs at once on the same files: nothing is lost, and nothing is there twice.

    crowds.py BINARY [NAME-PART ...]

CHECK_EVERY=1 has fifty at the vault too, each of which takes 128 MiB while it derives its key. Promises P16, P60 and P76.
"""

import collections
import concurrent.futures
import os
import sys

import load
from harness import CommandLine, DemoServer, Home, Suite, expect, expect_equal, journals
from harness.homes import profile

suite = Suite()
CROWD = 50
AT_THE_VAULT = CROWD if os.environ.get("CHECK_EVERY") else 6
PASSPHRASE = "a-crowd-at-the-vault"


def together(count, act):
    """All at once, as far as the machine has it."""
    with concurrent.futures.ThreadPoolExecutor(count) as pool:
        return list(pool.map(act, range(count)))


class Cluster:
    def __init__(self, run, *options, **members):
        self.ledger = journals.Ledger(run.path("ledger"))
        self.server = run.keep(DemoServer(run.binary, run.directory, *self.ledger.options))
        self.key = self.server.facts["secretKey"]
        self.home = Home(run.path("home"), profile("alpha", self.server.url, **members))
        self.tessera = CommandLine(run.binary, self.home, {"HOME": run.directory})


def once_each(values, count, what):
    twice = [value for value, times in collections.Counter(values).items() if times > 1]
    expect_equal((len(set(values)), twice), (count, []), what)


@suite.check
def profiles_that_fifty_add_are_all_there(run):
    tessera = CommandLine(run.binary, Home(run.path("home")), {"HOME": run.directory})
    together(CROWD, lambda number: tessera(
        "profile", "add", f"p{number}", "--url", f"https://h{number}.example.com", "--no-probe"))
    document = tessera.home.document()
    once_each([each["name"] for each in document["profiles"]], CROWD, "the profiles")
    once_each([each["id"] for each in document["profiles"]], CROWD, "their ids")
    expect_equal(tessera.home.leftovers(), [], "temporary files")
    # Each edits its own, and one of them everybody's.
    together(CROWD, lambda number: tessera("profile", "edit", f"p{number}", "--note", f"of {number}"))
    notes = {each["name"]: each["note"] for each in tessera.home.document()["profiles"]}
    expect_equal(notes, {f"p{number}": f"of {number}" for number in range(CROWD)}, "the notes")


@suite.check
def tokens_that_fifty_issue_and_revoke_are_in_the_journal_once(run):
    cluster = Cluster(run)
    files = [run.path(f"token-{number}") for number in range(CROWD)]
    together(CROWD, lambda number: cluster.tessera(
        "token", "issue", "--secret-key-stdin", "--out", files[number], stdin=cluster.key))
    intents, results, done = journals.expect_agreement(cluster.home, cluster.ledger, "issue_token", "fifty issues")
    expect_equal((len(intents), len(results), len(done)), (CROWD, CROWD, CROWD), "intents, results, executions")
    cluster.tessera("journal", "check")
    together(CROWD, lambda number: cluster.tessera("token", "revoke", "--token-file", files[number], "--yes"))
    intents, results, done = journals.expect_agreement(cluster.home, cluster.ledger, "revoke_token", "revocations")
    expect_equal((len(intents), len(results), len(done)), (CROWD, CROWD, CROWD), "intents, results, executions")
    once_each([line["id"] for line in journals.lines(cluster.home)], len(journals.lines(cluster.home)), "ids of lines")
    cluster.tessera("journal", "check")
    listed = cluster.tessera("token", "list", "--json").json
    expect_equal((listed["unfinished"], [token["state"] for token in listed["tokens"]]),
                 (0, ["revoked-verified"] * CROWD), "what the list says")


@suite.check
def one_token_that_ten_revoke_is_revoked_once(run):
    cluster = Cluster(run)
    file = run.path("token")
    cluster.tessera("token", "issue", "--secret-key-stdin", "--out", file, stdin=cluster.key)
    outcomes = together(10, lambda _: cluster.tessera(
        "token", "revoke", "--token-file", file, "--yes", "--json", exits=None))
    verdicts = collections.Counter(outcome.json["items"][0]["verdict"] for outcome in outcomes)
    # Fault G12: what another one has revoked is revoked, as soon as its line says so.
    expect(verdicts["revoked-verified"] >= 1, f"the verdicts {verdicts}")
    expect_equal(verdicts["revoked-verified"] + verdicts["already-invalid"], 10, f"the verdicts {verdicts}")
    listed = cluster.tessera("token", "list", "--all", "--json").json["tokens"]
    expect_equal([token["state"] for token in listed], ["revoked-verified"], "how the token stands")
    executed = [entry for entry in cluster.ledger.requests("revoke_token") if journals.changed(entry, "revoke_token")]
    expect_equal(len(executed), 1, "executions")


@suite.check
def what_many_keep_in_the_vault_is_all_there(run):
    cluster = Cluster(run, secretSource="vault")
    passphrase = run.secret_file("passphrase", PASSPHRASE)
    by_file = ("--passphrase-file", passphrase)
    cluster.tessera("vault", "create", *by_file)
    together(AT_THE_VAULT, lambda _: cluster.tessera(
        "token", "issue", "--secret-key-stdin", *by_file, stdin=cluster.key))
    entries = cluster.tessera("vault", "list", *by_file, "--json").json["entries"]
    kept = [entry["name"] for entry in entries if entry["kind"] == "token"]
    once_each(kept, AT_THE_VAULT, "the tokens in the vault")
    issued = {entry["token"] for entry in cluster.ledger.requests("issue_token")}
    expect_equal(set(kept), issued, "the tokens in the vault, and those of the cluster")


# Runs the rest of its arguments, and writes into the first of them the most KiB that they held in memory.
PEAK = """
import os, sys
pid = os.spawnvp(os.P_NOWAIT, sys.argv[2], sys.argv[2:])
_, status, usage = os.wait4(pid, 0)
with open(sys.argv[1], "w") as file:
    file.write(str(usage.ru_maxrss))
sys.exit(os.waitstatus_to_exitcode(status))
"""


# Promise P76. With more descriptors it would fail: fewer than 256 are permitted.
@suite.each(("healthy", load.serve_healthy, ("reachable", None)),
            ("refusing", load.serve_refusing, ("failed", "E_CONNECT")))
def five_hundred_clusters_take_at_most_255_descriptors_and_150_mebibytes(run, _, serve, told):
    peak = run.path("peak")
    with load.serving(serve) as port:
        home = Home(run.path("home"), *load.profiles(500, port))
        clusters = CommandLine(run.binary, home, {"HOME": run.directory})(
            "status", "--json", exits=None, through=[
                sys.executable, "-c", PEAK, peak, "sh", "-c", 'ulimit -n 255; exec "$0" "$@"']).json["clusters"]
    found = collections.Counter((each["state"], (each.get("error") or {}).get("code")) for each in clusters)
    expect_equal(found, {told: 500}, "how the clusters stand")
    with open(peak, encoding="utf-8") as file:
        kibibytes = int(file.read())
    expect(kibibytes < 150 * 1024, f"it held {kibibytes} KiB")


if __name__ == "__main__":
    suite.main()
