"""Named checks: each prints `ok NAME` or `FAIL NAME: why`, and one failure makes the script exit with 1."""

import os
import shutil
import signal
import sys
import tempfile
import time
import traceback


class Failure(AssertionError):
    """Something came out other than expected."""


def expect(condition, sentence):
    if not condition:
        raise Failure(sentence)


def expect_equal(got, wanted, what):
    if got != wanted:
        raise Failure(f"{what}: expected {wanted!r}, got {got!r}")


class Run:
    """What one check is handed: the binary, a directory of its own, and what to end when it is over."""

    def __init__(self, binary, directory):
        self.binary = binary
        self.directory = directory
        self._endings = []

    def keep(self, thing):
        """Closes `thing` when the check is over."""
        self._endings.append(thing)
        return thing

    def verify(self):
        """What each kept thing must be able to say at the end of a check that has passed."""
        for thing in self._endings:
            if hasattr(thing, "verify"):
                thing.verify()

    def path(self, *parts):
        return os.path.join(self.directory, *parts)

    def secret_file(self, name, secret):
        """A file of mode 600 with a secret, as the options for secrets want it; its path."""
        path = self.path(name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(secret)
        os.chmod(path, 0o600)
        return path

    def close(self):
        for thing in reversed(self._endings):
            thing.close()


class Suite:
    def __init__(self):
        self.checks = []

    def check(self, function):
        self.checks.append((function.__name__, function, ()))
        return function

    def each(self, *cases):
        """One check for every case; a case is a tuple whose first member names it."""

        def add(function):
            for case in cases:
                self.checks.append((f"{function.__name__}[{case[0]}]", function, case))
            return function

        return add

    def main(self):
        if len(sys.argv) < 2:
            sys.exit(f"usage: {sys.argv[0]} BINARY [NAME-PART ...]")
        # Whoever started us may have signals blocked or ignored, and what we start would inherit that.
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
        for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM):
            if signal.getsignal(number) == signal.SIG_IGN:
                signal.signal(number, signal.SIG_DFL)
        binary, wanted = os.path.abspath(sys.argv[1]), sys.argv[2:]
        chosen = [check for check in self.checks if not wanted or any(part in check[0] for part in wanted)]
        failed = sum(not self._run(binary, *check) for check in chosen)
        print(f"{len(chosen) - failed} of {len(chosen)} checks passed", flush=True)
        sys.exit(1 if failed or not chosen else 0)

    @staticmethod
    def _run(binary, name, function, case):
        started = time.monotonic()
        directory = os.path.realpath(tempfile.mkdtemp(prefix="tessera-check-"))
        run = Run(binary, directory)
        try:
            function(run, *case)
            run.verify()
        except Failure as failure:
            print(f"FAIL {name}: {failure}", flush=True)
            return False
        except Exception:
            print(f"FAIL {name}: {traceback.format_exc()}", flush=True)
            return False
        finally:
            run.close()
            shutil.rmtree(directory, ignore_errors=True)
        print(f"ok {name} ({time.monotonic() - started:.1f} s)", flush=True)
        return True
