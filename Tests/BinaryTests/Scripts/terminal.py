#!/usr/bin/env -S python3 -B
"""The terminal stays whole whatever happens to the program, and the program whatever happens to the terminal.

    terminal.py BINARY [NAME-PART ...]
"""

import contextlib
import json
import os
import platform
import re
import signal
import time

from harness import (
    CommandLine, DeadPort, DemoServer, Failure, Home, Program, Suite, Tarpit, Tmux, expect, expect_equal, tracer)
from harness.display import state_of
from harness.homes import profile
from harness.program import MORE_THAN_QUEUED

suite = Suite()
CANARY = "canary-7Qz-typed-secret"
SHELL = r"^shell>$"
HELP = "Esc close +/ search"
# What is to be read in windows that are too small, by their width.
TOO_SMALL = {1: r"\AT$", 10: "Enlarge"}


def home(run, *profiles):
    return Home(run.path("home"), *profiles)


def start(run, *profiles, columns=80, rows=24, env=None, ready="Clusters"):
    """The program on a home with these profiles, after its first frame."""
    place = home(run, *profiles)
    program = run.keep(
        Program([run.binary, "--home", str(place)], columns, rows, env={"HOME": run.path("home"), **(env or {})}))
    if ready:
        program.wait_for(ready)
    return program


def quit_with_q(program):
    program.press("q")
    expect_equal(program.wait_for_end(), 0, "exit status after q")
    program.expect_clean()


# States in which a signal can come

def in_list(program, _):
    program.wait_for("alpha")


def in_form(program, pit):
    in_list(program, pit)
    program.press("l")
    program.wait_for("Log in to alpha")
    program.press(CANARY)
    program.wait_for(r"[*•●]{4}")


def in_request(program, pit):
    in_form(program, pit)
    program.press("Ctrl-S")
    program.wait_for("Waiting for the answer")
    program.wait_until(lambda: CANARY.encode() in pit.received, "the login request")


def in_paste(program, pit):
    in_form(program, pit)
    # The program has read some of it as soon as all of it is written.
    program.send(b"\x1b[200~" + b"half of a paste ".ljust(MORE_THAN_QUEUED, b"."))


STATES = {"list": in_list, "form": in_form, "request": in_request, "paste": in_paste}


def started_in(run, state):
    pit = run.keep(Tarpit())
    program = start(run, profile("alpha", pit.url))
    STATES[state](program, pit)
    return program


@suite.check
def quits_and_leaves_nothing_behind(run):
    program = start(run)
    quit_with_q(program)


@suite.each(*[
    (f"{name}-{state}", name, state)
    for name in ("TERM", "HUP", "QUIT", "INT") for state in ("list", "form", "request")
], ("TERM-paste", "TERM", "paste"))
def a_signal_ends_it_in_order(run, _, name, state):
    """Faults E11, E13 and E14: TERM, HUP, INT and QUIT, wherever they come."""
    program = started_in(run, state)
    number = getattr(signal, f"SIG{name}")
    begin = time.monotonic()
    program.signal(number)
    asks = name == "INT" and state != "list"
    if asks:
        # Something would be lost: the first one asks, the second one leaves at once.
        program.wait_for("Quit Tessera")
        program.signal(number)
    expect_equal(program.wait_for_end(), 128 + number, f"exit status after SIG{name}")
    program.expect_clean()
    expect(CANARY.encode() not in program.output, "the typed secret was printed")
    if state == "request" and not asks:
        expect_unknown_in_journal(run, begin)


def expect_unknown_in_journal(run, begin):
    """The login that was on its way has its line, and the line says that the outcome is unknown.

    A program that is told to end has two seconds for that line, which the slowest machines may not leave it.
    """
    is_late = time.monotonic() - begin > 1.5
    with open(home(run).journal) as file:
        text = file.read()
    events = [(event["phase"], event.get("outcome")) for event in map(json.loads, text.splitlines())]
    if not is_late or len(events) > 1:
        expect_equal(events, [("intent", None), ("result", "unknown")], "the journal")
    expect(CANARY not in text, "the typed secret stands in the journal")


@suite.check
def control_c_ends_it(run):
    """Fault E11."""
    program = started_in(run, "list")
    program.press("Ctrl-C")
    expect_equal(program.wait_for_end(), 130, "exit status after Ctrl-C")
    program.expect_clean()


# Every signal whose default is the end of the process. Of PIPE and XFSZ the program knows by the failing write.
@suite.each(*[(name,) for name in (
    "SEGV", "BUS", "ABRT", "ILL", "FPE", "TRAP", "SYS", "USR1", "USR2", "ALRM", "VTALRM", "PROF", "XCPU", "IO", "PWR",
    "RTMIN", "RTMAX")])
