"""A program in tmux, on a server of its own: keys by name, words on the screen."""

import contextlib
import os
import subprocess
import time

from .checks import Failure
from .display import Display, is_at_work
from .program import environment

CONFIGURATION = "set -g status off\nset -s escape-time 10\nset -g default-terminal tmux-256color\n"


def session_of(pid):
    """The id of its leader, as text; empty when the process is gone."""
    with contextlib.suppress(OSError), open(f"/proc/{pid}/stat") as file:
        return file.read().rsplit(")", 1)[1].split()[3]
    return ""


class Tmux(Display):
    def __init__(self, directory, columns=80, rows=24, command=None, env=None):
        """Without a command, a plain shell."""
        configuration = os.path.join(directory, "tmux.conf")
        with open(configuration, "w") as file:
            file.write(CONFIGURATION)
        self._tmux = ["tmux", "-S", os.path.join(directory, "tmux"), "-f", configuration]
        self._environment = environment(**(env or {}))
        self._environment["PS1"] = "shell> "
        command = command or ["bash", "--norc", "--noprofile", "-i"]
        self._call("new-session", "-d", "-c", directory, "-x", str(columns), "-y", str(rows), *command)

    def _call(self, *arguments, check=True):
        result = subprocess.run([*self._tmux, *arguments], env=self._environment, capture_output=True, text=True)
        if check and result.returncode:
            raise Failure(f"tmux {arguments[0]}: {result.stderr.strip()}")
        return result.stdout

    @property
    def text(self):
        return self._call("capture-pane", "-p", check=False)

    def is_at_work(self):
        """Any program of the pane."""
        leader = self.mode("pane_pid")
        pids = [pid for pid in os.listdir("/proc") if pid.isdigit() and session_of(pid) == leader]
        return any(map(is_at_work, pids))

    def is_still(self, seconds):
        before = self.text
        time.sleep(seconds)
        return self.text == before

    @property
    def is_running(self):
        return bool(self._call("list-panes", check=False).strip())

    def picture(self):
        return "\n".join(f"    |{line}" for line in self.text.splitlines()) if self.is_running else "    (ended)"

    def press(self, *keys):
        """Keys as tmux names them: Enter, Escape, Tab, C-s, Down."""
        for key in keys:
            self._call("send-keys", key)

    def type(self, text):
        self._call("send-keys", "-l", "--", text)

    def wait_for_end(self):
        self.wait_until(lambda: not self.is_running, "the end of the program")

    def mode(self, name):
        """A format of tmux, such as `alternate_on`."""
        return self._call("display-message", "-p", f"#{{{name}}}").strip()

    def buffer(self):
        """What a paste would insert."""
        return self._call("show-buffer", check=False)

    def buffers(self):
        """The contents of all buffers."""
        names = self._call("list-buffers", "-F", "#{buffer_name}", check=False).split()
        return [self._call("show-buffer", "-b", name, check=False) for name in names]

    def keep_buffers(self):
        """The server, and with it its buffers, outlasts the program."""
        self._call("set-option", "-s", "exit-empty", "off")

    def set_buffer(self, text):
        self._call("set-buffer", text)

    def close(self):
        self._call("kill-server", check=False)
