#!/usr/bin/env -S python3 -B
"""Cancelling at any moment answers at once and leaves nothing: no work, no connection, no child.

    cancelling.py BINARY [NAME-PART ...]

The cluster says nothing from when an act begins, so that nothing but the cancelling can end it. A run cancels each act at
a few random moments, the same ones for the same CHECK_SEED; CHECK_EVERY=1 at fifty. Promise P77.
"""

import contextlib
import functools
import os
import random
import signal
import subprocess
import time

from harness import DemoServer, Home, Program, Suite, expect, expect_equal
from harness.display import wait_until
from harness.homes import profile
from harness.program import environment
from harness.proxy import Gate

suite = Suite()
MOMENTS = 49 if os.environ.get("CHECK_EVERY") else 1
SEED = os.environ.get("CHECK_SEED", "1")
# What is under way stands at the right of the title of the lowest pane; a view over all of them says it itself.
UNDER_WAY = r"Activity.*─ [a-z][^─│┤]* ┤|Esc cancels\."


def moments(act):
    """Seconds from the last key of an act to its cancelling: many early ones, when most happens. None: when the request
    has come through, and its answer does not."""
    chance = random.Random(f"{SEED} {act}")
    return [None, *(chance.random() ** 3 for _ in range(MOMENTS))]


def children_of(pid):
    """The processes that a process has started and that run."""
    return [entry for entry, (parent, _) in running().items() if parent == pid]


def processes_of_session(session):
    return [entry for entry, (_, of) in running().items() if of == session]


def running():
    """The parent and the session of each process that runs."""
    found = {}
    for entry in filter(str.isdigit, os.listdir("/proc")):
        with contextlib.suppress(OSError), open(f"/proc/{entry}/stat") as file:
            state, parent, _, session = file.read().rsplit(")", 1)[1].split()[:4]
            if state != "Z":
                found[int(entry)] = int(parent), int(session)
    return found


class Scene:
    def __init__(self, run, **members):
        self.run = run
        self.server = run.keep(DemoServer(run.binary, run.directory))
        self.gate = run.keep(Gate(self.server.url))
        self.home = Home(run.path("home"), profile("alpha", self.gate.url, **members))

    @property
    def password(self):
        return self.server.facts["password"]

    def screen(self):
        self.program = self.run.keep(Program(
            [self.run.binary, "--home", str(self.home)], 120, 40, env={"HOME": self.run.directory}))
        self.program.wait_for(r"alpha.*logged out")
        return self.program

    def fill_login(self):
        self.program.press("l")
        self.program.wait_for("> Password")
        self.program.press_unseen(self.password)

    def logged_in(self):
        self.screen()
        self.fill_login()
        self.program.press("Ctrl-S")
        self.program.wait_gone("Log in to alpha")
        self.program.wait_for(r"alpha.*\bin ~")
        self.program.wait_gone(UNDER_WAY)

    def fill_token(self):
        self.program.press("n")
        self.program.wait_for("New token on alpha")
        self.program.press("Tab", "Tab", "Tab")
        self.program.wait_for("> Password")
        self.program.press_unseen(self.password)

    def issued(self):
        self.screen()
        self.fill_token()
        self.program.press("Ctrl-S")
        self.program.wait_gone("New token on alpha")
        self.program.press("3")
        self.program.wait_for(r"[0-9a-f]{12}.*tsadmin")
        self.program.wait_gone(UNDER_WAY)


ACTS = {}


def act(function, **members):
    """Comes to where one key is left; gives that key."""
    ACTS[function.__name__.replace("_", " ")] = function, members
    return function


# As long as a secret command may take; it prints nothing.
COMMAND_LIMIT = 120
OF_A_COMMAND = {"secretSource": "command", "secretCommand": {
    "argv": ["/usr/bin/sleep", str(COMMAND_LIMIT)], "kind": "password", "format": "raw", "timeout_s": COMMAND_LIMIT,
    "interactive": False}}


@act
def a_check(scene):
    scene.screen()
    return b"\x1b[15~"


@act
def a_check_of_a_session(scene):
    scene.logged_in()
    return b"\x1b[15~"


@act
def a_login(scene):
    scene.screen()
    scene.fill_login()
    return "Ctrl-S"


@functools.partial(act, **OF_A_COMMAND)
def a_login_by_a_secret_command(scene):
    scene.screen().press("l")
    scene.program.wait_for("Empty runs the secret command")
    scene.program.press("Ctrl-S")
    scene.program.wait_for_question("Run the secret command of alpha")
    return "y"


