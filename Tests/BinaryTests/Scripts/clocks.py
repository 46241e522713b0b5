#!/usr/bin/env -S python3 -B
"""Whose clock counts: tokens end by the clock of the cluster that issued them, whatever ours shows.

Ours is set off by libfaketime, the cluster's by `demo serve --clock-offset`.

    clocks.py BINARY [NAME-PART ...]
"""

import json
import time

from harness import CommandLine, DemoServer, Home, Program, Suite, expect, expect_equal
from harness.homes import profile

suite = Suite()
HOUR, YEAR = 3_600, 31_536_000
# Milliseconds that two readings of the same end may differ: the header Date has whole seconds.
TOLERANCE = 2_000


class Clocks:
    """A cluster and a program with clocks of their own, in seconds from the true time."""

    def __init__(self, run, ours=0, theirs=0, faults=None):
        arguments = ["--clock-offset", str(theirs)]
        if faults:
            with open(run.path("faults.json"), "w") as file:
                json.dump({"rules": faults}, file)
            arguments += ["--faults", run.path("faults.json")]
        self.server = run.keep(DemoServer(run.binary, run.directory, *arguments))
        self.theirs = theirs
        # A clock that cannot be set has to run on, or nothing would ever time out.
        self.through = ("env", "DONT_FAKE_MONOTONIC=1", "FAKETIME_DONT_FAKE_MONOTONIC=1", "faketime", "-f",
                        f"{ours:+d}s") if ours else ()
        self.command = CommandLine(
            run.binary, Home(run.path("home"), profile("home", self.server.url)), {"HOME": run.directory})

    def __call__(self, *arguments, **how):
        return self.command(*arguments, through=self.through, **how)

    def server_now(self):
        return (time.time() + self.theirs) * 1000

    def issue(self, *options):
        """A token of one hour: what was printed, its members, and the earliest and latest end by the server's clock."""
        before = self.server_now()
        outcome = self("token", "issue", "--profile", "home", "--lifetime", "1h", "--password-stdin", "--show-token",
                       "--json", *options, stdin=self.server.facts["password"])
        after = self.server_now()
        return outcome, outcome.json["token"], (before + HOUR * 1000, after + HOUR * 1000)

    def validate(self, token, **how):
        outcome = self("token", "validate", "--profile", "home", "--token-stdin", "--json", stdin=token["value"], **how)
        return [item["verdict"] for item in outcome.json["validations"]]

    def listed(self, token, *options):
        return next((entry for entry in self("token", "list", "--json", *options).json["tokens"]
                     if entry["fingerprint"] == token["fingerprint"]), None)

    def expect_active(self, token, ends):
        """It is in both lists as active, and what remains is what the server's clock says."""
        for options in ((), ("--state", "active")):
            before = self.server_now()
            entry = self.listed(token, *options)
            after = self.server_now()
            expect(entry is not None, f"the token is not in the list {options}")
            expect_equal(entry["state"], "active", f"how the token stands {options}")
            remaining, least, most = entry["remainingMs"], ends[0] - after, ends[1] - before
            expect(least - TOLERANCE <= remaining <= most + TOLERANCE,
                   f"{remaining} ms remain; by the server's clock it is {least:.0f} to {most:.0f}")
        expect_equal(self.listed(token, "--state", "expired"), None, "its line in the list of expired tokens")


SKEWS = (("ours 2 h ahead", 2 * HOUR, 0), ("ours 2 h behind", -2 * HOUR, 0), ("ours 10 years ahead", 10 * YEAR, 0),
         ("ours 10 years behind", -10 * YEAR, 0), ("theirs 3 min ahead", 0, 180), ("theirs 1 h behind", 0, -HOUR),
         ("theirs 1 h ahead", 0, HOUR), ("theirs 10 years behind", 0, -10 * YEAR),
         ("theirs 10 years ahead", 0, 10 * YEAR), ("both off", 2 * HOUR, -2 * HOUR))


@suite.each(*SKEWS)
def a_token_lasts_by_the_server_s_clock(run, _, ours, theirs):
    clocks = Clocks(run, ours, theirs)
    outcome, token, ends = clocks.issue()
    expect("clock" in outcome.err.lower(), f"the difference of the clocks is not told: {outcome}")
    clocks.expect_active(token, ends)
    expect_equal(clocks.validate(token), ["valid"], "what validate says")
    clocks.expect_active(token, ends)


@suite.each(*(skew for skew in SKEWS if "years" not in skew[0]))
def the_screen_counts_by_the_server_s_clock(run, _, ours, theirs):
    clocks = Clocks(run, ours, theirs)
    token = clocks.issue()[1]
    program = run.keep(Program([*clocks.through, run.binary, "--home", str(clocks.command.home)], 140, 40,
                               env={"HOME": run.directory}))
    program.wait_for(r"home")
    program.press("3")
    program.wait_for(rf"{token['fingerprint'][:8]}.*\b([1-5]\dm|1h)")
    expect(not program.shows("expired"), f"a token that was just issued is expired:\n{program.picture()}")
    program.press("q")
    program.wait_for_end()


@suite.each(("ours 2 h ahead", 2 * HOUR), ("ours 2 h behind", -2 * HOUR), ("ours right", 0))
def a_token_that_has_ended_there_has_ended_here(run, _, ours):
    """The cluster's clock jumps by two hours before the second validation."""
    jump = {"match": {"path": "/api/rest/2.0/auth/token/validate", "nth": 2},
            "action": {"kind": "clock", "seconds": 2 * HOUR}}
    clocks = Clocks(run, ours, faults=[jump])
    token = clocks.issue()[1]
    expect_equal(clocks.validate(token), ["valid"], "what the first validation says")
    expect_equal(clocks.validate(token, exits=3), ["expired"], "what the second validation says")
    entry = clocks.listed(token)
    expect_equal(entry["state"], "expired", "how the token stands")
    expect_equal(clocks.listed(token, "--state", "active"), None, "its line in the list of active tokens")


GATEWAY = {"Content-Type": "text/html", "Date": "Fri, 01 Jan 2038 00:00:00 GMT"}


@suite.each(("a gateway", {"kind": "answer", "status": 502, "headers": GATEWAY, "body": "<html>Bad Gateway</html>"}),
            ("an empty answer", {"kind": "answer", "status": 401, "headers": {"Date": GATEWAY["Date"]}}))
def a_date_that_is_not_the_cluster_s_ends_nothing(run, _, answer):
    clocks = Clocks(run, faults=[{"match": {"path": "/api/rest/2.0/auth/token/validate"}, "action": answer}])
    _, token, ends = clocks.issue()
    clocks("token", "validate", "--profile", "home", "--token-stdin", "--json", stdin=token["value"], exits=None)
    clocks.expect_active(token, ends)


@suite.check
def clocks_that_agree_are_not_mentioned(run):
    outcome = Clocks(run).issue()[0]
    expect("clock" not in outcome.err.lower(), f"a difference is told that is none: {outcome}")


if __name__ == "__main__":
    suite.main()
