#!/usr/bin/env -S python3 -B
"""The main job by keys alone, with what is on the screen: in tmux, at two sizes, on the demo's clusters.

    main_job.py BINARY [NAME-PART ...]
"""

import json
import os
import re

from harness import DemoServer, Home, Program, Suite, Tmux, expect, expect_equal
from harness.homes import profile

suite = Suite()
PASSWORD = "demo-Passw0rd!"
NAMES = (
    "prod-eu", "prod-us", "staging", "onprem-sw", "cloud-94", "partners", "kiosk", "embed-21", "lab-old", "slow-apac",
    "down-dc2",
)
CANARY = "canary-9Lm-wrong-password"
SIZES = (("80x24", 80, 24), ("200x50", 200, 50))


class InTmux:
    """The program in tmux, with the few moves that the checks share. At 80x24 one pane is in sight at a time."""

    def __init__(self, run, columns, rows, *arguments, names):
        self.home = run.path("user")
        self.names = names
        os.mkdir(self.home, 0o700)
        self.screen = run.keep(Tmux(
            run.directory, columns, rows, [run.binary, *arguments],
            {"HOME": self.home, "XDG_RUNTIME_DIR": None, "XDG_CACHE_HOME": None}))
        self.screen.wait_for(names[0])
        for key in ("press", "type", "wait_for", "wait_for_question", "wait_gone", "shows", "picture"):
            setattr(self, key, getattr(self.screen, key))

    def select(self, name):
        """Moves down the list of clusters to the one of that name."""
        self.press("1", "g")
        for other in self.names:
            self.wait_for(rf"[>▸▶›] ?{other}")
            if other == name:
                return
            self.press("j")

    def log_in(self, name):
        self.select(name)
        self.press("l")
        self.wait_for(f"Log in to {name}")
        self.wait_for(r"User.*tsadmin")
        self.wait_for(r"> Password")
        self.type(PASSWORD)
        self.press("C-s")

    def quit(self, leaves=None):
        """With something left open, past the question that names it."""
        self.press("q")
        if leaves:
            self.wait_for("Quit Tessera")
            self.wait_for_question(leaves)
            self.press("q")
        self.screen.wait_for_end()


class Demo(InTmux):
    """On the clusters of the demo."""

    def __init__(self, run, columns, rows):
        super().__init__(run, columns, rows, "demo", names=NAMES)


