"""Waiting for what a terminal shows: the fact itself, never a time in which it should have come."""

import os
import re
import time

from .checks import Failure

# What a hang costs, and no measure of speed: what is waited for ends the wait.
PATIENCE = float(os.environ.get("CHECK_PATIENCE", "180"))
# What appears by itself - a question, or what lies behind a form that has closed - takes no key for 0.3 s from when it
# was shown.
DEAF = 0.35


def wait_until(condition, what, pause=lambda: time.sleep(0.02)):
    """Gives what the condition gave; `what` is told, or called for what to tell, when it never came."""
    end = time.monotonic() + PATIENCE
    while not (found := condition()):
        if time.monotonic() >= end:
            raise Failure(what() if callable(what) else f"{what} did not happen")
        pause()
    return found


class Display:
    """A terminal that can be looked at. A subclass has `text` and `picture`, and says in `pause` how time passes.

    `shows` tells of this moment alone: what is decided by it must be certain to stand already, or never to come.
    """

    def pause(self):
        time.sleep(0.03)

    def wait_while_deaf(self):
        time.sleep(DEAF)

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