def a_crash_restores_the_terminal(run, name):
    """Fault E17."""
    program = started_in(run, "form")
    number = getattr(signal, f"SIG{name}")
    program.signal(number)
    expect_equal(program.wait_for_end(), -number, "how it died")
    program.expect_clean()
    expect(CANARY.encode() not in program.output, "the typed secret was printed")
    expect(not re.search(rb"rash|egister|acktrace", bytes(program.output[-4000:])), "a crash report was printed")


@suite.check
def a_stack_overflow_of_any_thread_restores_the_terminal(run):
    # Only root may look into a process that forbids it; the registers are those of one kind of machine.
    if os.getuid() != 0 or platform.machine() != "x86_64":
        return
    number = 0
    while True:
        program = started_in(run, "list")
        threads = program.wait_until(lambda: waiting_threads(program), "a rest of more than three threads")
        if number >= len(threads):
            break
        thread = threads[number]
        number += 1
        tracer.take_stack_away(thread)
        expect_equal(program.wait_for_end(), -signal.SIGSEGV, f"how it ended by thread {number}")
        program.expect_clean()
    quit_with_q(program)


def waiting_threads(program):
    """All threads, when there are some and each waits: none of them is still being made, or ends."""
    threads = sorted(map(int, os.listdir(f"/proc/{program.pid}/task")))
    states = [state_of(f"{program.pid}/task/{thread}") for thread in threads]
    return threads if len(threads) > 3 and set(states) == {"S"} else None


@suite.each(("list",), ("form",), ("request",))
def a_vanished_terminal_ends_it(run, state):
    """Fault E13."""
    program = started_in(run, state)
    begin = time.monotonic()
    program.hang_up()
    status = program.wait_for_end()
    expect(status in (129, 0, 143), f"exit status {status} when the terminal vanished")
    expect(program.cpu_seconds < 3, f"it used {program.cpu_seconds} s of processor time: it span")
    if state == "request":
        expect_unknown_in_journal(run, begin)


@suite.each(("line", ()), ("secret", ("1", "l")))
def a_vanished_terminal_ends_a_run_by_lines(run, _, answers):
    """Fault E13."""
    place = home(run, profile("alpha", run.keep(DeadPort()).url))
    program = run.keep(Program([run.binary, "--plain", "--home", str(place)], env={"HOME": run.path("home")}))
    for prompt, answer in zip(("Choose ", "alpha.*Choose "), answers):
        program.wait_for(prompt)
        program.press(*answer, "Enter")
    program.wait_for("not shown:" if answers else "Choose ")
    program.hang_up()
    expect_equal(program.wait_for_end(), 129, "exit status when the terminal vanished")


@suite.check
def a_stalled_terminal_does_not_stop_signals(run):
    program = started_in(run, "list")
    program.fill_terminal()
    program.signal(signal.SIGTERM)
    # Nobody reads for longer than it is willing to wait; then the screen is lost, and the modes are not.
    program.wait_unread_for_end()
    expect_equal(program.wait_for_end(), 143, "exit status after SIGTERM")
    program.expect_modes()


# Kinds of terminals

@suite.check
def an_unknown_terminal_gets_a_notice(run):
    """Fault E2."""
    program = start(run, env={"TERM": "xterm-nonsense"}, columns=110)
    program.wait_for("does not know the terminal|xterm-nonsense")
    quit_with_q(program)


@suite.each(("vt100",), ("linux",), ("screen-256color",), ("tmux-256color",), ("xterm",), ("xterm-ghostty",))
def every_kind_of_terminal_gets_the_same_words(run, name):
    """Fault E26: some of them have no colours, some no alternate screen."""
    program = start(run, profile("alpha", run.keep(DeadPort()).url, tag="production"), env={"TERM": name})
    program.wait_for(r"alpha.*PROD.*unreachable")
    program.press("l")
    program.wait_for("Log in to alpha")
    program.press("Esc")
    program.wait_gone("Log in to alpha")
    quit_with_q(program)


@suite.each(("unset", None), ("empty", ""), ("dumb", "dumb"))
def without_a_usable_terminal_it_works_by_lines(run, _, name):
    """Fault E2."""
    program = start(run, env={"TERM": name}, ready=None)
    program.wait_for("q quit")
    program.send(b"q\n")
    expect_equal(program.wait_for_end(), 0, "exit status")
    expect(b"TERM" in program.output, f"TERM is not named: {bytes(program.output)!r}")
    expect(b"\x1b" not in program.output, f"an escape sequence was sent: {bytes(program.output)!r}")
    program.expect_clean()


