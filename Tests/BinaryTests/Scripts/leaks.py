#!/usr/bin/env -S python3 -B
"""Marked secrets, and whatever a program can leave them in: terminal, output, files, arguments and environment of
children, buffers of tmux, cores; plain, in base64, hexadecimal, percent-encoded, escaped for JSON, and in UTF-16.

    leaks.py BINARY [NAME-PART ...]

A run does a sample of the command lines: the same ones for the same CHECK_SEED. CHECK_EVERY=1 does all. Promises P2,
P4, P8, P9, P10 and P20.
"""

import base64
import contextlib
import json
import os
import random
import subprocess
import sys

from harness import CommandLine, DemoServer, Home, Program, Suite, Tmux, expect, expect_equal, images
from harness.canaries import Canaries
from harness.display import PATIENCE, wait_until
from harness.homes import profile
from harness.program import environment

suite = Suite()
EVERY = bool(os.environ.get("CHECK_EVERY"))
SEED = os.environ.get("CHECK_SEED", "1")
SAMPLE = 40
# Of one secret, when it is not needed any more: some sixty without the wiping of what is freed.
COPIES = 6
GENERATIONS = ("v1", "beta-api", "beta-tspublic", "beta-query", "v2.0")
# No part of these stands anywhere by itself.
PASSPHRASE = "Kq7mVz4Zx19Hg3Pd6Yt8"
WRONG = "Wv3zQk8Jd84Lx7Rb2Tn5"
COOKIE = "Hn5cookieTb62Lm90Rs"


class Trial:
    """A cluster with marked secrets, a home, and everything that is seen."""

    def __init__(self, run, generation="v2.0", faults=(), options=(), **members):
        self.run = run
        plan = run.path("faults.json")
        cookie = {"action": {"kind": "alter", "headers": {"Set-Cookie": f"mark={COOKIE}; Path=/"}}}
        with open(plan, "w") as file:
            json.dump({"rules": [*faults, cookie]}, file)
        self.servers = [run.keep(DemoServer(
            run.binary, run.directory, "--generation", generation, "--faults", plan, *options))]
        self.facts = self.servers[0].facts
        self.canaries = Canaries(run.directory)
        self.canaries.meant.add(plan)
        self.canaries.watch(
            password=self.facts["password"], key=self.facts["secretKey"], passphrase=PASSPHRASE, wrong=WRONG,
            cookie=COOKIE)
        self.home = Home(run.path("home"), profile(
            "alpha", self.facts["url"], generation=generation, acceptUrlSecrets=True, **members))
        self.passphrase = self.given("passphrase", PASSPHRASE)
        self.generation = generation

    def given(self, name, secret):
        """A file that holds a secret because it was asked to."""
        path = self.run.secret_file(name, secret)
        self.canaries.meant.add(path)
        return path

    def __call__(self, *arguments, stdin="", exits=None, env=None):
        tessera = CommandLine(self.run.binary, self.home, {"HOME": self.run.directory, **(env or {})})
        outcome = tessera(*arguments, stdin=stdin, exits=exits, through=self.canaries.through())
        self.canaries.saw(f"standard output of {arguments}", outcome.out)
        self.canaries.saw(f"standard error of {arguments}", outcome.err)
        return outcome

    def issue(self, name="issued"):
        """A token in a file that was asked for."""
        path = self.run.path(name)
        self.canaries.meant.add(path)
        kind = ("--secret-key-stdin", "--accept-superseding") if self.generation == "v1" else ("--password-stdin",)
        secret = self.facts["secretKey" if self.generation == "v1" else "password"]
        self("token", "issue", *kind, "--out", path, stdin=secret)
        if not os.path.exists(path):
            return None
        with open(path) as file:
            token = file.read().strip()
        self.canaries.watch(**{name: token})
        return token

    def verify(self):
        self.canaries.saw_traces()
        self.canaries.verify()
        elsewhere = self.canaries.written_elsewhere(self.run.directory)
        expect(not elsewhere, f"written outside of the home: {elsewhere}")


# The test of the test

