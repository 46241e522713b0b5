#!/usr/bin/env -S python3 -B
"""The command line against real sockets: exit codes, secrets, the journal, and a client that other people wrote.

    commands.py BINARY [NAME-PART ...]
"""

import contextlib
import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys

from harness import CommandLine, DeadPort, DemoServer, Home, Suite, Tarpit, expect, expect_equal
from harness.clusters import run_client
from harness.display import PATIENCE
from harness.homes import mode, profile
from harness.program import Program, environment
from harness.servers import Certificate, RawServer, answer

suite = Suite()
WRONG = "canary-3Xk-wrong-password"
# Of the form of a token, which a word is not.
TOKEN = "canary-3Xk-a-token-of-no-one"
CLIENTS = os.path.join(os.path.dirname(__file__), "..", "..", "RealClient")


def commands(run, *profiles, env=None):
    """The command line on a home of its own."""
    home = Home(run.path("home"), *profiles)
    return CommandLine(run.binary, home, {"HOME": run.directory, **(env or {})})


def served(run, *arguments):
    server = run.keep(DemoServer(run.binary, run.directory, *arguments))
    for name in ("url", "admin", "password", "secretKey"):
        expect(server.facts.get(name), f"demo serve does not tell {name!r}: {server.facts}")
    return server


# The main job

@suite.check
def the_main_job(run):
    server = served(run)
    password = server.facts["password"]
    # The home does not exist yet: saving makes it.
    home = Home(run.path("new", "home"), exists=False)
    tessera = CommandLine(run.binary, home, {"HOME": run.directory})

    listed = tessera("profile", "list", "--json").json
    expect_equal((listed["version"], listed["profiles"]), (1, []), "the list before anything is added")
    expect(not os.path.exists(run.path("new")), "listing made a directory")
    tessera("profile", "add", "prod-eu", "--url", server.url, "--username", server.facts["admin"], "--generation",
            "v2.0", "--tag", "production")
    listed = tessera("profile", "list", "--json").json
    expect_equal([entry["name"] for entry in listed["profiles"]], ["prod-eu"], "the list of profiles")
    expect_equal(listed["profiles"][0]["url"], server.url, "the address of the profile")
    tessera("profile", "test", "prod-eu")

    session = tessera("session", "prod-eu", "--password-stdin", "--json", stdin=password + "\n").json
    expect_equal(session["version"], 1, "the version of the answer")
    expect(server.facts["admin"] in str(session), f"the session names nobody: {session}")
    status = tessera("status", "--json").json
    expect("prod-eu" in str(status), f"status leaves prod-eu out: {status}")

    issue = ("token", "issue", "--profile", "prod-eu", "--lifetime", "15m", "--password-stdin", "--json")
    # Without a destination nothing is asked and nothing is sent.
    tessera.fails("E_NO_DESTINATION", *issue, exits=14)
    kept = os.path.join(run.directory, "issued")
    hidden = tessera(*issue, "--out", kept, stdin=password).json["token"]
    expect(re.fullmatch(r"[0-9a-f]{12,}", hidden["fingerprint"]), f"no fingerprint: {hidden}")
    expect("value" not in hidden, "a token was printed without --show-token")
    expect_equal(mode(kept), 0o600, "mode of the file of --out")
    tessera("token", "validate", "--profile", "prod-eu", "--token-file", kept)
    tessera.fails("E_FILE_EXISTS", *issue, "--out", kept, exits=10)
    shown = tessera(*issue, "--show-token", stdin=password).json["token"]
    token, fingerprint = shown["value"], shown["fingerprint"]
    tessera.captured.clear()

    by_token = ("--profile", "prod-eu", "--token-stdin")
    tessera("token", "validate", *by_token, stdin=token)
    expect(fingerprint in active_tokens(tessera), "the list of active tokens lacks the new one")
    tessera.fails("E_CONFIRM_NEEDED", "token", "revoke", *by_token, stdin=token, exits=14)
    tessera.fails("E_PROTECTED", "token", "revoke", *by_token, "--yes", stdin=token, exits=14)
    tessera.fails("E_CONFIRM_MISMATCH", "token", "revoke", *by_token, "--confirm", "prod-us", stdin=token, exits=14)
    tessera("token", "validate", *by_token, stdin=token)
    revoked = tessera("token", "revoke", *by_token, "--confirm", "prod-eu", stdin=token)
    expect("revoked (verified)" in revoked.out, f"the revocation is not verified: {revoked}")
    dead = tessera("token", "validate", *by_token, "--json", stdin=token, exits=3)
    expect_equal([item["verdict"] for item in dead.json["validations"]], ["revoked-verified"],
                 "what validate says of it")
    expect(fingerprint not in active_tokens(tessera), "the revoked token is listed as active")

    expect_equal(mode(home.directory), 0o700, "mode of the home")
    for name in os.listdir(home.directory):
        path = os.path.join(home.directory, name)
        expect_equal(mode(path), 0o700 if os.path.isdir(path) else 0o600, f"mode of {name}")
    expect_equal(mode(home.journal), 0o600, "mode of the journal")
    journal = home.contents()[home.journal].decode()
    expect('"intent"' in journal and '"result"' in journal and "revoke" in journal, f"the journal says:\n{journal}")
    expect_nowhere(home, tessera, token, password)


