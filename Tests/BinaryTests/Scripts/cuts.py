#!/usr/bin/env -S python3 -B
"""A connection that is cut at every byte of a change's request and of its answer: it is executed once at most.

    cuts.py BINARY [NAME-PART ...]

A run cuts at a sample of the bytes: the same ones for the same CHECK_SEED. CHECK_EVERY=1 cuts at every byte, by an end
of the connection and by a reset. Promise P62.
"""

import collections
import os
import random

from harness import CommandLine, DemoServer, Home, Suite, expect, expect_equal, journals
from harness.homes import profile
from harness.proxy import CuttingProxy

suite = Suite()
EVERY = bool(os.environ.get("CHECK_EVERY"))
SEED = os.environ.get("CHECK_SEED", "1")
SAMPLE = 8


class Bench:
    """A cluster behind the proxy, and one change on it, made again for each place."""

    def __init__(self, run, action):
        self.run, self.action = run, action
        self.ledger = journals.Ledger(run.path("ledger"))
        self.server = run.keep(DemoServer(run.binary, run.directory, *self.ledger.options))
        self.path, self.change = journals.CHANGES[action]
        self.proxy = run.keep(CuttingProxy(self.server.url, self.path))
        self.count = 0

    def act(self, side, at, reset, stays_away=False):
        """One change from a home of its own; gives the outcome and the command line."""
        self.count += 1
        home = Home(self.run.path(f"home-{self.count}"), profile("alpha", self.proxy.url))
        tessera = CommandLine(self.run.binary, home, {"HOME": self.run.directory})
        given = self.server.issue() if self.action == "revoke_token" else self.server.facts["password"]
        self.ledger.begin()
        self.proxy.aim(side, at, reset, stays_away)
        if self.action == "revoke_token":
            words = ("token", "revoke", "--token-stdin", "--yes", "--json")
        else:
            words = ("token", "issue", "--password-stdin", "--json", "--out", self.run.path(f"token-{self.count}"))
        return tessera(*words, stdin=given, exits=None), tessera

    def cut(self, side, at, reset, stays_away):
        outcome, tessera = self.act(side, at, reset, stays_away)
        where = f"{side} cut at byte {at} by {'a reset' if reset else 'an end'}"
        expect(self.proxy.has_cut, f"{where}: nothing was cut: {outcome}")
        intents, results, done = journals.expect_agreement(tessera.home, self.ledger, self.action, where)
        expect_equal(len(intents), 1, f"{where}: intents")
        requests = len(self.ledger.requests(self.action))
        expect_equal((requests, len(done)), (1, 1) if side == "answer" else (0, 0), f"{where}: requests, executions")
        told = [result["outcome"] for result in results.values()]
        expect_equal(told, ["unknown"], f"{where}: the result in the journal")
        if self.action == "revoke_token" and not stays_away:
            # The cluster was asked for the token afterwards. It does not say who revoked it.
            verdict = "already-invalid" if done else "still-valid"
            expect_equal([item["verdict"] for item in outcome.json["items"]], [verdict], f"{where}: the verdict")
            expect_equal(outcome.code, 12, f"{where}: exit status of {outcome}")
        else:
            expect_equal(outcome.code, 13, f"{where}: exit status of {outcome}")
        return outcome.code


def places(size, side):
    if EVERY:
        return [(at, reset) for at in range(size) for reset in (False, True)]
    chance = random.Random(f"{SEED} {side}")
    inner = chance.sample(range(1, size - 1), min(SAMPLE - 2, size - 2))
    return [(at, chance.random() < 0.5) for at in sorted({0, size - 1, *inner})]


@suite.each(*((f"{action} {side} {network}", action, side, network == "stays away")
              for action in ("revoke_token", "issue_token") for side in ("request", "answer")
              for network in ("comes back", "stays away")))
def a_cut_change_is_executed_once_at_most(run, _, action, side, stays_away):
    bench = Bench(run, action)
    outcome, _ = bench.act(None, 0, False)
    expect_equal(outcome.code, 0, f"without a cut: {outcome}")
    size = bench.proxy.sizes[side == "answer"]
    expect(size > 50, f"only {size} bytes were seen")
    codes = collections.Counter(bench.cut(side, at, reset, stays_away) for at, reset in places(size, side))
    print(f"   {sum(codes.values())} cuts in {size} bytes, exit codes {dict(codes)}", flush=True)


if __name__ == "__main__":
    suite.main()
