"""Waiting for what a terminal shows: the fact itself, never a time in which it should have come."""

import contextlib
import os
import re
import time

from .checks import Failure

# What a hang costs, and no measure of speed: what is waited for ends the wait.
PATIENCE = float(os.environ.get("CHECK_PATIENCE", "180"))
# What appears by itself - a question, or what lies behind a form that has closed - takes no key for 0.3 s from when it
# was shown.
DEAF = 0.35


def state_of(task):
    """The letter that the system has for what a process or thread does; empty when it is gone."""
    with contextlib.suppress(OSError), open(f"/proc/{task}/stat") as file:
        return file.read().rsplit(")", 1)[1].split()[0]
    return ""


def is_at_work(pid):
    """Whether the thread that has the screen runs, or would if it had a processor."""
    return state_of(f"{pid}/task/{pid}") in ("R", "D")


def wait_until(condition, what, pause=lambda: time.sleep(0.02)):
    """Gives what the condition gave; `what` is told, or called for what to tell, when it never came."""
    end = time.monotonic() + PATIENCE
    while not (found := condition()):
        if time.monotonic() >= end:
            raise Failure(what() if callable(what) else f"{what} did not happen")
        pause()
    return found


class Display:
    """A terminal that can be looked at. A subclass has `text` and `picture`, and says in `pause` how time passes, in
    `is_at_work` whether the program does, and in `is_still` whether nothing came for so many seconds.

    `shows` tells of this moment alone: what is decided by it must be certain to stand already, or never to come.
    """

    def pause(self):
        time.sleep(0.03)

    def wait_while_deaf(self):
        """Waits until what is shown takes keys. The time counts from when the terminal has taken all of the picture; the
        program looks at its clock then, and before it waits again."""
        self.wait_until(lambda: not self.is_at_work() and self.is_still(DEAF), "a program that waits for a key")

    def shows(self, pattern):
        return re.search(pattern, self.text, re.MULTILINE) is not None

    def wait_until(self, condition, what):
        return wait_until(condition, lambda: f"{what} did not happen; the screen shows\n{self.picture()}", self.pause)

    def wait_for(self, pattern):
        """The match, as soon as the screen shows the pattern."""
        return wait_until(lambda: re.search(pattern, self.text, re.MULTILINE),
                          lambda: f"the screen never showed /{pattern}/ but\n{self.picture()}", self.pause)

    def wait_gone(self, pattern):
        self.wait_until(lambda: not self.shows(pattern), f"/{pattern}/ going away")
        self.wait_while_deaf()

    def wait_for_question(self, pattern):
        """The match; from here on the question takes keys."""
        found = self.wait_for(pattern)
        self.wait_while_deaf()
        return found