@suite.each(*SIZES)
def the_main_job(run, _, columns, rows):
    demo = Demo(run, columns, rows)
    # See the clusters: alive, slow and dead ones.
    demo.wait_for(r"prod-eu.*logged out")
    demo.wait_for(r"lab-old.*logged out")
    demo.wait_for(r"down-dc2.*unreachable")
    demo.wait_for(r"prod-eu.*PROD")

    # Log in, and read the session.
    demo.log_in("prod-eu")
    demo.wait_gone("Log in to prod-eu")
    demo.wait_for(r"prod-eu.*\bin ~\d+m\b")
    demo.press("2")
    demo.wait_for(r"Session: prod-eu.*PROD")
    demo.wait_for(r"user +tsadmin")
    demo.wait_for(r"26\.8\.0\.cl")
    demo.wait_for("ADMINISTRATION")

    # Issue a token.
    demo.press("3", "n")
    demo.wait_for("New token on prod-eu")
    demo.wait_for(r"User.*tsadmin")
    demo.press("Tab", "Tab", "Tab")
    demo.wait_for(r"> Password")
    demo.type(PASSWORD)
    demo.press("Tab")
    demo.wait_for(r"> Lifetime")
    demo.type("15m")
    demo.press("Tab")
    demo.wait_for(r"until .*UTC|until .*Z")
    demo.press("Tab")
    demo.wait_for(r"> Label")
    demo.type("main-job")
    demo.press("C-s")
    demo.wait_gone("New token on prod-eu")

    # Find it, inspect it, validate it.
    demo.press("/")
    demo.type("user:tsadmin")
    demo.wait_for(r"tsadmin.*\b(1[0-5]|\d)m")
    demo.press("Enter")
    demo.press("Enter")
    fingerprint = demo.wait_for(r"Token ([0-9a-f]{12})").group(1)
    demo.wait_for(rf"fingerprint +{fingerprint}")
    demo.wait_for(r"label +main-job")
    demo.wait_for(r"secret +in memory until exit")
    demo.wait_for(r"last validated +never")
    demo.press("v")
    demo.wait_for(r"last validated +\d{4}-\d\d-\d\d")
    demo.press("Escape")
    demo.wait_gone("Esc close")

    # Revoke it: a production profile wants its name, and another name does nothing.
    demo.press("r")
    demo.wait_for("Revoke this token")
    demo.wait_for(rf"{fingerprint}.*tsadmin")
    demo.wait_for_question(r"prod-eu +http://127\.0\.0\.1:\d+")
    demo.type("prod-us")
    demo.press("Enter")
    demo.wait_for(r"Does not match\. Nothing was changed\.")
    for _ in "prod-us":
        demo.press("BSpace")
    demo.type("prod-eu")
    demo.press("Enter")
    demo.wait_for(r"revoked \(verified\)")
    demo.wait_for_question("Enter closes")
    demo.press("Enter")
    demo.wait_gone("Enter closes")
    demo.wait_for(rf"{fingerprint}.*revoked \(verified\)")

    # Log out. Esc and another key at once would be a key with Alt.
    demo.press("Escape")
    demo.wait_gone("user:tsadmin")
    demo.select("prod-eu")
    demo.press("o")
    demo.wait_for_question(r"Log out of prod-eu\?")
    demo.press("y")
    demo.wait_for(r"prod-eu.*logged out")
    demo.press("2")
    demo.wait_for("Logged out of prod-eu")
    demo.quit()
    expect_equal(list_files(demo.home), [], "files that the demo leaves behind")


def list_files(directory):
    return [os.path.join(place, name) for place, _, names in os.walk(directory) for name in names]


@suite.each(*SIZES)
def an_unreachable_cluster_says_why(run, _, columns, rows):
    demo = Demo(run, columns, rows)
    demo.wait_for(r"down-dc2.*unreachable")
    demo.select("down-dc2")
    demo.press("2")
    demo.wait_for(r"Session: down-dc2")
    demo.wait_for(r"127\.0\.0\.1:\d+ refused the connection")
    demo.wait_for(r"Next: ")
    demo.quit()


@suite.check
def a_slow_login_can_be_cancelled_and_blocks_nothing(run):
    # No answer comes to the login, and none to whether it is logged in, once that was told.
    plan = run.path("faults.json")
    never = {"kind": "delay", "milliseconds": 600_000}
    asked = "/api/rest/2.0/auth/session/user"
    with open(plan, "w") as file:
        json.dump({"rules": [{"match": {"path": "/api/rest/2.0/auth/session/login"}, "action": never},
                             *({"match": {"path": asked, "nth": nth}, "action": never} for nth in range(2, 9))]}, file)
    servers = [run.keep(DemoServer(run.binary, run.directory, *options)) for options in ((), ("--faults", plan))]
    names = ("prod-eu", "slow-apac")
    home = Home(run.path("home"), *(profile(name, server.url) for name, server in zip(names, servers)))
    screen = InTmux(run, 200, 50, "--home", str(home), names=names)
    screen.wait_for(r"slow-apac.*logged out")
    screen.log_in("slow-apac")
    screen.wait_for("Waiting for the answer")
    screen.press("Escape")
    screen.wait_gone("Waiting for the answer")
    # Not the answer ended it: what became of the login is not known.
    screen.wait_for(r"auth/session/login may have been executed")
    screen.wait_for(r"slow-apac.*unknown")
    screen.wait_for("Log in to slow-apac")
    screen.press("Escape")
    screen.wait_for_question("Discard changes")
    screen.press("y")
    screen.wait_gone("Log in to slow-apac")
    # Another cluster is not held up by one that has not answered.
    screen.select("slow-apac")
    screen.press("F5")
    screen.wait_for("checking slow-apac")
    screen.log_in("prod-eu")
    screen.wait_gone("Log in to prod-eu")
    screen.wait_for(r"prod-eu.*\bin ~\d+m\b")
    screen.wait_for("checking slow-apac")
    screen.quit(leaves="tsadmin on prod-eu")


