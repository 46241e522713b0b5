#!/usr/bin/env -S python3 -B
"""What a crash leaves: at twenty places, each with a secret in memory, none is in the terminal, in files or in a core.

    wreckage.py BINARY [NAME-PART ...]

A run crashes each place in one way: the same one for the same CHECK_SEED. CHECK_EVERY=1 crashes each in every way.
Promise P5.
"""

import os
import platform
import random
import signal

from harness import Program, Suite, expect_equal, journals, tracer
from leaks import EVERY, PASSPHRASE, SEED, WRONG, Trial, issue_on_screen, log_in_on_screen

suite = Suite()
NEVER = {"kind": "delay", "milliseconds": 600_000}
WAYS = [f"SIG{name}" for name in ("SEGV", "ILL", "TRAP", "BUS", "FPE", "ABRT")]
if os.getuid() == 0 and platform.machine() == "x86_64":
    # Not only told by a signal: the thread that draws has no stack any more.
    WAYS.append("no stack")


class Scene:
    """A cluster with a ledger, and the program on its way to the place."""

    def __init__(self, run, silent=(), **members):
        self.ledger = journals.Ledger(run.path("ledger"))
        rules = [{"match": {"path": f"/api/rest/2.0/auth/{path}"}, "action": NEVER} for path in silent]
        self.trial = Trial(run, faults=rules, options=self.ledger.options, **members)
        self.run, self.facts = run, self.trial.facts
        # It tells tokens by their fingerprints, and is the cluster's own.
        self.trial.canaries.meant.add(self.ledger.path)

    def begin(self, *words, ready):
        """The program, with cores allowed, in a directory that is looked at afterwards."""
        self.program = self.run.keep(Program(
            ["/bin/sh", "-c", f"ulimit -c unlimited; cd '{self.run.directory}'; exec \"$0\" \"$@\"", self.run.binary,
             *words, "--home", str(self.trial.home)], 120, 40, env={"HOME": self.run.directory}))
        self.program.wait_for(ready)
        return self.program

    def screen(self, ready=r"alpha.*logged out"):
        return self.begin(ready=ready)

    def log_in(self, password=None):
        log_in_on_screen(self.trial, self.program, password or self.facts["password"])

    def logged_in(self):
        self.screen()
        self.log_in()
        self.program.wait_gone("Log in to alpha")
        self.program.wait_for(r"alpha.*\bin ~")

    def type_for_token(self):
        self.program.press("n")
        self.program.wait_for("New token on alpha")
        self.program.press("Tab", "Tab", "Tab")
        self.program.wait_for("> Password")
        self.program.press_unseen(self.facts["password"])

    def issued(self):
        self.screen()
        issue_on_screen(self.trial, self.program)
        self.watch_issued()

    def watch_issued(self):
        """The token is known by what a person may ask for."""
        self.program.press("p")
        self.program.wait_for("The token in clear text")
        shown = self.program.wait_for(r"eyJ[\w.-]+")
        self.trial.canaries.watch(token=shown.group())
        self.program.press("Esc")
        self.program.wait_gone("The token in clear text")

    def type_for_import(self):
        token = self.trial.servers[0].issue()
        self.trial.canaries.watch(imported=token)
        self.screen().press("3", "i")
        self.program.wait_for("Import a token for alpha")
        self.program.press_unseen(token)

    def sent(self, path):
        """The cluster has the request."""
        self.program.wait_until(
            lambda: any(entry["path"].endswith(path) for entry in self.ledger.entries()), f"a request to {path}")

    def vault(self):
        self.trial("vault", "create", "--passphrase-file", self.trial.passphrase, exits=0)
        self.screen(ready="alpha").press("V")
        self.program.wait_for("Unlock the vault")
        self.program.press_unseen(PASSPHRASE)

    def unlocked(self):
        self.vault()
        self.program.press("Ctrl-S")
        self.program.wait_for("the vault is unlocked")
        self.program.wait_gone("Unlock the vault")


