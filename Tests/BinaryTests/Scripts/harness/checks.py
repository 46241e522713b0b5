"""Named checks: each prints `ok NAME` or `FAIL NAME: why`, and one failure makes the script exit with 1."""

import os
import shutil
import signal
import sys
import tempfile
import time
import traceback

# So many checks run side by side: they wait most of the time, and share nothing.
JOBS = int(os.environ.get("CHECK_JOBS", min(8, 2 * (os.cpu_count() or 1))))


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
    def __init__(self, jobs=JOBS):
        self.checks = []
        self.jobs = jobs

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
        failed = self._run_all(binary, chosen)
        print(f"{len(chosen) - failed} of {len(chosen)} checks passed", flush=True)
        sys.exit(1 if failed or not chosen else 0)

    def _run_all(self, binary, checks):
        """Each in a process of its own; what it printed is told when it is over. Gives how many have failed."""
        waiting, running, failed = list(checks), {}, 0
        while waiting or running:
            if waiting and len(running) < self.jobs:
                check, output = waiting.pop(0), tempfile.TemporaryFile("w+")
                pid = os.fork()
                if pid == 0:
                    self._run_in_child(binary, check, output)
                running[pid] = check[0], output
                continue
            pid, status = os.wait()
            name, output = running.pop(pid)
            with output:
                output.seek(0)
                sys.stdout.write(output.read())
            code = os.waitstatus_to_exitcode(status)
            if code < 0:
                print(f"FAIL {name}: the check was ended by signal {-code}")
            sys.stdout.flush()
            failed += code != 0
        return failed

    def _run_in_child(self, binary, check, output):
        passed = False
        try:
            os.dup2(output.fileno(), sys.stdout.fileno())
            os.dup2(output.fileno(), sys.stderr.fileno())
            passed = self._run(binary, *check)
        finally:
            os._exit(0 if passed else 1)

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
