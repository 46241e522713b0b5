#!/usr/bin/env -S python3 -B
"""A leaked token: everything of its user is revoked everywhere, and the report proves it; by keys and by command.

    incident.py BINARY [NAME-PART ...]
"""

import glob
import json
import os

from harness import CommandLine, DeadPort, DemoServer, Home, Suite, expect, expect_equal
from harness.homes import mode, profile
from main_job import PASSWORD, SIZES, Demo

suite = Suite()


@suite.each(*SIZES)
def by_keys_alone(run, _, columns, rows):
    demo = Demo(run, columns, rows)
    demo.wait_for(r"prod-eu.*logged out")
    demo.wait_for(r"lab-old.*logged out")
    demo.press("X")
    demo.wait_for("Revoke a user everywhere")
    demo.type("anna")
    demo.press("Enter")
    demo.wait_for_question("Revoke anna everywhere")
    demo.wait_for(r"prod-eu.*blocked: log in first \(l\)")
    # The clusters below are left alone: one of them takes three seconds for an answer.
    demo.press("j", "j")
    for _ in range(9):
        demo.press("Space", "j")
    demo.press("l")
    demo.wait_for("Log in to 2 clusters")
    demo.wait_for("> Password")
    demo.type(PASSWORD)
    demo.press("Enter")
    demo.wait_gone("Log in to 2 clusters")
    demo.press("g")
    demo.wait_for(r"prod-us.*log out")
    demo.wait_for(r"prod-eu.*stored.*log out")
    demo.press("Enter")
    demo.wait_for(r"Enter, then type anna")
    demo.press("Enter")
    demo.wait_for_question(r"Type anna to revoke all tokens of anna and log anna out on 2 clusters:")
    demo.type("anna")
    demo.press("Enter")
    demo.wait_for(r"prod-eu +(PROD +)?logout +accepted")
    demo.wait_for(r"[0-9a-f]{12} +revoked \(verified\)")
    demo.wait_for("w save")
    demo.press("w")
    # Not the work's name, which has the file in it as well: the answer, and both files are there before it is shown.
    demo.wait_for("the report is in")
    found = glob.glob(run.path("tessera-incident-anna-*"))
    expect_equal(sorted(os.path.splitext(path)[1] for path in found), [".json", ".txt"], "the reports")
    for path in found:
        expect_equal(mode(path), 0o600, "the mode of a report")
        with open(path, encoding="utf-8") as file:
            text = file.read()
        expect("users/force-logout" in text and "revoked" in text, f"the report proves nothing:\n{text}")
        expect(PASSWORD not in text, "the password stands in the report")
    demo.press("Escape")
    demo.wait_gone("Revoke anna everywhere")


@suite.check
def by_command(run):
    servers = [run.keep(DemoServer(run.binary, run.directory)) for _ in range(2)]
    dead = run.keep(DeadPort())
    home = Home(
        run.path("home"), profile("prod-eu", servers[0].url), profile("prod-us", servers[1].url),
        profile("down", dead.url))
    tessera = CommandLine(run.binary, home, {"HOME": run.directory})
    password = servers[0].facts["password"]
    issued = tessera(
        "token", "issue", "--profile", "prod-eu", "--user", "anna", "--lifetime", "15m", "--password-stdin", "--json",
        "--show-token", stdin=password).json["token"]["value"]
    leaked = run.secret_file("leaked", issued)
    report = run.path("report.json")
    ran = tessera(
        "user", "revoke", "--leaked-token-file", leaked, "--everywhere", "--reason", "in a repository", "--report",
        report, "--yes", "--confirm", "anna", "--password-stdin", "--json", stdin=password, exits=12)
    told = ran.json
    expect_equal([entry["verdict"] for entry in told["tokens"]], ["revoked-verified"], "the leaked token")
    expect_equal(
        [(entry["profile"], entry["verdict"]) for entry in told["sessions"]],
        [("prod-eu", "accepted"), ("prod-us", "accepted"), ("down", "failed")], "the sessions")
    with open(report, encoding="utf-8") as file:
        written = json.load(file)
    expect_equal(written["incident"]["reason"], "in a repository", "the reason in the report")
    expect_equal(mode(report), 0o600, "the mode of the report")
    for path, content in home.contents().items():
        expect(issued.encode() not in content, f"the token stands in {path}")
    # It is refused from here on.
    tessera("token", "validate", "--profile", "prod-eu", "--token-stdin", "--json", stdin=issued, exits=3)


if __name__ == "__main__":
    suite.main()