def active_tokens(tessera):
    listed = tessera("token", "list", "--profile", "prod-eu", "--state", "active", "--json").json
    return [token["fingerprint"] for token in listed["tokens"]]


@suite.check
def a_token_on_a_plain_profile_is_revoked_by_yes(run):
    server = served(run)
    tessera = commands(run, profile("staging", server.url, tag="staging"))
    token = tessera("token", "issue", "--secret-key-stdin", "--show-token", "--json",
                    stdin=server.facts["secretKey"]).json["token"]["value"]
    tessera.captured.clear()
    items = tessera("token", "revoke", "--token-stdin", "--yes", "--json", stdin=token).json["items"]
    expect_equal([item["verdict"] for item in items], ["revoked-verified"], "the verdict")
    expect_nowhere(tessera.home, tessera, token, server.facts["secretKey"])


def expect_nowhere(home, tessera, *secrets):
    """None of these stands in any file of the home or in anything that was printed."""
    places = {path: content.decode(errors="replace") for path, content in home.contents().items()}
    places.update({f"output {number}": text for number, text in enumerate(tessera.captured)})
    for secret in secrets:
        for place, text in places.items():
            expect(secret not in text, f"a secret stands in {place}: {text.replace(secret, '<SECRET>')}")


@suite.each(
    ("v1", "drive_real_client.py"), ("v2.0", "drive_real_client.py"), ("beta-api", "drive_beta_clients.py"),
    ("beta-tspublic", "drive_beta_clients.py"), ("beta-query", "drive_beta_clients.py"),
    ("v2.0", "drive_official_sdk.py"))
def clients_that_others_wrote_agree(run, generation, client):
    run_client(sys.executable, os.path.join(CLIENTS, client), served(run, "--generation", generation).facts)


@suite.each(("drive_real_client.py",), ("drive_official_sdk.py",), ("drive_cs_tools.py",))
def they_agree_over_tls_too(run, client):
    run_client(sys.executable, os.path.join(CLIENTS, client), served(run, "--tls").facts)


@suite.each(("26.10.0.cl",), ("9.4.0.cl",))
def what_cs_tools_sends_is_answered(run, release):
    run_client(sys.executable, os.path.join(CLIENTS, "drive_cs_tools.py"), served(run, "--release", release).facts)


@suite.check
def the_official_client_asks_for_several_orgs(run):
    facts = served(run, "--release", "26.10.0.cl").facts
    run_client(sys.executable, os.path.join(CLIENTS, "drive_official_sdk.py"), facts)