def places():
    """How to come to each place, by its name."""

    def place(silent=(), **members):
        def add(function):
            found[function.__name__.replace("_", " ")] = silent, members, function
            return function
        return add
    found = {}

    @place()
    def a_password_is_typed(scene):
        scene.screen().press("l")
        scene.program.wait_for("> Password")
        scene.program.press_unseen(scene.facts["password"])

    @place(silent=["session/login"])
    def a_login_is_under_way(scene):
        scene.screen()
        scene.log_in()
        scene.sent("session/login")

    @place()
    def a_login_was_refused(scene):
        scene.screen()
        scene.log_in(WRONG)
        scene.program.wait_for("refused the credentials")

    @place()
    def a_session_is_open(scene):
        scene.logged_in()

    @place()
    def a_session_was_ended(scene):
        scene.logged_in()
        scene.program.press("o")
        scene.program.wait_for(r"alpha.*logged out")

    @place()
    def a_password_for_a_token_is_typed(scene):
        scene.screen()
        scene.type_for_token()

    @place(silent=["token/full"])
    def a_token_is_being_issued(scene):
        scene.screen()
        scene.type_for_token()
        scene.program.press("Ctrl-S")
        scene.sent("token/full")

    @place()
    def a_token_was_issued(scene):
        scene.issued()

    @place()
    def the_details_of_a_token_are_shown(scene):
        scene.issued()
        scene.program.press("Enter")
        scene.program.wait_for(r"Token [0-9a-f]{12}")

    @place()
    def a_token_is_shown(scene):
        scene.issued()
        scene.program.press("p")
        scene.program.wait_for("The token in clear text")

    @place()
    def a_token_was_copied(scene):
        scene.issued()
        scene.program.press("y")
        scene.program.wait_for("copied|clipboard")

    @place(silent=["token/validate"])
    def a_token_is_being_validated(scene):
        scene.issued()
        scene.program.press("v")
        scene.sent("token/validate")

    @place()
    def a_revocation_asks(scene):
        scene.issued()
        scene.program.press("r")
        scene.program.wait_for_question("Revoke this token")

    @place(silent=["token/revoke"])
    def a_token_is_being_revoked(scene):
        a_revocation_asks(scene)
        scene.program.press("y")
        scene.sent("token/revoke")

    @place()
    def a_token_was_revoked(scene):
        a_revocation_asks(scene)
        scene.program.press("y")
        scene.program.wait_for("Enter closes")

    @place()
    def a_token_to_import_is_typed(scene):
        scene.type_for_import()

    @place()
    def a_token_was_imported(scene):
        scene.type_for_import()
        scene.program.press("Ctrl-S")
        scene.program.wait_gone("Import a token for alpha")
        scene.program.wait_for(r"[0-9a-f]{12}.*tsadmin")

    @place(secretSource="vault")
    def a_passphrase_is_typed(scene):
        scene.vault()

    @place(secretSource="vault")
    def a_vault_is_being_opened(scene):
        scene.vault()
        scene.program.press_unseen("\x13")

    @place(secretSource="vault")
    def a_vault_is_open(scene):
        scene.unlocked()

    @place(secretSource="vault")
    def a_token_is_kept_in_an_open_vault(scene):
        scene.unlocked()
        issue_on_screen(scene.trial, scene.program)
        scene.watch_issued()

    @place(secretSource="vault")
    def a_vault_was_locked(scene):
        scene.unlocked()
        scene.program.press("V")
        scene.program.wait_for("vault is locked|locked the vault|the vault was locked|vault locked")

    @place()
    def a_password_is_typed_at_a_prompt(scene):
        scene.begin("session", "alpha", ready="Password of tsadmin on alpha").press_unseen(scene.facts["password"])

    @place(silent=["session/login"])
    def a_command_logs_in(scene):
        a_password_is_typed_at_a_prompt(scene)
        scene.program.press("Enter")
        scene.sent("session/login")

    return found


PLACES = places()


def ways(place):
    return WAYS if EVERY else [random.Random(f"{SEED} {place}").choice(WAYS)]


@suite.each(*((f"{place}, {way}", place, way) for place in PLACES for way in ways(place)))
def no_crash_leaks(run, _, place, way):
    silent, members, come = PLACES[place]
    scene = Scene(run, silent, **members)
    come(scene)
    program, before = scene.program, len(scene.program.output)
    if way == "no stack":
        tracer.take_stack_away(program.pid)
    else:
        program.signal(getattr(signal, way))
    expect_equal(program.wait_for_end(), -getattr(signal, way, signal.SIGSEGV), "how it ended")
    program.expect_clean()
    scene.trial.canaries.saw("terminal after the crash", program.output[before:])
    expect_equal([name for name in os.listdir(run.directory) if "core" in name], [], "cores")
    scene.trial.verify()


if __name__ == "__main__":
    suite.main()
