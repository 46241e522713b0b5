#!/usr/bin/env -S python3 -B
"""What is done to the profile file, and what becomes of it: damaged, unsafe, full disks, kills at every system call.

    faults.py BINARY [NAME-PART ...]
"""

import collections
import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import time

from harness import (
    CommandLine, DeadPort, DemoServer, Failure, Home, Program, Suite, Tarpit, expect, expect_equal, journals,
)
from harness.commands import Outcome
from harness.display import PATIENCE, wait_until
from harness.homes import mode, profile
from harness.program import environment
from harness.servers import RawServer, answer

suite = Suite()
URL = "https://ts.example.com"
NOBODY = 65534


def commands(run, *profiles):
    home = Home(run.path("home"), *(profiles or [profile("alpha", URL), profile("beta", URL, note="old")]))
    return CommandLine(run.binary, home, {"HOME": run.directory})


@contextlib.contextmanager
def untouched(home):
    """The files of the home are the same afterwards, byte for byte, and there are no others but how the screen was left."""
    def kept():
        return {path: content for path, content in home.contents().items()
                if not path.endswith((".lock", "/screen.json"))}
    before = kept()
    yield
    expect_equal(kept(), before, "the files of the home")


def edit(tessera, **how):
    """A save that changes one field."""
    return tessera("profile", "edit", "beta", "--note", "new", **how)


# Reading

@suite.check
def a_missing_file_is_an_empty_list(run):
    home = Home(run.path("nowhere", "home"), exists=False)
    tessera = CommandLine(run.binary, home)
    listed = tessera("profile", "list")
    expect_equal(listed.out, "", "standard output")
    expect("no profiles" in listed.err, f"no remark: {listed}")
    expect(not os.path.exists(run.path("nowhere")), "reading made a directory")
    tessera("profile", "add", "alpha", "--url", URL, "--no-probe")
    expect_equal((mode(home.directory), mode(home.profiles)), (0o700, 0o600), "the modes after the first save")


SPLIT = b'{\n  "version": 1,\n  "profiles": [\n    {"name": "alpha", "url": "https://ts.example.com"},\n    {"name": '


@suite.each(
    ("empty", b"", "E_PROFILES_DAMAGED", "empty"), ("truncated", SPLIT, "E_PROFILES_DAMAGED", "line 5, column"),
    ("one brace", b"{", "E_PROFILES_DAMAGED", "line 1, column"), ("an array", b"[]", "E_PROFILES_SHAPE", "object"),
    ("a text", b'"x"', "E_PROFILES_SHAPE", "object"), ("a number", b"1", "E_PROFILES_SHAPE", "object"),
    ("invalid UTF-8", b'{"version":1,"x":"\xff\xfe"}', "E_PROFILES_ENCODING", "must be UTF-8"),
    ("UTF-16", '{"version":1}'.encode("utf-16"), "E_PROFILES_ENCODING", "must be UTF-8"),
    ("twice the same key", b'{"version":1,"version":1}', "E_PROFILES_DUPLICATE_KEY", "twice"),
    ("nested", b'{"x":' + b"[" * 600 + b"]" * 600 + b"}", "E_PROFILES_TOO_LARGE", "nested"),
    ("9 MiB", b" " * (9 << 20), "E_PROFILES_TOO_LARGE", "large"))
def a_damaged_file_is_told_and_left(run, _, content, code, words):
    tessera = commands(run)
    tessera.home.write(content)
    with untouched(tessera.home):
        tessera.fails(code, "profile", "list", exits=10, says=[words])
        outcome = tessera("profile", "list", "--json", exits=10)
        expect_equal((outcome.out, outcome.error["code"]), ("", code), "the answer to scripts")
        tessera.fails(code, "profile", "edit", "beta", "--note", "new", exits=10)
        tessera.fails(code, "profile", "add", "gamma", "--url", URL, "--no-probe", exits=10)