@suite.check
def too_many_requests_at_once_are_told_apart(run):
    # By a clock that goes back with each answered request no time passes, however slow the machine is. A refused one
    # moves no clock: one behind it may be allowed again.
    plan = run.path("faults.json")
    with open(plan, "w") as file:
        json.dump({"rules": [{"action": {"kind": "clock", "seconds": -3600}}]}, file)
    server = served(run, "--rate-limit", "--faults", plan)
    url = server.url + "/api/rest/2.0/system/banner"
    statuses = []
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", int(server.url.rsplit(":", 1)[1]))) as connection:
        for _ in range(11):
            connection.request("GET", url, headers={"User-Agent": "tests"})
            answer = connection.getresponse()
            answer.read()
            statuses.append(answer.status)
            expect(answer.status != 429 or answer.getheader("Retry-After") is None, "Retry-After is not documented")
    expect_equal(statuses, [200] * 10 + [429], "the answers to more requests at once than are allowed")


@suite.each(("TERM",), ("INT",))
def the_demo_server_ends_when_asked(run, name):
    number = getattr(signal, f"SIG{name}")
    status = served(run).end(number)
    expect(status in (0, 128 + number), f"exit status {status} after SIG{name}")


@suite.each(("TERM",), ("INT",), ("HUP",))
def a_signal_that_comes_at_once_is_not_lost(run, name):
    # The system takes its time to make what signals come by.
    slow = ["strace", "-D", "-f", "-qq", "-o", "/dev/null", "-e", "trace=signalfd4",
            "-e", "inject=signalfd4:delay_enter=300000"]
    number = getattr(signal, f"SIG{name}")
    server = run.keep(DemoServer(run.binary, run.directory, through=slow))
    status = server.end(number)
    expect(status in (0, 128 + number), f"exit status {status} after SIG{name}")


# Secrets

@suite.each(
    ("--password x", "--password", WRONG), ("--password=x", f"--password={WRONG}"), ("-p x", "-p", WRONG),
    ("--token x", "--token", WRONG), ("--secret-key=x", f"--secret-key={WRONG}"), ("--bearer x", "--bearer", WRONG),
    ("--password-stdin=x", f"--password-stdin={WRONG}"))
def a_secret_on_the_command_line_is_refused(run, _, *option):
    server = run.keep(RawServer(answer(b"{}")))
    tessera = commands(run, profile("alpha", server.url))
    outcome = tessera.fails("E_SECRET_ON_ARGV", "session", "alpha", *option, exits=2)
    expect_equal(outcome.out, "", "standard output")
    expect_nowhere(tessera.home, tessera, WRONG)
    expect_equal(server.hits, 0, "requests sent")


@suite.each(("v2.0",), ("v1",))
def a_wrong_password_is_refused_once(run, generation):
    server = served(run)
    tessera = commands(run, profile("alpha", server.url, generation=generation))
    outcome = tessera("session", "alpha", "--password-stdin", "--json", stdin=WRONG, exits=3)
    expect_equal(outcome.error["exitCode"], 3, "the exit code in the error object")
    expect("credentials" in outcome.error["message"], f"the text: {outcome}")
    tessera.fails(outcome.error["code"], "session", "alpha", "--password-stdin", stdin=WRONG, exits=3)
    expect_nowhere(tessera.home, tessera, WRONG)


@suite.each(("empty", "", "E_SECRET_EMPTY"), ("only a newline", "\n", "E_SECRET_EMPTY"),
            ("controls", "abc\x1b[0m", "E_SECRET_CHARS"), ("too long", "x" * 70_000, "E_SECRET_TOO_LONG"))
def a_secret_that_cannot_be_one_is_refused(run, _, text, code):
    server = run.keep(RawServer(answer(b"{}")))
    tessera = commands(run, profile("alpha", server.url))
    tessera.fails(code, "session", "alpha", "--password-stdin", stdin=text, exits=2)
    expect_equal(server.hits, 0, "requests sent")


# Fault B4
@suite.each(("silent", "<> fifo"), ("dripping", "< <(exec 2> /dev/null; while printf x; do sleep 1; done)"))
def an_input_without_an_end_is_given_up(run, _, source):
    tessera = commands(run, profile("alpha", run.keep(DeadPort()).url))
    os.mkfifo(run.path("fifo"))
    tessera.fails("E_SECRET_FD", "session", "alpha", "--password-stdin", exits=11, says=["Standard input"],
                  through=["bash", "-c", f"cd '{run.directory}'; exec \"$0\" \"$@\" {source}"])