@suite.check
def a_run_by_lines_is_kept_for_the_next(run):
    dead = run.keep(DeadPort())
    alpha, beta = profile("alpha", dead.url), profile("beta", dead.url)
    place = home(run, alpha, beta)
    tessera = CommandLine(run.binary, place, {"HOME": run.path("home")})
    kept = os.path.join(str(place), "screen.json")
    for answers, pane in (("2\nq\n", "session"), ("q\n", "clusters")):
        said = tessera("--plain", stdin=answers).out
        expect("\n2. beta, " in said, f"beta is not in the list: {said}")
        expect(os.path.exists(kept), f"nothing is kept of {answers!r}: {said}")
        with open(kept, encoding="utf-8") as file:
            left = json.load(file)
        expect_equal((left.get("profile"), left.get("pane")), (beta["id"], pane), f"what is kept of {answers!r}")


@suite.check
def colours_are_a_choice(run):
    """Fault E21."""
    dead = run.keep(DeadPort())
    coloured = start(run, profile("alpha", dead.url, tag="production"))
    coloured.wait_for("unreachable")
    expect(coloured.screen.colours, "no colour is shown on a terminal that has colours")
    quit_with_q(coloured)
    plain = start(run, profile("alpha", dead.url, tag="production"), env={"NO_COLOR": "1"})
    plain.wait_for("unreachable")
    plain.wait_for("PROD")
    expect(not plain.screen.colours, f"NO_COLOR is set, and these colours are shown: {plain.screen.colours}")
    quit_with_q(plain)


@suite.each(("C", "C"), ("POSIX", "POSIX"), ("broken", "xx_YY.nonsense"))
def without_utf8_all_is_ascii(run, _, locale):
    """Fault E5."""
    program = start(run, profile("alpha", run.keep(DeadPort()).url), env={"LC_ALL": locale})
    program.wait_for("unreachable")
    program.press("?")
    program.wait_for(HELP)
    program.press("Esc")
    program.wait_for("unreachable")
    expect(re.search(r"^\+.*-.*\+$", program.screen.text, re.MULTILINE), f"no border of ASCII:\n{program.picture()}")
    high = [byte for byte in program.output if byte > 0x7F]
    expect(not high, f"{len(high)} bytes beyond ASCII were sent")
    quit_with_q(program)


# Sizes

@suite.each(("1x1", 1, 1), ("10x3", 10, 3), ("500x200", 500, 200), ("0x0", 0, 0))
def any_window_is_survived(run, _, columns, rows):
    """Fault E3."""
    program = start(run, profile("alpha", run.keep(DeadPort()).url), columns=columns, rows=rows, ready=None)
    program.wait_for(TOO_SMALL.get(columns, "Clusters"))
    program.resize(80, 24)
    program.wait_for("Clusters")
    program.wait_for("alpha")
    quit_with_q(program)


@suite.check
def a_small_window_keeps_what_was_typed(run):
    program = started_in(run, "form")
    program.resize(20, 5)
    program.wait_for("Too small")
    program.resize(80, 24)
    program.wait_for("Log in to alpha")
    program.wait_for(r"[*•●]{4}")
    expect(CANARY.encode() not in program.output, "the typed secret was printed")


@suite.check
def a_storm_of_resizing_is_weathered(run):
    """Fault E3."""
    program = start(run, profile("alpha", run.keep(DeadPort()).url))
    program.wait_for("unreachable")
    for turn in range(1000):
        program.resize(1 + turn * 7 % 200, 1 + turn * 3 % 60)
        if turn % 10 == 0:
            program.read(0)
    program.resize(100, 30)
    calm = run.keep(Program([run.binary, "--home", str(home(run))], 100, 30, env={"HOME": run.path("home")}))
    calm.wait_for("unreachable")

    def agrees():
        calm.read(0)
        return without_age(program) == without_age(calm)
    program.wait_until(agrees, f"the picture of a program without a storm:\n{calm.picture()}\n")
    before = len(program.output)
    program.press("Ctrl-L")
    program.wait_until(lambda: b"\x1b[2J" in program.output[before:], "painting the screen anew")
    program.wait_until(agrees, f"the same picture, painted anew:\n{calm.picture()}\n")
    quit_with_q(program)
    quit_with_q(calm)


def without_age(program):
    """What is shown, but for the lines that tell when something was."""
    return [line for line in program.screen.lines if "ago" not in line and "as of" not in line]


# Keys