@suite.check
def every_truncation_is_an_error(run):
    tessera = commands(run)
    whole = tessera.home.read().rstrip()
    for length in range(1, len(whole), max(1, len(whole) // 24)):
        tessera.home.write(whole[:length])
        with untouched(tessera.home):
            tessera.fails("E_PROFILES_DAMAGED", "profile", "list", exits=10, says=["line", "column"])


@suite.check
def the_last_good_copy_is_offered(run):
    tessera = commands(run)
    edit(tessera)
    edit(tessera)
    good = tessera.home.read()
    backup = tessera.home.profiles + ".bak"
    with open(backup, "rb") as file:
        expect_equal(file.read(), good, "the backup")
    tessera.home.write(good[:-20])
    outcome = tessera.fails("E_PROFILES_DAMAGED", "profile", "list", exits=10, says=[backup])
    # What the hint says, word for word: nothing that was saved is lost.
    [advice] = re.findall(r"hint: try: (cp .*)", outcome.err)
    subprocess.run(advice, shell=True, check=True)
    expect_equal(tessera.home.read(), good, "the file after the hint")
    tessera("profile", "list")


@suite.check
def unknown_members_survive(run):
    tessera = commands(
        run, profile("beta", URL, secretSource="memory", colour={"hue": [1, 2.50, None]}, tls={"pin": "x"}))
    document = tessera.home.document()
    document["extra"] = {"a": 1e3, "ü": "\u2028"}
    tessera.home.write(json.dumps(document).encode())
    edit(tessera)
    document["profiles"][0]["note"] = "new"
    expect_equal(tessera.home.document(), document, "the file after an edit")


# Who may change it

@suite.check
def a_readable_file_is_only_warned_about(run):
    tessera = commands(run)
    os.chmod(tessera.home.profiles, 0o644)
    outcome = tessera("profile", "list")
    expect("chmod 600" in outcome.err and "alpha" in outcome.out, f"no warning, or no list: {outcome}")
    expect_equal(mode(tessera.home.profiles), 0o644, "the mode after reading")


@suite.each(("0664", 0o664, None), ("0666", 0o666, None), ("directory 0770", None, 0o770),
            ("directory 0777", None, 0o777))
def what_others_could_change_is_refused(run, _, of_file, of_directory):
    tessera = commands(run)
    os.chmod(tessera.home.profiles, of_file or 0o600)
    os.chmod(tessera.home.directory, of_directory or 0o700)
    with untouched(tessera.home):
        tessera.fails("E_FILE_UNSAFE", "profile", "list", exits=10, says=["others could change", "chmod"])
        tessera.fails("E_FILE_UNSAFE", "profile", "edit", "beta", "--note", "new", exits=10)


@suite.check
def what_is_below_a_directory_of_others_is_refused(run):
    above = run.path("above")
    home = Home(os.path.join(above, "home"), profile("alpha", URL), profile("beta", URL))
    tessera = CommandLine(run.binary, home, {"HOME": run.directory})
    tessera("profile", "list")
    os.chmod(above, 0o777)
    with untouched(home):
        tessera.fails("E_FILE_UNSAFE", "profile", "list", exits=10, says=[f"chmod go-w {above}"])
        tessera.fails("E_FILE_UNSAFE", "profile", "edit", "beta", "--note", "new", exits=10)
        tessera.fails("E_FILE_UNSAFE", "token", "list", exits=10)
    # Others can write there, and move nothing of ours.
    os.chmod(above, 0o1777)
    edit(tessera)
    if os.getuid() == 0:
        os.chown(above, NOBODY, NOBODY)
        tessera.fails("E_FILE_OWNER", "profile", "list", exits=10, says=["sudo -u"])
        os.chown(home.directory, NOBODY, NOBODY)
        tessera.fails("E_ROOT_HOME", "profile", "edit", "beta", "--note", "new", exits=14)


@suite.check
def a_linked_journal_is_refused(run):
    server = run.keep(RawServer(answer(b"{}")))
    tessera = commands(run, profile("alpha", server.url))
    elsewhere = run.path("elsewhere")
    open(elsewhere, "w").close()
    os.chmod(elsewhere, 0o600)
    os.symlink(elsewhere, tessera.home.journal)
    tessera.fails("E_FILE_UNSAFE", "token", "list", exits=10, says=[f"mv {elsewhere} {tessera.home.journal}"])
    tessera.fails("E_FILE_UNSAFE", "token", "issue", "--password-stdin", stdin="password", exits=10)
    expect_equal((server.hits, os.path.getsize(elsewhere)), (0, 0), "requests sent, bytes written")


@suite.check
def a_file_of_another_user_is_refused(run):
    tessera = commands(run)
    if os.getuid() != 0:
        return
    os.chown(tessera.home.profiles, NOBODY, NOBODY)
    with untouched(tessera.home):
        tessera.fails("E_FILE_OWNER", "profile", "list", exits=10, says=["chown"])


@suite.check
def a_link_stays_a_link(run):
    tessera = commands(run)
    dotfiles = run.path("dotfiles")
    os.mkdir(dotfiles, 0o700)
    target = os.path.join(dotfiles, "profiles.json")
    os.rename(tessera.home.profiles, target)
    os.symlink(target, tessera.home.profiles)
    edit(tessera)
    expect(os.path.islink(tessera.home.profiles), "the link was replaced")
    expect_equal(tessera.home.document()["profiles"][1]["note"], "new", "the note")
    expect_equal(mode(target), 0o600, "mode of the target")


@suite.each(("loop", "profiles.json", "E_FILE_LOOP"), ("dangling", "nothing.json", "E_FILE_TYPE"))
def a_link_to_nothing_is_not_written_through(run, _, target, code):
    tessera = commands(run)
    os.remove(tessera.home.profiles)
    os.symlink(target, tessera.home.profiles)
    tessera.fails(code, "profile", "add", "gamma", "--url", URL, "--no-probe", exits=10)
    expect(os.path.islink(tessera.home.profiles), "the link was replaced")
    expect(not os.path.exists(os.path.join(tessera.home.directory, "nothing.json")), "a file was made at the target")


@suite.each(("directory", os.mkdir), ("pipe", os.mkfifo), ("socket", lambda path: bind(path)))
def what_is_no_file_is_refused(run, _, make):
    tessera = commands(run)
    os.remove(tessera.home.profiles)
    make(tessera.home.profiles)
    tessera.fails("E_FILE_TYPE", "profile", "list", exits=10)


def bind(path):
    # The path of a socket is short; its directory may not be.
    before = os.getcwd()
    os.chdir(os.path.dirname(path))
    try:
        with contextlib.closing(socket.socket(socket.AF_UNIX)) as end:
            end.bind(os.path.basename(path))
    finally:
        os.chdir(before)


@suite.each(("unset", None), ("relative", "here"), ("empty", ""))
def without_home_the_account_has_a_directory(run, _, home):
    variables = {"HOME": home, "XDG_CONFIG_HOME": None, "XDG_STATE_HOME": None, "XDG_DATA_HOME": None}
    tessera = CommandLine(run.binary, None, variables)
    # The directory of the account stands in; nothing is written there by looking.
    outcome = tessera("profile", "list", home=False)
    expect("E_NO_HOME" not in outcome.err, f"the account's directory was not found: {outcome}")


# A disk that fails

class Trace:
    """strace in front of the binary, looking at the files of the home alone. The binary keeps the process id of the
    shell that starts both, so that the names of its temporary files are known."""

    def __init__(self, run, home, *rules):
        self.log = run.path("strace.log")
        paths = [home.directory, home.profiles, f"{home.directory}/.profiles.json.lock"]
        if not os.path.exists(home.directory):
            # It is made in the one above.
            paths.append(os.path.dirname(home.directory))
        options = " ".join(f"-P '{path}'" for path in paths)
        options += "".join(f" -P {home.directory}/.profiles.json.$$.{kind}" for kind in ("tmp", "bak.tmp", "old.tmp"))
        rules = " ".join(f"-e {rule}" for rule in rules)
        command = f"exec strace -D -f -q -y -o '{self.log}' {options} {rules} \"$0\" \"$@\""
        self.through = ["sh", "-c", command]

    def lines(self):
        """The calls, in order; the tracer may still be writing when the program has ended."""
        def whole():
            with contextlib.suppress(OSError), open(self.log, errors="replace") as file:
                lines = file.read().splitlines()
                ended = {line.split()[0] for line in lines if "+++" in line}
                calling = {line.split()[0] for line in lines if "+++" not in line}
                return lines if ended and calling <= ended else None
        return [line for line in wait_until(whole, "the end of what strace writes") if CALL.match(line)]


CALL = re.compile(r"^\d+\s+(\w+)\((.*)")


FAILING = [
    ("write", "ENOSPC", r"\.tmp>"), ("write", "EIO", r"\.tmp>"), ("write", "EDQUOT", r"\.tmp>"),
    ("fsync", "EIO", r"\.tmp>"), ("fsync", "ENOSPC", r"\.tmp>"), ("close", "EIO", r"\.tmp>"),
    ("close", "EDQUOT", r"\.tmp>"), ("openat", "EROFS", r"\.tmp\""), ("openat", "EACCES", r"\.tmp\""),
    ("openat", "ENOSPC", r"\.tmp\""), ("fchmod", "EIO", r"\.tmp>"), ("renameat", "EIO", r"\.json\"$|\.json\"\)"),
    ("linkat", "ENOSPC", r"\.old\.tmp"),
]


@suite.each(*[(f"{call}-{error}-{number}", call, error, place)
              for number, (call, error, place) in enumerate(FAILING)])
def a_failing_disk_keeps_the_old_file(run, _, call, error, place):
    tessera = commands(run)
    old = tessera.home.read()
    trace = Trace(run, tessera.home, f"trace={call}")
    edit(tessera, through=trace.through)
    calls = trace.lines()
    wanted = [number for number, line in enumerate(calls, 1) if re.search(place, line)]
    expect(wanted, f"the save makes no such call: {call}, {place}: {calls}")
    tessera.home.write(old)
    trace = Trace(run, tessera.home, f"trace={call}", f"inject={call}:error={error}:when={wanted[-1]}")
    outcome = edit(tessera, through=trace.through, exits=10)
    hit = [line for line in trace.lines() if "INJECTED" in line]
    expect(hit and re.search(place, hit[0]), f"the fault went elsewhere: {hit}")
    expect("E_SAVE" in outcome.err and "not saved" in outcome.err, f"the text: {outcome}")
    expect_equal(tessera.home.read(), old, "the file afterwards")
    expect_equal(tessera.home.leftovers(), [], "temporary files")
    edit(tessera)


@suite.each(("openat", "ENOSPC"), ("write", "ENOSPC"), ("fsync", "EIO"), ("close", "EIO"), ("renameat", "EIO"),
            ("fchmod", "EIO"), ("flock", "ENOLCK"), ("mkdirat", "EACCES"), ("fchmodat", "EPERM"))
def the_first_profile_is_added_wholly_or_not_at_all(run, call, error):
    """One act, one save: after no failing call is there a profile of which it was told that it was not saved."""
    for number in range(1, 100):
        home = Home(run.path(f"first-{number}"), exists=False)
        tessera = CommandLine(run.binary, home, {"HOME": run.directory})
        trace = Trace(run, home, f"trace={call}", f"inject={call}:error={error}:when={number}")
        outcome = tessera("profile", "add", "one", "--url", URL, "--no-probe", through=trace.through, exits=None)
        if not any("INJECTED" in line for line in trace.lines()):
            expect(number > 1, f"{call} was never reached: {outcome}")
            return
        found = home.document() if os.path.exists(home.profiles) else {"profiles": []}
        names = [each["name"] for each in found["profiles"]]
        saved = ["one"] if outcome.code == 0 else []
        expect_equal(names, saved, f"the profiles after {call} #{number} {error}, {outcome}")
        expect_equal(found.get("default"), "one" if saved else None, f"the default after {call} #{number}")
        if os.path.isdir(home.directory):
            expect_equal(home.leftovers(), [], "temporary files")
    raise Failure(f"{call} has no end")


@suite.check
def an_interrupted_call_is_made_again(run):
    tessera = commands(run)
    for call in ("write", "fsync", "flock"):
        trace = Trace(run, tessera.home, f"trace={call}", f"inject={call}:error=EINTR:when=1..3")
        outcome = tessera("profile", "edit", "beta", "--note", call, through=trace.through)
        expect(any("INJECTED" in line for line in trace.lines()), f"{call} was not interrupted")
        expect_equal(tessera.home.document()["profiles"][1]["note"], call, f"the note after {outcome}")


# Kills

@suite.check
def a_kill_at_any_call_leaves_the_old_or_the_new_file(run):
    tessera = commands(run)
    old = tessera.home.read()
    trace = Trace(run, tessera.home)
    edit(tessera, through=trace.through)
    new = tessera.home.read()
    expect(old != new, "the save changed nothing")
    calls = trace.lines()
    outcomes, cleaned, seen = collections.Counter(), 0, collections.Counter()
    for number, call in enumerate(calls, 1):
        name = name_of(call)
        seen[name] += 1
        here = f"killed at call {number} of {len(calls)}, {call.split(None, 1)[1]}"
        # The calls are counted by thread, and now and then a thread more has a hand in it.
        for _ in range(5):
            tessera.home.write(old)
            trace = Trace(run, tessera.home, f"inject={name}:signal=KILL:when={seen[name]}")
            outcome = edit(tessera, through=trace.through, exits=None)
            if outcome.code == -signal.SIGKILL and name_of(trace.lines()[-1]) == name:
                break
        else:
            raise Failure(f"no kill came there: {here}")
        now = tessera.home.read()
        expect(now in (old, new), f"{here}: the file is neither old nor new: {now!r}")
        outcomes["old" if now == old else "new"] += 1
        cleaned += bool(tessera.home.leftovers())
        listed = tessera("profile", "list")
        expect("alpha" in listed.out and "beta" in listed.out, f"{here}: {listed}")
        expect_equal(tessera.home.leftovers(), [], f"what the next start leaves ({here})")
    expect(outcomes["old"] and outcomes["new"] and cleaned, f"the kills missed the save: {outcomes}, {cleaned}")
    edit(tessera)
    print(f"   {len(calls)} kills: {outcomes['old']} old, {outcomes['new']} new, {cleaned} left something to clean")


def name_of(line):
    return CALL.match(line).group(1)


# The journal

def issue(tessera, **how):
    """A change on a cluster: it wants a line in the journal first."""
    return tessera("token", "issue", "--profile", "alpha", "--password-stdin", stdin="password", **how)


@suite.each(("directory", os.mkdir), ("unsafe", lambda path: unsafe(path)))
def without_a_journal_nothing_is_changed(run, _, make):
    server = run.keep(RawServer(answer(b"{}")))
    tessera = commands(run, profile("alpha", server.url))
    make(tessera.home.journal)
    outcome = issue(tessera, exits=10)
    expect_equal(outcome.out, "", "standard output")
    expect("journal" in outcome.err, f"the journal is not named: {outcome}")
    expect_equal(server.hits, 0, "requests sent")


def unsafe(path):
    open(path, "w").close()
    os.chmod(path, 0o666)


@suite.each(("write", "ENOSPC"), ("fsync", "EIO"))
def a_journal_that_cannot_be_written_stops_the_change(run, call, error):
    server = run.keep(RawServer(answer(b"{}")))
    tessera = commands(run, profile("alpha", server.url))
    issue(tessera, exits=None)
    hits, before = server.hits, tessera.home.contents()[tessera.home.journal]
    command = (f"exec strace -D -f -q -o /dev/null -P '{tessera.home.journal}' -e trace={call} "
               f"-e inject={call}:error={error} \"$0\" \"$@\"")
    outcome = issue(tessera, through=["sh", "-c", command], exits=10)
    expect("E_JOURNAL" in outcome.err, f"the text: {outcome}")
    expect_equal(server.hits, hits, "requests sent")
    after = tessera.home.contents()[tessera.home.journal]
    expect(after.startswith(before), "lines of the journal were lost")


@suite.check
def a_torn_line_of_the_journal_is_repaired_and_told(run):
    server = run.keep(DemoServer(run.binary, run.directory))
    tessera = commands(run, profile("alpha", server.url))
    tessera("token", "issue", "--secret-key-stdin", stdin=server.facts["secretKey"])
    with open(tessera.home.journal, "ab") as file:
        file.write(b'{"v":1,"id":"0123')
    listed = tessera("token", "list", "--json")
    expect_equal(len(listed.json["tokens"]), 1, "tokens listed")
    expect(listed.json["repairedTornLine"], f"the torn line is not told: {listed}")
    tessera("token", "issue", "--secret-key-stdin", stdin=server.facts["secretKey"])
    expect_equal(len(tessera("token", "list", "--json").json["tokens"]), 2, "tokens listed after the next one")
    with open(tessera.home.journal, "rb") as file:
        expect(file.read().endswith(b"\n"), "the journal ends in a torn line")


@suite.each(("of last month", "journal/2020-01.jsonl"), ("of an older version", "journal.jsonl"))
def fifty_runs_that_begin_a_segment_at_once_lose_nothing(run, _, name):
    tessera = commands(run, profile("alpha", "https://127.0.0.1:9"))
    command = ["token", "import", "--profile", "alpha", "--no-check", "--token-stdin"]
    tessera(*command, stdin="first-token-00-4711-abcdefghijkl")
    old = os.path.join(str(tessera.home), name)
    os.rename(tessera.home.journal, old)
    with open(old, "rb") as file:
        before = file.read()
    runs = []
    for number in range(50):
        # From a file: a run waits ten seconds for its input, and to start all of them may take longer.
        token = run.secret_file(f"token-{number}", f"another-token-{number:02}-4711-abcdefghij")
        with open(token, "rb") as given:
            runs.append(subprocess.Popen(
                [run.binary, *command, "--home", str(tessera.home)], stdin=given, stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE, env=environment(HOME=run.directory)))
    for process in runs:
        expect_equal((process.wait(), process.stderr.read()), (0, b""), "a run of fifty")
        process.stderr.close()
    tessera("audit", "own", "verify")
    expect_equal(len(tessera("token", "list", "--all", "--json").json["tokens"]), 51, "tokens listed")
    segments = tessera.home.segments
    expect_equal(len(segments), 2 if name.startswith("journal/") else 1, f"the segments {segments}")
    lines = journals.content(tessera.home)
    expect(lines.startswith(before), "the older lines are not as they were")
    expect_equal(lines.count(b"\n"), 51, "lines of the journal")


@suite.each(("text", ()), ("JSON", ("--json",)))
def a_token_that_cannot_be_printed_is_revoked(run, _, form):
    server = run.keep(DemoServer(run.binary, run.directory))
    tessera = commands(run, profile("alpha", server.url))
    outcome = tessera("token", "issue", "--secret-key-stdin", "--show-token", *form, stdin=server.facts["secretKey"],
                      through=["sh", "-c", "exec \"$0\" \"$@\" > /dev/full"], exits=None)
    expect_revoked(tessera, outcome)


@suite.each(("a closed stream", "--show-token", ">&-"), ("nothing", "--show-token", "> /dev/null"),
            ("a device", "", "> /dev/full"))
def what_keeps_nothing_is_no_destination(run, _, option, target):
    tessera = commands(run, profile("alpha", run.keep(DeadPort()).url))
    tessera.fails("E_NO_DESTINATION", "token", "issue", "--secret-key-stdin", *option.split(), stdin="key", exits=14,
                  through=["sh", "-c", f"exec \"$0\" \"$@\" {target}"])


def expect_revoked(tessera, outcome):
    expect_equal(outcome.code, 10, f"exit status: {outcome}")
    expect("E_OUTPUT" in outcome.err and "verified" in outcome.err, f"the verdict is not told: {outcome}")
    with open(tessera.home.journal) as file:
        outcomes = [json.loads(line).get("outcome") for line in file]
    expect("verified" in outcomes, f"the journal has no proof: {outcomes}")
    expect_equal(tessera("token", "list", "--state", "active", "--json").json["tokens"], [], "active tokens")


@suite.check
def a_token_whose_reader_left_is_revoked(run):
    server = run.keep(DemoServer(run.binary, run.directory))
    tessera = commands(run, profile("alpha", server.url))
    reading, writing = os.pipe()
    os.close(reading)
    result = subprocess.run(
        [run.binary, "token", "issue", "--secret-key-stdin", "--home", str(tessera.home)],
        input=server.facts["secretKey"].encode(), stdout=writing, stderr=subprocess.PIPE, timeout=PATIENCE,
        env=environment(HOME=run.directory))
    os.close(writing)
    result.stdout = b""
    expect_revoked(tessera, Outcome(("token", "issue"), result))


@suite.check
def a_file_that_fails_after_the_token_was_issued_has_it_revoked(run):
    server = run.keep(DemoServer(run.binary, run.directory))
    tessera = commands(run, profile("alpha", server.url))
    path = run.path("issued")
    # It gets its name last.
    command = "exec strace -D -f -q -o /dev/null -e trace=linkat -e inject=linkat:error=EIO \"$0\" \"$@\""
    outcome = tessera("token", "issue", "--secret-key-stdin", "--out", path, stdin=server.facts["secretKey"],
                      through=["sh", "-c", command], exits=None)
    expect_revoked(tessera, outcome)
    expect(path in outcome.err, f"the file is not named: {outcome}")
    expect(not os.path.exists(path), "a file without a token was left behind")


@suite.check
def a_change_that_was_killed_is_not_lost(run):
    pit = run.keep(Tarpit())
    tessera = commands(run, profile("alpha", pit.url))
    process = subprocess.Popen(
        [run.binary, "token", "issue", "--password-stdin", "--home", str(tessera.home)], stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment(HOME=run.directory))
    process.stdin.write(b"password")
    process.stdin.close()
    wait_until(lambda: b"password" in pit.received, "sending the request")
    process.kill()
    process.wait()
    with open(tessera.home.journal) as file:
        phases = [json.loads(line)["phase"] for line in file]
    expect_equal(phases, ["intent"], "the phases in the journal")
    expect_equal(tessera("token", "list", "--json").json["unfinished"], 1, "changes without a known outcome")
    expect_equal(
        [change["state"] for change in tessera("journal", "left-open", "--json", exits=13).json["changes"]],
        ["unknown"], "what is left open")


@suite.check
def a_bulk_that_was_killed_tells_each_token_and_is_resumed(run):
    # After one success two may run at a time: these get no answer, and the fourth waits for the kill.
    plan = run.path("plan.json")
    with open(plan, "w") as file:
        json.dump({"rules": [{"match": {"path": "/api/rest/2.0/auth/token/revoke", "nth": number},
                              "action": {"kind": "delay", "milliseconds": 600_000}} for number in (2, 3)]}, file)
    ledger = journals.Ledger(run.path("ledger"))
    server = run.keep(DemoServer(run.binary, run.directory, "--faults", plan, *ledger.options))
    tessera = commands(run, profile("alpha", server.url, secretSource="vault"))
    passphrase = run.secret_file("passphrase", "four words of a passphrase")
    opened = ["--passphrase-file", passphrase]
    tessera("vault", "create", *opened)
    tokens = [
        tessera("token", "issue", "--secret-key-stdin", "--json", *opened, stdin=server.facts["secretKey"])
        .json["token"]["fingerprint"] for _ in range(4)]
    process = subprocess.Popen(
        [run.binary, "token", "revoke", *tokens, "--yes", "--home", str(tessera.home), *opened],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env=environment(HOME=run.directory))
    wait_until(lambda: len(ledger.requests("revoke_token")) > 2, "the third revocation")
    process.kill()
    expect_equal(process.wait(), -signal.SIGKILL, "how the bulk ended")
    with open(tessera.home.journal) as file:
        lines = [json.loads(line) for line in file]
    done = {line["token"]["fp"] for line in lines
            if line["action"] == "revoke_token" and line.get("outcome") in ("ok", "verified")}
    left = tessera("journal", "left-open", "--json", exits=None).json["changes"]
    told = {change["token"]: change["state"] for change in left}
    expect_equal(sorted(done | set(told)), sorted(tokens), "the tokens of which the truth is told")
    expect("not-attempted" in told.values(), f"the kill came too late: {told}")
    expect(not done & set(told), f"done and open at once: {done & set(told)}")
    tessera("journal", "resume", "--all", "--yes", *opened, exits=None)
    expect_equal(tessera("journal", "left-open", "--json").json["changes"], [], "what is open afterwards")
    states = {token["fingerprint"]: token["state"] for token in tessera("token", "list", "--json").json["tokens"]}
    expect(all(states[token] in ("revoked-verified", "invalid", "revoked-not-verified") for token in tokens),
           f"a token of the bulk may be valid: {states}")


# On the screen

def start(run, home, env=None, through=(), arguments=None):
    arguments = ["--home", str(home)] if arguments is None else arguments
    program = run.keep(Program([*through, run.binary, *arguments], 100, 30, env={"HOME": run.directory, **(env or {})}))
    program.wait_for("Clusters")
    return program


def quit_with_q(program):
    program.press("q")
    expect_equal(program.wait_for_end(), 0, "exit status after q")
    program.expect_clean()


@suite.each(("damaged", b'{"version":', "damaged"), ("empty", b"", "empty"), ("shape", b"[]", "expected"))
def the_screen_shows_a_damaged_file_and_leaves_it(run, _, content, words):
    tessera = commands(run)
    tessera.home.write(content)
    with untouched(tessera.home):
        program = start(run, tessera.home)
        program.wait_for(words)
        program.press("a")
        program.wait_for("note: the profile file cannot be read")
        # What was typed ahead of the form is dropped.
        program.wait_while_deaf()
        quit_with_q(program)


@suite.check
def the_screen_keeps_an_edit_that_could_not_be_saved(run):
    tessera = commands(run, profile("alpha", run.keep(DeadPort()).url))
    with untouched(tessera.home):
        trace = Trace(run, tessera.home, "trace=fsync", "inject=fsync:error=ENOSPC")
        program = start(run, tessera.home, through=trace.through)
        program.wait_for("unreachable")
        program.press("a")
        program.wait_for("New profile")
        program.press("gamma", "Tab", URL, "Ctrl-S")
        program.wait_for("not saved")
        program.wait_for("disk is full")
        program.wait_for("gamma")
        program.wait_for("New profile")
        program.press("Esc")
        program.wait_for_question("Discard changes")
        program.press("y")
        program.wait_gone("New profile")
        program.press("q")
        expect_equal(program.wait_for_end(), 0, "exit status after q")
        program.expect_clean()


@suite.check
def the_screen_says_when_nothing_can_be_saved(run):
    # Without HOME the account's directory counts: a user without an account has neither. Only root can be another.
    if os.getuid() != 0:
        return
    through = ["setpriv", "--reuid=64999", "--regid=64999", "--clear-groups"]
    nowhere = {"HOME": None, "XDG_CONFIG_HOME": None, "XDG_STATE_HOME": None}
    program = start(run, None, env=nowhere, through=through, arguments=[])
    program.wait_for("(?i)nothing can be saved")
    quit_with_q(program)


if __name__ == "__main__":
    suite.main()