@suite.check
def nothing_is_asked_without_a_terminal(run):
    """Fault E1."""
    tessera = commands(run, profile("alpha", run.keep(DeadPort()).url))
    tessera.fails("E_NO_PROMPT", "session", "alpha", exits=11, says=["--password-stdin"])
    tessera.fails("E_NO_PROMPT", "session", "alpha", "--json", exits=11)
    tessera.fails("E_NO_TTY", exits=2, says=["tessera status"])


@suite.check
def lines_after_a_hidden_question_without_a_terminal_answer_nothing(run):
    """Fault B2: the next line is the password; no page takes it, and it is not printed."""
    tessera = commands(run, profile("alpha", run.keep(DeadPort()).url))
    outcome = tessera.fails("E_NO_PROMPT", "--plain", exits=11, stdin="1\nl\nunlikely-Passw0rd!\nq\n")
    expect("unlikely-Passw0rd!" not in outcome.out + outcome.err, f"the password is printed: {outcome}")


# The network

@suite.check
def a_closed_port_is_told_apart(run):
    tessera = commands(run, profile("alpha", run.keep(DeadPort()).url))
    tessera.fails("E_CONNECT", "session", "alpha", "--password-stdin", stdin=WRONG, exits=6, says=["127.0.0.1"])
    tessera.fails("E_CONNECT", "profile", "test", "alpha", "--json", exits=6)
    outcome = tessera("status", "--json", exits=None)
    expect("E_CONNECT" in outcome.out + outcome.err, f"status does not tell: {outcome}")


@suite.check
def a_name_that_does_not_resolve_is_told(run):
    tessera = commands(run, profile("alpha", "https://nowhere.invalid"))
    tessera.fails("E_DNS", "profile", "test", "alpha", exits=6, says=["nowhere.invalid"])


@suite.check
def silence_ends_by_the_deadline(run):
    pit = run.keep(Tarpit())
    tessera = commands(run, profile("alpha", pit.url, timeouts={"firstByte": 2000, "total": 4000}))
    tessera.fails("E_TIMEOUT", "profile", "test", "alpha", exits=6)


@suite.check
def a_chain_is_verified(run):
    server = served(run, "--tls")
    authority = server.facts.get("caFile")
    expect(authority and os.path.exists(authority), f"no caFile: {server.facts}")
    tessera = commands(run, profile("alone", server.url), profile("told", server.url, tls={"caFile": authority}),
                       profile("blind", server.url, tls={"insecure": True}))
    password = server.facts["password"]
    tessera.fails("E_TLS_CHAIN", "session", "alone", "--password-stdin", stdin=password, exits=7)
    tessera("session", "told", "--password-stdin", stdin=password)
    # What the environment names is trusted, and the doctor says so.
    corporate = {"SSL_CERT_FILE": authority}
    tessera("session", "alone", "--password-stdin", stdin=password, env=corporate)
    expect(f"SSL_CERT_FILE {authority}" in tessera("doctor", "alone", env=corporate).out, "the doctor names no store")
    tessera.fails("E_TLS_CHAIN", "session", "alone", "--password-stdin", stdin=password, exits=7,
                  env={"SSL_CERT_FILE": "/nowhere.pem"}, says=["SSL_CERT_FILE", "/nowhere.pem"])
    blind = tessera("session", "blind", "--password-stdin", stdin=password)
    expect("INSECURE" in blind.err, f"nobody says that nothing was verified: {blind}")
    expect_nowhere(tessera.home, tessera, password)


@suite.each(
    ("expired", {"days": (-9, -2)}, "E_TLS_EXPIRED"), ("not yet valid", {"days": (5, 9)}, "E_TLS_NOT_YET"),
    ("another name", {"alternative": "DNS:elsewhere.example"}, "E_TLS_NAME"),
    ("common name", {"alternative": None, "name": "localhost"}, "E_TLS_NAME"),
    ("short key", {"bits": 1024}, "E_TLS_WEAK"), ("SHA-1", {"digest": "sha1"}, "E_TLS_WEAK"))
