"""A program on a pseudo-terminal of its own, as a job of a session leader that stays: like under a shell."""

import contextlib
import fcntl
import itertools
import os
import select
import signal
import struct
import termios
import time

from .checks import Failure, expect, expect_equal
from .display import DEAF, PATIENCE, Display, is_at_work, wait_until
from .screen import TerminalScreen

KEYS = {
    "Enter": b"\r", "Esc": b"\x1b", "Tab": b"\t", "BackTab": b"\x1b[Z", "Up": b"\x1b[A", "Down": b"\x1b[B",
    "Right": b"\x1b[C", "Left": b"\x1b[D", "Space": b" ", "Ctrl-C": b"\x03", "Ctrl-Z": b"\x1a", "Ctrl-S": b"\x13",
    "Ctrl-L": b"\x0c", "Ctrl-\\": b"\x1c",
}
# Written by us in between: no terminal shows it, and nothing else sends it.
MARK = b"\x00\x7f\x00\x7f\x00"
# More than a terminal keeps for a program that does not read.
MORE_THAN_QUEUED = 1 << 16
ISOLATED = ("COLUMNS", "LINES", "NO_COLOR", "TESSERA_HOME", "TMUX", "STY", "SSH_CONNECTION", "ESCDELAY", "COLORTERM")


def environment(**changes):
    """Ours without what would change a screen; a value of None takes a variable away."""
    result = {name: value for name, value in os.environ.items() if name not in ISOLATED}
    result.update(TERM="xterm-256color", LC_ALL="C.UTF-8")
    for name, value in changes.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = value
    return result