# Stands for a program that leaks: what it does is done in the place of tessera.
LEAKS = {
    "standard output": "printf '%s' \"$X\"",
    "standard error": "printf '%s' \"$X\" >&2",
    "argument of a child": "cat \"$FILE\" >/dev/null; /bin/true \"$X\"",
    "environment of a child": "V=\"$X\" /bin/true",
    "file of the home": "printf '%s' \"$X\" > home/left",
    "file in a new directory": "mkdir -p home/a/b; printf '%s' \"$X\" > home/a/b/left",
    "file in /tmp": "printf '%s' \"$X\" > \"$ELSEWHERE\"",
    "core": "printf '\\0\\0%s\\0' \"$X\" > core",
}
FORMS = ("plain", "hexadecimal", "percent", "JSON", "UTF-16le", "base64/0", "base64/1", "base64/2")
SEEDED = [(place, FORMS[(number + 3 * (number // len(LEAKS))) % len(FORMS)], number)
          for number, place in enumerate(list(LEAKS) * 4)]
# In a terminal and in tmux they are drawn, which a text in UTF-16 cannot be.
DRAWN = [(place, form, number) for number, (place, form) in enumerate(
    (place, form) for place in ("terminal", "buffer of tmux") for form in FORMS if not form.startswith("UTF"))]


def disguised(secret, form):
    raw = secret.encode()
    if form.startswith("base64"):
        return base64.b64encode(b"user:"[:int(form[-1])] + raw + b"!").decode()
    return {
        "plain": secret, "hexadecimal": raw.hex(), "percent": "".join(f"%{byte:02X}" for byte in raw),
        "JSON": "".join(f"\\u{byte:04x}" for byte in raw), "UTF-16le": "u16",
    }[form]


@suite.each(*((f"{number} {place}, {form}", place, form) for place, form, number in SEEDED + DRAWN))
def a_seeded_leak_is_found(run, _, place, form):
    canaries = Canaries(run.directory)
    secret = WRONG
    canaries.watch(secret=secret)
    os.mkdir(run.path("home"))
    text = disguised(secret, form)
    elsewhere = f"/tmp/tessera-seeded-leak-{os.getpid()}"
    if place == "terminal":
        program = run.keep(Program(["/bin/sh", "-c", 'printf "%s" "$1"', "sh", text]))
        program.wait_for_end()
        canaries.saw("terminal", program.output)
    elif place == "buffer of tmux":
        tmux = run.keep(Tmux(run.directory))
        tmux.set_buffer(text)
        for data in tmux.buffers():
            canaries.saw("buffer of tmux", data)
    else:
        script = LEAKS[place] if form != "UTF-16le" else LEAKS[place].replace("printf '%s' \"$X\"", "cat u16").replace(
            '"$X"', "\"$(tr -d '\\0' < u16)\"").replace("printf '\\0\\0%s\\0'", "cat u16 #")
        if form == "UTF-16le":
            with open(run.path("u16"), "wb") as file:
                file.write(secret.encode("utf-16-le"))
            canaries.meant.add(run.path("u16"))
        # The leaking program got it as a shell variable, which the trace of its own start must not show.
        source = run.path("leak.sh")
        with open(source, "w") as file:
            file.write(f"X='{text}'\n{script}\n")
        canaries.meant.add(source)
        result = subprocess.run([*canaries.through(), "/bin/sh", source], cwd=run.directory, capture_output=True,
                                env=environment(FILE=source, ELSEWHERE=elsewhere), timeout=PATIENCE)
        canaries.saw("standard output", result.stdout)
        canaries.saw("standard error", result.stderr)
        expect_equal(result.returncode, 0, f"the leaking program: {result.stderr}")
        canaries.saw_traces()
    try:
        found = canaries.findings()
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.remove(elsewhere)
    expect(found, f"a leak to {place} as {form} was not found")


@suite.check
def what_holds_no_secret_is_not_taken_for_one(run):
    canaries = run.keep(Canaries(run.directory))
    canaries.watch(password="demo-Passw0rd!", token="eyJhbGciOiJSUzI1NiJ9.Zm9vYmFyMTIzNDU2.Nzg5MGFiY2RlZg")
    canaries.saw("a text", "demo: Password wrong; token eyJhbGciOiJSUzI1NiJ9 of alpha")


# Command lines

def command_lines(trial):
    """Everything that is done with a secret, and much that is done beside one: arguments, standard input."""
    password, key = trial.facts["password"], trial.facts["secretKey"]
    token = trial.token or "ey-no-token-was-issued-0000000000"
    by = {"password": ("--password-stdin", password), "key": ("--secret-key-stdin", key),
          "wrong": ("--password-stdin", WRONG)}
    for how, (option, secret) in by.items():
        yield ("session", option), secret
        yield ("audit", option, "--since", "24h"), secret
        yield ("org", "list", option), secret
        yield ("key", "list", option), secret
        yield ("user", "logout", "alpha", "anna", option, "--yes"), secret
        yield ("user", "revoke", "anna", option, "--yes", "--confirm", "anna"), secret
        yield ("token", "issue", option, "--kind", "session", "--out", trial.run.path(f"session-{how}")), secret
        yield ("profile", "test", "alpha", option), secret
    for words in (("token", "validate"), ("token", "import"), ("token", "revoke", "--yes"), ("session",),
                  ("token", "revoke", "--yes", "--confirm", "alpha")):
        yield (*words, "--token-stdin"), token
    for words in (("profile", "list"), ("profile", "show", "alpha"), ("status",), ("doctor", "alpha"),
                  ("token", "list"), ("token", "list", "--all"), ("journal", "check"), ("audit", "own", "show"),
                  ("audit", "own", "verify"), ("vault", "status"), ("help", "exit-codes")):
        yield words, ""
    for secret in (password, key, token, WRONG):
        # A secret where none belongs.
        for words in (("session", "--password"), ("token", "validate", "--token"), ("login", "--secret-key")):
            yield (*words, "a-secret-that-others-can-see"), secret


FAULTS = {
    "none": [],
    "echo of names": [{"match": {"path": "/"}, "action": {"kind": "echo", "member": member}}
                      for member in ("display_name",)],
    "echo of a token's user": [{"match": {"path": "/"}, "action": {"kind": "echo", "member": "valid_for_username"}}],
    "an error with the password": [{"match": {"path": "/", "nth": nth}, "action": {
        "kind": "answer", "status": 500, "body": json.dumps(
            {"error": {"message": {"debug": "sent: demo-Passw0rd!"}}})}} for nth in (1, 2)],
    "a redirect with the password": [{"match": {"path": "/", "nth": 1}, "action": {
        "kind": "redirect", "location": "http://127.0.0.1:1/?password=demo-Passw0rd%21"}}],
    "no JSON": [{"match": {"path": "/", "nth": 2}, "action": {"kind": "lie", "body": '{"token":"'}}],
    "a cut body": [{"match": {"path": "/", "nth": 2}, "action": {"kind": "cutBody", "after": 40}}],
}
WORLDS = [(f"{generation}, {fault}", generation, fault) for generation in GENERATIONS for fault in FAULTS]
LEVELS = ((), ("--json",), ("-v",), ("-v", "--json"))


@suite.each(*WORLDS)
def no_command_line_leaks(run, _, generation, fault):
    chance = random.Random(f"{SEED} {generation} {fault}")
    trial = Trial(run, generation, FAULTS[fault])
    # What is echoed is a secret that was sent: a cluster that knows others is free to tell them.
    is_echo = "with the password" in fault
    trial.token = None if is_echo else trial.issue()
    lines = [(words, secret, level) for words, secret in command_lines(trial) for level in LEVELS
             if not is_echo or secret in ("", trial.facts["password"])]
    if not EVERY:
        lines = chance.sample(lines, max(1, SAMPLE * 4 // len(WORLDS)))
    for words, secret, level in lines:
        for option in [word for word in words if word.startswith(trial.run.path("session-"))]:
            trial.canaries.meant.add(option)
        trial(*words, *level, stdin=secret)
    trial.verify()


@suite.check
def no_vault_leaks(run):
    trial = Trial(run, secretSource="vault")
    by_file = ("--passphrase-file", trial.passphrase)
    other = trial.given("other", WRONG + WRONG)
    trial("vault", "create", *by_file, exits=0)
    trial("login", "alpha", "--password-stdin", *by_file, stdin=trial.facts["password"], exits=0)
    trial("token", "issue", "--json", *by_file, exits=0)
    shown = subprocess.run(
        [run.binary, "token", "list", "--json", "--home", str(trial.home)], capture_output=True, env=environment())
    [fingerprint] = [token["fingerprint"] for token in json.loads(shown.stdout)["tokens"]]
    printed = subprocess.run(
        [run.binary, "token", "print", fingerprint, *by_file, "--home", str(trial.home)], capture_output=True,
        env=environment(HOME=run.directory))
    expect(len(printed.stdout) > 100, f"the token was not printed: {printed}")
    trial.canaries.watch(token=printed.stdout.decode().strip())
    lines = [("vault", "list", *by_file), ("vault", "list", "--passphrase-file", other), ("vault", "status")]
    if EVERY:
        # Each derives a key, which is meant to take long.
        lines += [("session", "alpha", *by_file), ("token", "validate", fingerprint, *by_file), 
                  ("vault", "rekey", *by_file), ("token", "revoke", fingerprint, "--yes", *by_file),
                  ("logout", "alpha", *by_file)]
    for words in lines:
        for level in LEVELS if EVERY else LEVELS[:1]:
            trial(*words, *level)
    trial.verify()


# On the screen

def on_screen(trial, columns=120, rows=40, env=None):
    program = trial.run.keep(Program(
        [*trial.canaries.through(), trial.run.binary, "--home", str(trial.home)], columns, rows,
        env={"HOME": trial.run.directory, **(env or {})}))
    program.wait_for(r"alpha.*logged out")
    return program


def issue_on_screen(trial, program):
    program.press("n")
    program.wait_for("New token on alpha")
    program.press("Tab", "Tab", "Tab")
    program.wait_for("> Password")
    program.press(trial.facts["password"])
    program.wait_for(r"[*•●]{4}")
    program.press("Ctrl-S")
    program.wait_gone("New token on alpha")
    program.press("3")
    program.wait_for(r"[0-9a-f]{12}.*tsadmin")


def log_in_on_screen(trial, program, password):
    program.press("l")
    program.wait_for("> Password")
    program.press(password)
    program.wait_for(r"[*•●]{4}")
    program.press("Ctrl-S")


@suite.check
def no_screen_leaks(run):
    trial = Trial(run)
    program = on_screen(trial)
    log_in_on_screen(trial, program, WRONG)
    program.wait_for("refused the credentials")
    program.press("Esc")
    program.wait_gone("Log in to alpha")
    log_in_on_screen(trial, program, trial.facts["password"])
    program.wait_gone("Log in to alpha")
    program.wait_for(r"alpha.*\bin ~")
    issue_on_screen(trial, program)
    program.press("Enter")
    program.wait_for(r"Token [0-9a-f]{12}")
    program.press("v")
    program.wait_for(r"last validated +\d{4}-")
    program.press("Esc")
    program.wait_gone("Esc close")
    program.press("?")
    program.wait_for("Esc close")
    program.press("Esc")
    program.wait_gone("Esc close")
    for pane, seen in (("4", r">\d\d:\d\d:\d\d"), ("2", r"\(filter\)"), ("1", "/ filter "), ("3", "v validate")):
        program.press(pane)
        program.wait_for(seen)
    program.press("q")
    program.wait_for_question("Quit Tessera")
    program.press("q")
    program.wait_for_end()
    trial.canaries.saw("terminal", program.output)
    trial.verify()


@suite.check
def no_process_of_the_same_user_reads_its_memory(run):
    # Root may read everything: it starts both as somebody else.
    if os.getuid() != 0:
        return
    other = ["setpriv", "--reuid=64999", "--regid=64999", "--clear-groups"]
    os.chmod(run.directory, 0o755)

    def opens(pid):
        result = subprocess.run([*other, "head", "-c", "1", f"/proc/{pid}/auxv"], capture_output=True)
        return result.returncode == 0

    server = subprocess.Popen([*other, run.binary, "demo", "serve", "--port", "0"], stdout=subprocess.PIPE,
                              env=environment(HOME=run.directory))
    plain = subprocess.Popen([*other, "sleep", "1000"])
    try:
        expect(b"url" in server.stdout.readline(), "the program did not start")
        wait_until(lambda: opens(plain.pid), "reading the memory of an ordinary process")
        expect(not opens(server.pid), "another process of the user can read its memory")
    finally:
        for process in (server, plain):
            process.kill()
            process.wait()
        server.stdout.close()


@suite.check
def few_copies_stay_in_memory(run):
    # Only root may read it.
    if os.getuid() != 0:
        return
    for stages, end in ((images.stages, "logged out"), (images.vault_stages, "vault locked")):
        *_, (what, program, secrets) = stages(run)
        expect_equal(what, end, "what was looked at")
        # What is under way when the screen says so may still hold some.
        program.wait_until(lambda: max(images.counts(program, secrets).values()) <= COPIES,
                           f"having few copies in memory when {what}")


@suite.check
def passphrase_and_key_are_in_locked_memory(run):
    # Kilobytes, by what was done.
    locked = {what: images.locked(program.pid) for what, program, _ in images.vault_stages(run)}
    expect(0 < locked["passphrase typed"] <= locked["vault unlocked"], f"memory is not locked: {locked}")


@suite.check
def no_buffer_of_tmux_keeps_a_secret_at_the_end(run):
    trial = Trial(run)
    tmux = run.keep(Tmux(run.directory, 120, 40, [*trial.canaries.through(), run.binary, "--home", str(trial.home)],
                         env={"HOME": run.directory}))
    tmux.wait_for(r"alpha.*logged out")
    tmux.press("n")
    tmux.wait_for("New token on alpha")
    tmux.press("Tab", "Tab", "Tab")
    tmux.wait_for("> Password")
    tmux.type(trial.facts["password"])
    tmux.press("C-s")
    tmux.wait_gone("New token on alpha")
    tmux.press("3")
    tmux.wait_for(r"[0-9a-f]{12}.*tsadmin")
    tmux.press("y")
    token = tmux.wait_until(lambda: tmux.buffer().strip(), "the coming of the token into tmux's buffer")
    expect(len(token) > 100, f"the buffer of tmux has something else:\n{tmux.picture()}")
    trial.canaries.watch(token=token)
    tmux.keep_buffers()
    # A token that was copied is not only in memory: it ends without a question.
    tmux.press("q")
    tmux.wait_for_end()
    for data in tmux.buffers():
        trial.canaries.saw("buffer of tmux", data)
    trial.verify()


if __name__ == "__main__":
    sys.argv[0] = "leaks.py"
    suite.main()