@suite.check
def a_key_in_two_pieces_is_one_key(run):
    """Fault E8."""
    # The longest wait for the rest of a key.
    longest = 2
    program = two_in_list(run, env={"ESCDELAY": str(longest * 1000)})
    program.press("?")
    program.wait_for(HELP)
    program.press("Esc")
    program.wait_gone(HELP)
    # Cut after Esc, and after Esc [.
    for head, tail, wanted in ((b"\x1b", b"[B", "beta"), (b"\x1b[", b"A", "alpha")):
        begin = time.monotonic()
        program.press_unseen(head)
        program.send(tail)
        if time.monotonic() - begin > longest / 2:
            # A busy machine served us so late that the program may have given up waiting, as it should.
            program.close()
            return a_key_in_two_pieces_is_one_key(run)
        program.wait_for(rf"> {wanted}")
    quit_with_q(program)


@suite.check
def a_lone_escape_answers_soon(run):
    """Fault E8."""
    program = start(run, env={"SSH_CONNECTION": "192.0.2.1 1 192.0.2.2 22"})
    program.press("?")
    program.wait_for(HELP)
    program.press("Esc")
    program.wait_gone(HELP)


@suite.check
def garbage_is_no_key(run):
    """Fault E8."""
    program = two_in_list(run)
    for garbage in (b"\x00", b"\xff\xfe", b"\xc3", b"\x1b[?62;1;2c", b"\x1b[24;80R", b"\x1b[I", b"\x1b[O",
                    b"\x1b[<0;10;10M", b"\x1b[M !!", b"\x1b]11;rgb:0000/0000/0000\x07", b"\x1bP1$r0m\x1b\\",
                    b"\x1b[99;99~", b"\x1bOZ"):
        program.send(garbage)
        there_and_back(program)
        expect(not program.shows("Quit Tessera|Log in to|New token|New profile"),
               f"{garbage!r} did something:\n{program.picture()}")
    quit_with_q(program)


def two_in_list(run, env=None):
    url = run.keep(DeadPort()).url
    program = start(run, profile("alpha", url), profile("beta", url), env=env)
    program.wait_for("alpha.*unreachable")
    program.wait_for("beta.*unreachable")
    program.wait_for("> alpha")
    return program


def there_and_back(program):
    """By keys that move the cursor: what was sent before them has had its effect."""
    program.press("j")
    program.wait_for("> beta")
    program.press("k")
    program.wait_for("> alpha")


# Paste

@suite.check
def a_paste_on_a_list_does_nothing(run):
    """Fault E6: with line ends, and with its own end mark."""
    program = two_in_list(run)
    before = program.screen.lines
    for text in ("q\r", "q", "ln\rd\ry\r", ":quit\r"):
        program.paste(text)
    # The marker of its end inside of it, to smuggle keys out.
    program.send(b"\x1b[200~abc\x1b[201~q\rq\r\x1b[201~")
    there_and_back(program)
    expect_equal([line for line in program.screen.lines if "ago" not in line and "past" not in line.lower()],
                 [line for line in before if "ago" not in line and "past" not in line.lower()],
                 "the screen after a paste on a list")
    quit_with_q(program)


@suite.check
def a_paste_into_a_field_is_text(run):
    """Fault E6."""
    program = started_in(run, "list")
    program.press("a")
    program.wait_for("New profile")
    program.paste("first\nsecond\r\n")
    program.wait_for("firstsecond")
    program.wait_for("[Ll]eft out 2 line breaks")
    expect(program.shows("New profile"), f"the paste sent the form:\n{program.picture()}")
    program.paste("with\x1b[31mcolour")
    program.wait_for("control character")
    expect(program.shows("firstsecond"), f"the refused paste changed the field:\n{program.picture()}")
    program.press("Esc")
    program.wait_for("Discard changes")


