"""Runs of the command line, and everything that they printed."""

import json
import subprocess

from .checks import Failure, expect, expect_equal
from .display import PATIENCE
from .program import environment


class Outcome:
    def __init__(self, arguments, result):
        self.arguments = arguments
        self.code = result.returncode
        self.out = result.stdout.decode(errors="replace")
        self.err = result.stderr.decode(errors="replace")

    def __str__(self):
        return f"tessera {' '.join(self.arguments)} -> {self.code}\n  stdout: {self.out}\n  stderr: {self.err}"

    @property
    def json(self):
        try:
            return json.loads(self.out)
        except ValueError as error:
            raise Failure(f"standard output is no JSON ({error}): {self}") from error

    @property
    def error(self):
        """The error object of `--json`, which is the last line; warnings may stand before it."""
        try:
            return json.loads(self.err.splitlines()[-1])["error"]
        except (ValueError, IndexError, KeyError) as error:
            raise Failure(f"standard error ends with no error object ({error!r}): {self}") from error


class CommandLine:
    def __init__(self, binary, home, env=None):
        self.binary, self.home, self.variables = binary, home, env or {}
        self.captured = []

    def __call__(self, *arguments, stdin=None, exits=0, env=None, through=(), home=True):
        """Runs `tessera ARGUMENTS`; through: words in front, such as strace's."""
        command = [*through, self.binary, *arguments, *(["--home", str(self.home)] if home else [])]
        given = {"input": stdin.encode()} if stdin is not None else {"stdin": subprocess.DEVNULL}
        variables = environment(**{**self.variables, **(env or {})})
        result = subprocess.run(
            command, capture_output=True, env=variables, timeout=PATIENCE, start_new_session=True, **given)
        outcome = Outcome(arguments, result)
        self.captured += [outcome.out, outcome.err]
        if exits is not None:
            expect_equal(outcome.code, exits, f"exit status of {outcome}\n ")
        return outcome

    def fails(self, code, *arguments, exits, says=(), **how):
        """A run that must fail: its stable code, its exit status and words of its text."""
        outcome = self(*arguments, exits=exits, **how)
        expect(code in outcome.err, f"{code} is not told: {outcome}")
        for word in says:
            expect(word in outcome.err, f"{word!r} is not told: {outcome}")
        return outcome