@suite.check
def a_generation_says_what_it_cannot_do(run):
    demo = Demo(run, 200, 50)
    demo.log_in("lab-old")
    demo.wait_gone("Log in to lab-old")
    demo.wait_for(r"lab-old.*\bin ~\d+h\b")
    demo.press("2")
    demo.wait_for(r"user +tsadmin")
    demo.press("n")
    demo.wait_for("New token on lab-old")
    # A kind that cannot be issued is not among the choices; what is said of the field tells why.
    demo.wait_for("Not available: custom")
    demo.wait_gone(r"\( \) custom")
    # v1 takes none: a field that does not apply is not there.
    demo.wait_gone("Lifetime")
    demo.press("Escape")
    demo.wait_gone("New token on lab-old")
    demo.select("lab-old")
    demo.press("o")
    demo.wait_for(r"lab-old.*logged out")
    demo.quit()


@suite.check
def a_wrong_password_is_told_and_nowhere_kept(run):
    server = run.keep(DemoServer(run.binary, run.directory))
    home = Home(run.path("home"), profile("alpha", server.url))
    program = run.keep(Program([run.binary, "--home", str(home)], 100, 30, env={"HOME": run.directory}))
    program.wait_for(r"alpha.*logged out")
    program.press("l")
    program.wait_for("> Password")
    program.press(CANARY)
    program.wait_for(r"[*•●]{4}")
    program.press("Ctrl-S")
    program.wait_for("refused the credentials")
    expect(program.shows("Log in to alpha"), f"the form is gone, and with it what was typed:\n{program.picture()}")
    # The refused password is not in it any more: nothing would be lost, and nothing is asked.
    program.press("Esc")
    program.wait_gone("Log in to alpha")
    program.press("q")
    expect_equal(program.wait_for_end(), 0, "exit status after q")
    program.expect_clean()
    expect(CANARY.encode() not in program.output, "the password was drawn")
    for path, content in home.contents().items():
        expect(CANARY.encode() not in content, f"the password stands in {path}")


@suite.check
def a_token_is_shown_by_request_only(run):
    server = run.keep(DemoServer(run.binary, run.directory))
    home = Home(run.path("home"), profile("alpha", server.url))
    program = run.keep(Program([run.binary, "--home", str(home)], 120, 40, env={"HOME": run.directory}))
    program.wait_for(r"alpha.*logged out")
    program.press("n")
    program.wait_for("New token on alpha")
    program.press("Tab", "Tab", "Tab")
    program.wait_for("> Password")
    program.press(server.facts["password"], "Ctrl-S")
    program.wait_gone("New token on alpha")
    program.press("3")
    program.wait_for(r"[0-9a-f]{12}.*tsadmin")
    drawn = []
    # What else there is to draw may come late: one time in which only the countdowns go on is enough.
    while not drawn or drawn[-1] > 4 * 100:
        expect(len(drawn) < 10, f"bytes drawn for two countdowns, each in three seconds: {drawn}")
        drawn.append(program.read_for(3))
    before = len(program.output)
    program.press("p")
    program.wait_for(r"ey[A-Za-z0-9_-]{20}|[A-Za-z0-9+/=_-]{40}")
    token = max(re.findall(r"[A-Za-z0-9+/=_.-]{24,}", program.screen.text), key=len)
    expect(token.encode() not in program.output[:before], "the token was drawn before it was asked for")
    program.press("Esc")
    program.wait_until(lambda: token not in program.screen.text, "hiding the token")
    # Nothing else has the token.
    program.press("q")
    program.wait_for_question("1 token that may be valid exists only in memory")
    program.press("q")
    expect_equal(program.wait_for_end(), 0, "exit status after q")
    program.expect_clean()
    for path, content in home.contents().items():
        expect(token.encode() not in content, f"the token stands in {path}")
    expect(server.facts["password"].encode() not in program.output, "the password was drawn")


if __name__ == "__main__":
    suite.main()