@suite.each(("list",), ("form",))
def ten_megabytes_of_paste_are_survived(run, state):
    """Fault E6."""
    program = start(run, profile("alpha", run.keep(DeadPort()).url))
    program.wait_for("unreachable")
    if state == "form":
        program.press("a")
        program.wait_for("New profile")
    program.paste(b"0123456789abcdef" * (10 * 1024 * 1024 // 16))
    if state == "form":
        program.wait_for("Nothing was pasted")
        program.press("x")
        program.wait_for(r"Name\W+x")
    else:
        program.press("?")
        program.wait_for(HELP)
    with open(f"/proc/{program.pid}/status") as file:
        peak = int(re.search(r"VmHWM:\s+(\d+)", file.read()).group(1)) // 1024
    expect(peak < 150, f"the paste took {peak} MiB of memory")
    program.signal(signal.SIGTERM)
    expect_equal(program.wait_for_end(), 143, "exit status after SIGTERM")
    program.expect_clean()


# Being quiet, and being stopped

@suite.check
def idle_it_writes_nothing(run):
    program = start(run)
    seen = []
    # What the start has left to do may come late: one time in which nothing happens is enough.
    for _ in range(10):
        waits, begin = voluntary_switches(program.pid), time.monotonic()
        written = program.read_for(3)
        after, seconds = voluntary_switches(program.pid), time.monotonic() - begin
        awake = sum(count - waits[task] for task, count in after.items() if task in waits)
        seen.append((written, awake, round(seconds, 1)))
        # Dispatch looks at its own threads once a second; we must not add to that.
        if written == 0 and awake <= seconds + 1:
            break
    else:
        raise Failure(f"bytes written and wake-ups, in so many idle seconds: {seen}")
    quit_with_q(program)


def voluntary_switches(pid):
    """How often each thread has waited so far."""
    waits = {}
    for task in os.listdir(f"/proc/{pid}/task"):
        with contextlib.suppress(OSError), open(f"/proc/{pid}/task/{task}/status") as file:
            waits[task] = int(re.search(r"^voluntary_ctxt_switches:\s+(\d+)", file.read(), re.MULTILINE).group(1))
    return waits


@suite.check
def it_can_be_stopped_and_continued_in_a_shell(run):
    """Fault E12."""
    place = home(run, profile("alpha", run.keep(DeadPort()).url))
    tmux = run.keep(Tmux(run.directory, env={"HOME": run.directory}))
    tmux.wait_for(SHELL)
    tmux.type(f"{run.binary} --home {place}")
    tmux.press("Enter")
    tmux.wait_for("Clusters")
    expect_equal(tmux.mode("alternate_on"), "1", "the alternate screen while it runs")
    for _ in range(2):
        tmux.press("C-z")
        tmux.wait_for("Stopped")
        expect_equal(tmux.mode("alternate_on"), "0", "the alternate screen while it is stopped")
        tmux.type("stty -a | grep -ow -e '-\\?icanon' -e '-\\?echo' | tr '\\n' ' '")
        tmux.press("Enter")
        tmux.wait_for("^icanon echo")
        tmux.type("clear; fg")
        tmux.press("Enter")
        tmux.wait_for("Clusters")
        tmux.wait_for("alpha")
    tmux.press("q")
    tmux.wait_for(SHELL)
    expect_equal(tmux.mode("alternate_on"), "0", "the alternate screen after the end")
    tmux.type("echo status $?")
    tmux.press("Enter")
    tmux.wait_for("^status 0")


# A token in clear (promise P8)

TOKEN = "canary-7Qz-a-token-of-no-one"
REVEALED = "The token in clear text"


def in_reveal(run, env=None):
    program = start(run, profile("alpha", run.keep(DeadPort()).url), env=env)
    program.wait_for("unreachable")
    program.press("3", "i")
    program.wait_for("Import a token for alpha")
    program.press(TOKEN)
    program.press("Tab", "Tab", "Tab")
    program.wait_for("> Validate now")
    program.press("Space", "Ctrl-S")
    program.wait_gone("Import a token for alpha")
    program.press("p")
    program.wait_for(REVEALED)
    program.wait_for(TOKEN)
    return program


@suite.each(("resize", lambda program: program.resize(90, 26)), ("focus", lambda program: program.send(b"\x1b[O")))
def a_token_in_clear_goes_with_the_view_of_it(run, _, act):
    program = in_reveal(run)
    program.wait_until(lambda: program.screen.modes.get(1004), "asking the terminal to tell of the focus")
    act(program)
    program.wait_gone(REVEALED)
    program.wait_gone(TOKEN)
    quit_with_q(program)


@suite.each(*[
    (f"{how}-{term}", how, term) for how in ("Ctrl-Z", "TSTP", "STOP") for term in ("xterm-256color", "vt100")])
def a_token_in_clear_goes_with_a_stop(run, _, how, term):
    """Fault E12."""
    program = in_reveal(run, env={"TERM": term})
    if how == "TSTP":
        program.signal(signal.SIGTSTP)
    elif how == "STOP":
        program.signal(signal.SIGSTOP)
    else:
        # Any key hides it; this one reaches the program while the picture with it is still the last one.
        program.press("Ctrl-Z", "Ctrl-Z")
    program.wait_until(lambda: state_of(program.pid) == "T", "the stop")
    program.drain()
    # Of a stop by force the program learns afterwards.
    expect(how == "STOP" or not program.shows(TOKEN), f"the token is on the shell's screen:\n{program.picture()}")
    mark = len(program.output)
    program.signal(signal.SIGCONT)
    program.wait_for("Tokens")
    program.wait_gone(REVEALED)
    expect(TOKEN.encode() not in program.output[mark:], "the token was drawn again")
    quit_with_q(program)


@suite.check
def a_stop_that_comes_while_the_screen_is_drawn_is_not_lost(run):
    """Fault E12. Where curses takes the signal for its own, it ignores it while it draws."""
    log = run.path("signals")
    strace = ["strace", "-D", "-f", "-q", "-o", log, "-e", "trace=rt_sigaction", "-e", "signal=none"]
    place = home(run, profile("alpha", run.keep(DeadPort()).url))
    program = run.keep(Program([*strace, run.binary, "--home", str(place)], 80, 24, env={"HOME": run.path("home")}))
    program.wait_for("unreachable")
    program.press("?")
    program.wait_for(HELP)
    program.press("Esc")
    program.wait_gone(HELP)
    quit_with_q(program)

    def calls():
        with open(log) as file:
            text = file.read()
        return text.count("exited with") and re.findall(r"rt_sigaction\(SIGTSTP, \{sa_handler=(\w+)", text)
    handlers = program.wait_until(calls, "the end of the trace")
    expect("SIG_IGN" not in handlers, f"while it was on the screen, SIGTSTP was given {handlers}")


@suite.check
def a_secret_command_that_asks_gets_the_terminal_and_gives_it_back(run):
    """Promise P27."""
    server = run.keep(DemoServer(run.binary, run.directory))
    # The question of the program shows the command, and not what it prints.
    ask = "printf 'PIN of %s: ' safe >/dev/tty && read -r pin </dev/tty && printf '%s\\n' \"$pin\""
    command = {"argv": ["/bin/sh", "-c", ask], "kind": "password", "format": "raw", "timeout_s": 120,
               "interactive": True}
    program = start(run, profile(
        "alpha", server.url, username=server.facts["admin"], secretSource="command", secretCommand=command))
    program.wait_for("logged out")
    program.press("l")
    program.wait_for("Empty runs the secret command")
    program.press("Ctrl-S")
    program.wait_for_question("Run the secret command of alpha")
    program.press("y")
    program.wait_for("PIN of safe:")
    expect(not program.screen.modes.get(1049), "the command asks on the program's screen")
    expect_equal(bytes(program.output).rpartition(b"PIN of safe: ")[2], b"", "what was drawn over the question")
    program.press(server.facts["password"], "Enter")
    program.wait_for("logged in to alpha")
    expect(program.screen.modes.get(1049), "the program has not taken the screen back")
    # And the keyboard; what was typed into the form that has closed is not meant for the panes.
    program.wait_while_deaf()
    program.press("?")
    program.wait_for(HELP)


# The clipboard in tmux (promises P9 and P26)

@suite.check
def tmux_is_run_from_a_safe_place_and_keeps_no_token(run):
    # What others can write to stands first in PATH.
    evil = run.path("evil")
    os.mkdir(evil)
    os.chmod(evil, 0o777)
    fake = os.path.join(evil, "tmux")
    with open(fake, "w") as file:
        file.write(f"#!/bin/sh\ncat > '{run.path('stolen')}'\n")
    os.chmod(fake, 0o755)
    place = home(run, profile("alpha", run.keep(DeadPort()).url))
    tmux = run.keep(Tmux(run.directory, env={"HOME": run.directory}))
    tmux.wait_for(SHELL)
    tmux.type(f"PATH={evil}:$PATH {run.binary} --home {place}")
    tmux.press("Enter")
    tmux.wait_for("unreachable")
    tmux.press("3", "i")
    tmux.wait_for("Import a token for alpha")
    tmux.type(TOKEN)
    tmux.press("Tab", "Tab", "Tab")
    tmux.wait_for("> Validate now")
    tmux.press("Space", "C-s")
    tmux.wait_gone("Import a token for alpha")
    tmux.press("y")
    # Over two rows, wherever the first one ends.
    tmux.wait_for(r"[\s│|]+".join("removed from tmux's buffers in 60 s".split()))
    expect(not os.path.exists(run.path("stolen")), "the program in the unsafe place was run")
    expect_equal(tmux.buffer(), TOKEN, "the buffer of tmux")
    tmux.press("q")
    tmux.wait_for(SHELL)
    expect(tmux.buffer() != TOKEN, "the token is still in the buffers of tmux")


# What others do with the terminal, and what must not be done on it

@suite.check
def a_secret_in_a_name_is_refused_and_not_repeated(run):
    """Fault E7."""
    place = home(run, profile("alpha", run.keep(DeadPort()).url))
    before = place.read()
    program = run.keep(Program([run.binary, "--home", str(place)], env={"HOME": run.path("home")}))
    program.wait_for("alpha")
    program.press("a")
    program.wait_for("New profile")
    program.paste("eyJhbGciOiJIUzI1NiJ9." + TOKEN + "." + "x" * 300)
    program.press("Ctrl-S")
    program.wait_for(r"^.*! it looks like a token, and is not repeated here.*$")
    expect(b"canary" not in program.output and b"eyJ" not in program.output, "what was pasted was shown")
    program.press("Esc")
    program.wait_for_question("Discard changes")
    program.press("y")
    program.wait_gone("New profile")
    quit_with_q(program)
    expect_equal(place.read(), before, "the profiles")
    expect(TOKEN.encode() not in b"".join(place.contents().values()), "what was pasted is in a file")


@suite.check
def what_was_typed_ahead_answers_no_question(run):
    """Fault E9: a key that is held down while the program is busy confirms nothing."""
    program = two_in_list(run)
    program.press(b"d" + b"y\r" * 500)
    program.wait_for("Remove.*alpha")
    program.wait_while_deaf()
    expect(program.shows("Remove.*alpha"), f"what was typed ahead was an answer:\n{program.picture()}")
    program.press("Esc")
    program.wait_gone("Remove.*alpha")
    there_and_back(program)
    quit_with_q(program)


@suite.check
def what_others_write_goes_with_ctrl_l(run):
    """Fault E24: `wall` writes over the screen."""
    program = two_in_list(run)
    os.write(program.slave, b"\r\nBroadcast message from root@host: the machine goes down\r\n")
    program.wait_for("Broadcast message")
    program.press("Ctrl-L")
    program.wait_gone("Broadcast message")
    there_and_back(program)
    quit_with_q(program)


@suite.check
def letters_that_another_program_made_lines_come_back_with_ctrl_l(run):
    """What a binary file on the terminal leaves behind; told once, and not again with each change of look."""
    program = two_in_list(run)
    os.write(program.slave, b"\x1b(0\r\nletters are lines")
    program.wait_for("letters are lines")
    before = len(program.output)
    program.press("Ctrl-L")
    program.wait_gone("letters are lines")
    there_and_back(program)
    expect_equal(program.output[before:].count(b"\x1b(B"), 1, "times that letters were chosen")
    quit_with_q(program)


@suite.check
def no_pager_and_no_editor_is_started(run):
    """Faults E19 and E20."""
    mark = run.path("started")
    for name in ("PAGER", "EDITOR", "VISUAL", "MANPAGER", "GIT_PAGER", "BROWSER"):
        script = run.path(f"start-{name}")
        with open(script, "w") as file:
            file.write(f"#!/bin/sh\necho {name} >> '{mark}'\n")
        os.chmod(script, 0o755)
    variables = {name: run.path(f"start-{name}") for name in ("PAGER", "EDITOR", "VISUAL", "MANPAGER", "BROWSER")}
    program = start(run, profile("alpha", run.keep(DeadPort()).url), env=variables)
    program.wait_for("unreachable")
    program.press("?")
    program.wait_for(HELP)
    program.press("Esc")
    program.wait_for("unreachable")
    quit_with_q(program)
    command = run.keep(Program([run.binary, "help", "settings"], env={"HOME": run.path("home"), **variables}))
    expect_equal(command.wait_for_end(), 0, "exit status of the help")
    expect("settings.json" in command.text or "settings.json" in bytes(command.output).decode(), "the help is not told")
    expect(not os.path.exists(mark), "a pager or an editor was started")


@suite.check
def the_clipboard_of_a_terminal_is_never_told_as_reached(run):
    """Fault E25: what takes OSC 52, and whether it does, no terminal tells."""
    program = in_reveal(run)
    program.press("Esc")
    program.wait_gone(REVEALED)
    program.press("y")
    program.wait_for("if the terminal allows it")
    program.wait_until(lambda: b"\x1b]52;" in program.output, "the sequence of the clipboard")
    quit_with_q(program)


@suite.check
def a_recorder_sees_masks(run):
    """Fault E18: what `script` would record of a login has no secret in it."""
    program = started_in(run, "form")
    expect(CANARY.encode() not in program.output, "the typed secret was written to the terminal")
    program.press("Esc")


# The hidden prompt of the command line

def at_prompt(run, pit=None):
    place = home(run, profile("alpha", (pit or run.keep(Tarpit())).url))
    program = run.keep(
        Program([run.binary, "session", "alpha", "--home", str(place)], env={"HOME": run.path("home")}))
    program.wait_for("Password of tsadmin on alpha")
    program.press_unseen(CANARY)
    return program


@suite.each(("Ctrl-C", 130), ("TERM", 143), ("HUP", 129))
def a_hidden_prompt_can_be_left(run, how, status):
    """Fault E11."""
    program = at_prompt(run)
    if how == "Ctrl-C":
        program.press(how)
    else:
        program.signal(getattr(signal, f"SIG{how}"))
    expect_equal(program.wait_for_end(), status, "exit status")
    program.expect_clean()
    expect(CANARY.encode() not in program.output, "the typed secret was echoed")


# Promise P48: whatever ends the process, the echo is back.
@suite.each(*[(name, name) for name in (
    "QUIT", "SEGV", "BUS", "ABRT", "ILL", "FPE", "TRAP", "SYS", "USR1", "USR2", "ALRM", "VTALRM", "PROF", "XCPU",
    "IO", "PWR", "RTMIN")])
def a_signal_at_a_hidden_prompt_gives_the_echo_back(run, _, name):
    program = at_prompt(run)
    number = getattr(signal, f"SIG{name}")
    program.signal(number)
    expect_equal(program.wait_for_end(), -number, "how it ended")
    program.expect_clean()
    expect(CANARY.encode() not in program.output, "the typed secret was echoed")


@suite.check
def two_signals_at_a_hidden_prompt_give_the_echo_back(run):
    program = at_prompt(run)
    program.signal(signal.SIGTERM)
    program.signal(signal.SIGINT)
    expect(program.wait_for_end() in (143, 130), f"exit status {program.status}")
    program.expect_clean()


@suite.each(("Ctrl-Z", lambda tmux, pid: tmux.press("C-z")),
            ("TSTP", lambda tmux, pid: os.kill(pid, signal.SIGTSTP)),
            ("STOP", lambda tmux, pid: os.kill(pid, signal.SIGSTOP)))
def a_hidden_prompt_can_be_stopped_and_continued(run, _, stop):
    """Fault E12."""
    pit = run.keep(Tarpit())
    place = home(run, profile("alpha", pit.url))
    tmux = run.keep(Tmux(run.directory, env={"HOME": run.directory}))
    tmux.wait_for(SHELL)
    tmux.type(f"{run.binary} session alpha --home {place}")
    tmux.press("Enter")
    for _ in range(2):
        tmux.wait_for(r"on alpha:\s*$")
        stop(tmux, pid_of(run.binary, str(place)))
        tmux.wait_for("Stopped")
        tmux.type("clear; stty -a | grep -ow -e '-\\?icanon' -e '-\\?echo' | tr '\\n' ' '")
        tmux.press("Enter")
        tmux.wait_for("^icanon echo")
        # In the background it waits, and leaves the shell's terminal alone.
        tmux.type("clear; bg; echo $((6 * 7)); stty -a | grep -ow -e '-\\?echo'")
        tmux.press("Enter")
        tmux.wait_for("(?s)^42\n.*^echo")
        tmux.type("clear; fg")
        tmux.press("Enter")
    tmux.wait_for(r"on alpha:\s*$")
    tmux.type(CANARY)
    tmux.press("Enter")
    tmux.wait_until(lambda: CANARY.encode() in pit.received, "the arrival of the secret")
    expect(not tmux.shows(CANARY), f"the typed secret is shown:\n{tmux.picture()}")
    tmux.press("C-c")
    tmux.wait_for(SHELL)
    tmux.type("clear; echo visible")
    tmux.wait_for("echo visible")


def pid_of(binary, word):
    """The process that runs the binary with a word."""
    for entry in filter(str.isdigit, os.listdir("/proc")):
        with contextlib.suppress(OSError), open(f"/proc/{entry}/cmdline", "rb") as file:
            words = file.read().decode(errors="replace").split("\0")
            if words[0] == binary and word in words:
                return int(entry)
    raise Failure(f"no process runs {binary} with {word}")


@suite.check
def a_request_of_a_command_can_be_interrupted(run):
    """Fault E11."""
    pit = run.keep(Tarpit())
    program = at_prompt(run, pit)
    program.press("Enter")
    program.wait_until(lambda: pit.received, "the request")
    program.press("Ctrl-C")
    status = program.wait_for_end()
    # The login may have been executed: that outweighs the signal, if it is told.
    expect(status in (130, 13), f"exit status {status}")
    program.expect_clean()
    expect(CANARY.encode() not in program.output, "the typed secret was echoed")


if __name__ == "__main__":
    suite.main()