def a_wrong_certificate_is_refused(run, _, how, code):
    certificate = Certificate(run.directory, **{"name": "site", **how})
    server = run.keep(RawServer(answer(b"{}"), certificate))
    url = server.url.replace("127.0.0.1", how.get("name", "127.0.0.1"))
    tessera = commands(run, profile("alpha", url, tls={"caFile": certificate.chain}))
    tessera.fails(code, "session", "alpha", "--password-stdin", stdin=WRONG, exits=7)
    expect(code in tessera("doctor", "alpha", "--json", exits=None).out, "the doctor does not say it")
    expect_nowhere(tessera.home, tessera, WRONG)


@suite.each(("301",), ("302",), ("303",), ("307",), ("308",))
def a_redirect_is_not_followed(run, status):
    second = run.keep(RawServer(answer(b"{}")))
    first = run.keep(RawServer(answer(b"", f"{status} Elsewhere", "text/plain", f"Location: {second.url}/login")))
    tessera = commands(run, profile("alpha", first.url))
    tessera.fails("E_REDIRECT", "session", "alpha", "--password-stdin", stdin=WRONG, exits=8)
    expect_equal(second.hits, 0, "connections to the target")
    expect_nowhere(tessera.home, tessera, WRONG)


def endless():
    yield b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    while True:
        yield b"10000\r\n" + b" " * 0x10000 + b"\r\n"


HTML = b"<html><head><title>Sign in</title></head><body>Please enable JavaScript.</body></html>"


@suite.each(
    ("empty", answer(b""), "E_EMPTY_ANSWER", 8), ("html", answer(HTML, kind="text/html"), "E_NOT_THOUGHTSPOT", 8),
    ("deep", answer(b"[" * 600 + b"]" * 600), "E_JSON_DEPTH", 8), ("garbage", answer(b'{"a":'), "E_JSON", 8),
    ("9 MiB", answer(b" " * (9 << 20)), "E_TOO_LARGE", 8), ("endless", endless, "E_TOO_LARGE", 8),
    ("no HTTP", b"220 smtp.example ESMTP\r\n", "E_HTTP", 8))
def an_unusable_answer_is_told(run, _, body, code, status):
    tessera = commands(run, profile("alpha", run.keep(RawServer(body)).url))
    by_token = ("token", "validate", "--token-stdin")
    tessera.fails(code, *by_token, stdin=TOKEN, exits=status)
    expect_equal(tessera(*by_token, "--json", stdin=TOKEN, exits=status).error["code"], code, "the code for scripts")
    # A token may have been issued that nobody can read: then the outcome is unknown.
    issued = tessera("token", "issue", "--password-stdin", stdin=WRONG, exits=None)
    expect(issued.code in (status, 13), f"exit status {issued.code}: {issued}")
    expect_nowhere(tessera.home, tessera, WRONG, TOKEN)


# Usage

@suite.check
def misuse_is_told_and_nothing_repeated(run):
    tessera = commands(run, profile("alpha", run.keep(DeadPort()).url))
    tessera.fails("E_INVALID_INPUT", "sesion", "alpha", exits=2)
    tessera.fails("E_INVALID_INPUT", "session", "alpha", "--no-such-option", exits=2)
    tessera.fails("E_INVALID_INPUT", "token", "issue", "--lifetime", exits=2)
    tessera.fails("E_INVALID_INPUT", "profile", "list", "--insecure", exits=2)
    secret = "Zm9vYmFyMTIzNDU2Nzg5MGFiY2RlZg"
    tessera("session", "alpha", secret, exits=2)
    tessera("token", "revoke", "--profile", "alpha", secret, "--yes", exits=None)
    expect_nowhere(tessera.home, tessera, secret)
    for number in ("-1", "0", "abc", "0x10", "٣", "5M"):
        tessera("token", "issue", f"--lifetime={number}", "--password-stdin", stdin=WRONG, exits=2)


@suite.each(("unknown", "beta", 5), ("empty", "", 2), ("slash", "a/b", 2), ("dots", "../x", None),
            ("control", "a\x1b[2J", 2), ("long", "x" * 10_000, 2))