class Program(Display):
    def __init__(self, arguments, columns=80, rows=24, env=None):
        self.arguments = arguments
        self.screen = TerminalScreen(columns or 80, rows or 24)
        self.output = bytearray()
        self.status = None
        self.cpu_seconds = None
        self.master, self.slave = os.openpty()
        self._set_size(columns, rows)
        self.modes_before = termios.tcgetattr(self.slave)
        self._start(arguments, environment(**(env or {})))

    # How it runs

    def _start(self, arguments, variables):
        news, news_end = os.pipe()
        leash, self._leash = os.pipe()
        self._leader = os.fork()
        if self._leader == 0:
            with contextlib.suppress(BaseException):
                self._lead(arguments, variables, news_end, leash)
            os._exit(1)
        os.close(news_end)
        os.close(leash)
        # Without a buffer: what has been read ahead `select` does not tell of.
        self._news = os.fdopen(news, "rb", 0)
        self.pid = int(self._news.readline())

    def _lead(self, arguments, variables, news, leash):
        os.setsid()
        fcntl.ioctl(self.slave, termios.TIOCSCTTY, 0)
        os.close(self.master)
        os.close(self._leash)
        signal.signal(signal.SIGTTOU, signal.SIG_IGN)
        # When the terminal goes, the job must notice by itself.
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        pid = os.fork()
        if pid == 0:
            os.setpgid(0, 0)
            os.tcsetpgrp(self.slave, os.getpgrp())
            for number in (signal.SIGTTOU, signal.SIGHUP, signal.SIGPIPE):
                signal.signal(number, signal.SIG_DFL)
            for stream in range(3):
                os.dup2(self.slave, stream)
            os.closerange(3, 256)
            try:
                os.execvpe(arguments[0], arguments, variables)
            finally:
                os._exit(127)
        os.close(self.slave)
        os.write(news, f"{pid}\n".encode())
        _, status, usage = os.wait4(pid, 0)
        os.write(news, f"{os.waitstatus_to_exitcode(status)} {usage.ru_utime + usage.ru_stime}\n".encode())
        os.read(leash, 1)
        os._exit(0)

    @property
    def is_running(self):
        return self.status is None and not select.select([self._news], [], [], 0)[0]

    # What it shows

    def read(self, seconds=0.05):
        """Takes what comes within the time; true when something did."""
        if not select.select([self.master], [], [], max(0, seconds))[0]:
            return False
        try:
            data = os.read(self.master, 1 << 16)
        except OSError:
            data = b""
        if not data:
            time.sleep(0.01)
            return False
        self.output += data
        self.screen.feed(data)
        return True

    def pause(self):
        if self.master is None:
            time.sleep(0.05)
        else:
            self.read(0.05)

    def is_at_work(self):
        return is_at_work(self.pid)

    def is_still(self, seconds):
        return self.read_for(seconds) == 0

    def drain(self):
        """Reads all that was written until now. For a program that is stopped or has ended."""
        begin, rest = len(self.output), MARK

        def has_come():
            nonlocal rest
            if rest and select.select([], [self.slave], [], 0)[1]:
                rest = rest[os.write(self.slave, rest):]
            self.read(0.05)
            return self.output.find(MARK, begin) >= 0
        wait_until(has_come, "reading what was written last", pause=lambda: None)
        del self.output[self.output.find(MARK, begin):][:len(MARK)]

    def read_for(self, seconds):
        """Reads until so much time has passed; how many bytes came."""
        before, end = len(self.output), time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self.read(left)
        return len(self.output) - before

    @property
    def text(self):
        return self.screen.text

    def picture(self):
        end = "" if self.is_running else f"\n(ended{'' if self.status is None else f' with {self.status}'})"
        return "\n".join(f"    |{line}" for line in self.screen.lines) + end

    # What a person does

    def send(self, data):
        """Writes, and reads meanwhile, so that neither side waits for the other."""
        data = memoryview(data)
        os.set_blocking(self.master, False)
        try:
            while data:
                readable, writable, _ = select.select([self.master], [self.master], [], PATIENCE)
                if readable:
                    self.read(0)
                if writable:
                    try:
                        data = data[os.write(self.master, data[: 1 << 14]):]
                    except BlockingIOError:
                        pass
                expect(readable or writable, f"the program stopped reading; {len(data)} bytes were left")
                if not self.is_running:
                    return
        finally:
            os.set_blocking(self.master, True)

    def press(self, *keys):
        """Keys by name, one by one; anything else is typed as it stands."""
        for key in keys:
            self.send(KEYS[key] if key in KEYS else key if isinstance(key, bytes) else key.encode())

    def press_unseen(self, text):
        """Types what no screen shows, and waits until the program has read it."""
        before = self._bytes_read()
        self.press(text)
        if before is None:
            time.sleep(DEAF)
        else:
            self.wait_until(lambda: self._bytes_read() >= before + len(text), "the program's reading of what was typed")

    def _bytes_read(self):
        """By all reading of the program so far; None where only root may know."""
        with contextlib.suppress(PermissionError), open(f"/proc/{self.pid}/io") as file:
            return int(file.readline().split()[1])
        return None

    def fill_terminal(self):
        """Has the program draw, and takes nothing of it, until its terminal has no room left."""
        sizes = itertools.cycle(range(60, 100))

        def is_full():
            self._set_size(next(sizes), 24)
            return not select.select([], [self.slave], [], 0)[1]
        # It stays full: what is left of the program's last picture still waits for its turn.
        wait_until(is_full, "a terminal that is full", pause=lambda: time.sleep(0.002))

    def paste(self, text):
        self.send(b"\x1b[200~" + (text if isinstance(text, bytes) else text.encode()) + b"\x1b[201~")

    def _set_size(self, columns, rows):
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def resize(self, columns, rows):
        self.screen.resize(columns, rows)
        self._set_size(columns, rows)

    def signal(self, number):
        os.kill(self.pid, number)

    # How it ends

    def wait_unread_for_end(self):
        """Waits for the end, and takes nothing of what the program writes."""
        wait_until(lambda: not self.is_running, "the end of a program whose terminal takes nothing")

    def wait_for_end(self):
        """The exit status; a signal counts as its negative number."""
        if self.status is None:
            self.wait_until(lambda: not self.is_running, "the end of the program")
            status, cpu = self._news.readline().split()
            self.status, self.cpu_seconds = int(status), float(cpu)
            if self.master is not None:
                self.drain()
        return self.status

    def expect_clean(self):
        """The terminal is as it was before."""
        left = self.screen.left_on()
        expect(not left, f"the program left on: {', '.join(left)}")
        expect_equal(self.screen.title_changes, 0, "changes of the window's title")
        self.expect_modes()

    def expect_modes(self):
        """The modes of the line are as they were before."""
        after = termios.tcgetattr(self.slave)
        names = ("input", "output", "control", "local")
        for name, before, now in zip(names, self.modes_before, after):
            expect(before == now, f"the {name} modes of the terminal are {now:#o}, and were {before:#o}")
        expect(after[6] == self.modes_before[6], "the control characters of the terminal are others than before")

    def hang_up(self):
        """The terminal vanishes."""
        os.close(self.master)
        os.close(self.slave)
        self.master = self.slave = None

    def close(self):
        if self._leash is None:
            return
        with contextlib.suppress(ProcessLookupError):
            if self.status is None:
                os.kill(self.pid, signal.SIGKILL)
        os.close(self._leash)
        self._leash = None
        if self.master is not None:
            # Until the leader has seen the end, its terminal takes what the program still writes.
            self.hang_up()
        os.waitpid(self._leader, 0)
        self._news.close()