@act
def a_test_of_the_connection(scene):
    scene.screen()
    scene.fill_login()
    return "\x14"


@act
def a_logout(scene):
    scene.logged_in()
    return "o"


@act
def an_issue(scene):
    scene.screen()
    scene.fill_token()
    return "Ctrl-S"


@act
def an_import(scene):
    scene.screen().press("3", "i")
    scene.program.wait_for("Import a token for alpha")
    scene.program.press_unseen(scene.server.issue())
    return "Ctrl-S"


@act
def a_profile_that_is_added(scene):
    scene.screen().press("a")
    scene.program.wait_for("New profile")
    scene.program.press("beta", "Tab", scene.gate.url)
    return "Ctrl-S"


@act
def a_validation(scene):
    scene.issued()
    return "v"


@act
def a_revocation(scene):
    scene.issued()
    scene.program.press("r")
    scene.program.wait_for_question("Revoke this token")
    return "y"


@act
def a_diagnosis(scene):
    scene.screen()
    return "D"


@act
def the_audit_log(scene):
    scene.logged_in()
    return "A"


@suite.each(*((f"{name} {number}", name, moment)
              for name in ACTS for number, moment in enumerate(moments(name))))
def cancelled_on_the_screen(run, _, name, moment):
    come, members = ACTS[name]
    scene = Scene(run, **members)
    key = come(scene)
    program, begin = scene.program, time.monotonic()
    scene.gate.shut()
    program.press(key)
    if moment is None:
        program.wait_until(lambda: scene.gate.waiting or children_of(program.pid), "what waits for its answer")
        program.wait_for(UNDER_WAY)
    else:
        program.read_for(moment)
    program.press("Esc")
    program.wait_gone(UNDER_WAY)
    program.wait_until(lambda: scene.gate.waiting == 0, "the end of all connections that wait for an answer")
    program.wait_until(lambda: not children_of(program.pid), "the end of all children")
    if members.get("secretSource") == "command":
        # It has not ended by itself.
        expect(time.monotonic() - begin < COMMAND_LIMIT, "the machine was too slow to tell what ended first")


# What is asked of the cluster by a command: its words, and which secret it is given.
COMMANDS = {
    "status": (("status",), None), "doctor": (("doctor", "alpha"), None), "test": (("profile", "test", "alpha"), None),
    "session": (("session", "alpha", "--password-stdin"), "password"),
    "audit": (("audit", "--password-stdin"), "password"), "orgs": (("org", "list", "--password-stdin"), "password"),
    "keys": (("key", "list", "--password-stdin"), "password"),
    "issue": (("token", "issue", "--password-stdin", "--show-token"), "password"),
    "validate": (("token", "validate", "--token-stdin"), "token"),
    "import": (("token", "import", "--token-stdin"), "token"),
    "revoke": (("token", "revoke", "--token-stdin", "--yes"), "token"),
    "log out a user": (("user", "logout", "alpha", "anna", "--password-stdin", "--yes"), "password"),
}


@suite.each(*((f"{name} {number}", name, moment)
              for name in COMMANDS for number, moment in enumerate(moments(name))))
def a_cancelled_command(run, _, name, moment):
    scene = Scene(run)
    words, kind = COMMANDS[name]
    given = {None: "", "password": scene.password, "token": scene.server.issue()}[kind]
    scene.gate.shut()
    process = subprocess.Popen(
        [run.binary, *words, "--home", str(scene.home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, env=environment(HOME=run.directory), start_new_session=True)
    try:
        process.stdin.write(given.encode())
        process.stdin.close()
        if moment is None:
            wait_until(lambda: scene.gate.waiting, f"a request of {words}")
        else:
            time.sleep(moment)
        process.send_signal(signal.SIGINT)
        wait_until(lambda: process.poll() is not None, f"the end of {words}")
        text = process.stdout.read().decode(errors="replace")
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
    # Before it listens to signals they act as the system has it; a change may have been executed.
    allowed = (130, 12, 13) if moment is None else (130, 12, 13, -signal.SIGINT)
    expect(process.returncode in allowed, f"{words} ended with {process.returncode}: {text}")
    expect_equal(processes_of_session(process.pid), [], f"what {words} left")
    wait_until(lambda: scene.gate.waiting == 0, "the end of all connections")


if __name__ == "__main__":
    suite.main()