def a_profile_name_is_only_a_name(run, _, name, exits):
    tessera = commands(run, profile("alpha", run.keep(DeadPort()).url))
    outcome = tessera("profile", "show", name, exits=exits)
    expect(outcome.code in (2, 5), f"exit status {outcome.code}")
    expect("\x1b" not in outcome.err, "a control character was repeated")
    expect_equal(outcome.out, "", "standard output")


@suite.check
def help_needs_nothing(run):
    tessera = commands(run)
    for words in ((), ("profile",), ("profile", "add"), ("session",), ("status",), ("token",), ("token", "issue"),
                  ("token", "revoke"), ("demo",), ("demo", "serve")):
        text = tessera(*words, "--help", home=False, env={"HOME": None}).out
        expect(text and max(map(len, text.splitlines())) <= 80, f"help of {words} is wider than 80 columns or empty")
    expect("143" in tessera("help", "exit-codes", home=False).out, "exit-codes does not tell 143")
    expect(tessera("--version", home=False).out.startswith("tessera "), "the version")


@suite.check
def manual_pages_are_what_man_expects(run):
    tessera = commands(run)
    for page in tessera("manual", "--list", home=False).out.split():
        text = tessera("manual", page, home=False).out
        linted = subprocess.run(["mandoc", "-T", "lint", "-W", "warning"], input=text, capture_output=True, text=True,
                                timeout=PATIENCE)
        expect_equal((linted.returncode, linted.stdout), (0, ""), f"what mandoc says of {page}")


# Names and values in the shells themselves. What is typed, and what has to be offered then.
COMPLETIONS = (
    (("tok",), {"token"}), (("token", "rev"), {"revoke"}), (("login", "prod-"), {"prod-eu", "prod-us"}),
    (("token", "list", "--state", "still"), {"still-valid"}),
    (("profile", "add", "x", "--generation", "beta-t"), {"beta-tspublic"}),
    # Behind help, and behind common options.
    (("help", "tok"), {"token"}), (("help", "token", "rev"), {"revoke"}), (("help", "exit"), {"exit-codes"}),
    (("help", "audit", "own", "ver"), {"verify"}), (("--home", "/x", "tok"), {"token"}),
    (("--home", "/x", "--json", "token", "rev"), {"revoke"}), (("token", "--json", "--home", "/x", "rev"), {"revoke"}),
    (("--profile", "prod-e"), {"prod-eu"}), (("--json", "login", "prod-"), {"prod-eu", "prod-us"}),
    (("--home", "/x", "token", "list", "--state", "still"), {"still-valid"}))


def completing(run):
    """Two profiles, and what makes a shell find the program as `tessera`."""
    home = Home(run.path("home"), profile("prod-eu", "https://eu.example.com"),
                profile("prod-us", "https://us.example.com"))
    os.makedirs(run.path("bin"))
    os.symlink(run.binary, run.path("bin", "tessera"))
    return {"HOME": run.directory, "TESSERA_HOME": str(home), "PATH": run.path("bin") + ":" + os.environ["PATH"]}


def offered_by(shell, env, script):
    ended = subprocess.run([*shell, "-c", script], env=environment(**env), capture_output=True, text=True,
                           timeout=PATIENCE)
    expect_equal(ended.stderr, "", f"what {shell[0]} complains of")
    return ended.stdout


@suite.each(*((" ".join(words), words, names) for words, names in COMPLETIONS))
def bash_completes(run, _, words, names):
    script = """source <(tessera completion bash)
COMP_WORDS=(tessera "$@"); COMP_CWORD=$#; COMP_LINE="tessera $*"; COMP_POINT=${#COMP_LINE}
_tessera tessera "${@: -1}" "${@: -2:1}"
printf '%s\\n' "${COMPREPLY[@]}"
"""
    out = offered_by(["bash", "--norc"], completing(run), f"set -- {' '.join(words)}\n{script}")
    expect_equal({line.strip() for line in out.splitlines()}, names, f"what bash offers for {words}")


@suite.each(*((" ".join(words), words, names) for words, names in COMPLETIONS))
def fish_completes(run, _, words, names):
    out = offered_by(["fish", "--no-config"], completing(run),
                     f"tessera completion fish | source; complete -C 'tessera {' '.join(words)}'")
    expect_equal({line.split("\t")[0] for line in out.splitlines()}, names, f"what fish offers for {words}")


@suite.each(*((" ".join(words), words, names) for words, names in COMPLETIONS))
def zsh_completes(run, _, words, names):
    """zsh completes at its own prompt only."""
    shell = run.keep(Program(["zsh", "-f", "-i"], env=completing(run)))
    shell.send("PS1='ready> '; autoload -Uz compinit; compinit -D -u; setopt list_ambiguous; LISTMAX=0\r".encode())
    shell.send("source <(tessera completion zsh) 2>/dev/null; compdef _tessera tessera; echo loaded\r".encode())
    shell.wait_for(r"^loaded\nready>$")
    shell.send(("tessera " + " ".join(words) + "\t\t").encode())
    for name in names:
        shell.wait_for(rf"{name}")


# Fault H17
@suite.each(("--version", ("--version",)), ("--help", ("--help",)), ("exit codes", ("help", "exit-codes")),
            ("of a command", ("token", "issue", "--help")))
def help_that_does_not_fit_is_told(run, _, words):
    commands(run).fails("E_OUTPUT", *words, home=False, exits=10, says=["No space left"],
                        through=["sh", "-c", "exec \"$0\" \"$@\" > /dev/full"])


# Fault F17
@suite.each(("set-user-id", 0o4755), ("set-group-id", 0o2755))
def the_rights_of_another_are_refused(run, _, bits):
    # Only root can make such a file of another user.
    if os.getuid() != 0:
        return
    lent = run.path("tessera")
    shutil.copy(run.binary, lent)
    os.chown(lent, 64998, 64998)
    os.chmod(lent, bits)
    home = Home(run.path("home"))
    for words in (("profile", "list"), ("--version",), ()):
        CommandLine(lent, home, {"HOME": run.directory}).fails("E_SETUID", *words, exits=14)
    # The same file without the bit is an ordinary program.
    os.chmod(lent, 0o755)
    CommandLine(lent, home, {"HOME": run.directory})("profile", "list")


@suite.check
def removal_wants_agreement(run):
    url = run.keep(DeadPort()).url
    tessera = commands(run, profile("alpha", url), profile("beta", url, protected=True))
    tessera.fails("E_CONFIRM_NEEDED", "profile", "remove", "alpha", exits=14)
    tessera.fails("E_PROTECTED", "profile", "remove", "beta", "--yes", exits=14)
    tessera("profile", "remove", "alpha", "--yes")
    tessera("profile", "remove", "beta", "--confirm", "beta")
    expect_equal(tessera("profile", "list", "--json").json["profiles"], [], "the profiles left")


@suite.check
def a_reader_that_leaves_is_no_error(run):
    """Fault E15."""
    tessera = commands(run, *[profile(f"p{number}", f"https://h{number}.example.com") for number in range(300)])
    pipe = f"'{run.binary}' profile list --home '{tessera.home}' | head -1; exit ${{PIPESTATUS[0]}}"
    result = subprocess.run(["bash", "-c", pipe], capture_output=True, text=True, env=environment(), timeout=PATIENCE)
    expect(result.returncode in (0, 141), f"exit status {result.returncode}")
    expect_equal(result.stderr, "", "standard error")
    for arguments in (["profile", "list"], ["profile", "list", "--json"], ["help", "exit-codes"], ["--version"]):
        reader, writer = os.pipe()
        os.close(reader)
        result = subprocess.run(
            [run.binary, *arguments, "--home", str(tessera.home)][: None if arguments[0] == "profile" else -2],
            stdout=writer, stderr=subprocess.PIPE, text=True, env=environment(), timeout=PATIENCE)
        os.close(writer)
        expect_equal(result.returncode, 141, f"exit status of {arguments} without a reader")
        expect_equal(result.stderr, "", "standard error")


if __name__ == "__main__":
    suite.main()
