#!/usr/bin/env -S python3 -B
"""Runs a program, counts its system calls over all its threads in one order, and strikes at one of them.

    tracer.py REPORT AT FAULT NAMES -- COMMAND...

strace counts by thread and by name, so that one number stands for several places; this counts once. At the call with
the number AT (1 is the first; 0: none) the program is killed before the call is made (FAULT `KILL`), or the call fails
with the error that FAULT names (`EIO`; x86_64 only). NAMES are the calls that count, with commas between them; empty:
all of them. The report is a JSON object: the number of calls that counted, whether the fault was reached, the names.
"""

import ctypes
import errno
import json
import os
import platform
import signal
import sys

TRACEME, CONT_SYSCALL, SETOPTIONS, POKEUSER, GET_SYSCALL_INFO, ATTACH, DETACH = 0, 24, 0x4200, 6, 0x420E, 16, 17
# System calls are told apart from traps; clone, fork, vfork and exec are followed; all end when the tracer does.
OPTIONS = 0x1 | 0x2 | 0x4 | 0x8 | 0x10 | 0x100000
WALL = 0x40000000
ENTRY, EXIT = 1, 2
ORIG_RAX, RAX, RSP = 15 * 8, 10 * 8, 19 * 8
# Numbers of x86_64 and of the generic table (arm64).
NUMBERS = {
    "x86_64": {
        "read": 0, "write": 1, "close": 3, "fstat": 5, "pread64": 17, "pwrite64": 18, "readv": 19, "writev": 20,
        "socket": 41, "connect": 42, "sendto": 44, "recvfrom": 45, "sendmsg": 46, "recvmsg": 47, "shutdown": 48,
        "execve": 59, "exit": 60, "fcntl": 72, "flock": 73, "fsync": 74, "fdatasync": 75, "ftruncate": 77,
        "rename": 82, "mkdir": 83, "unlink": 87, "fchmod": 91, "getdents64": 217, "exit_group": 231, "openat": 257,
        "mkdirat": 258, "newfstatat": 262, "unlinkat": 263, "renameat": 264, "linkat": 265, "readlinkat": 267,
        "fchmodat": 268, "renameat2": 316, "open": 2, "add_key": 248, "keyctl": 250,
    },
    "aarch64": {
        "read": 63, "write": 64, "close": 57, "fstat": 80, "pread64": 67, "pwrite64": 68, "readv": 65, "writev": 66,
        "socket": 198, "connect": 203, "sendto": 206, "recvfrom": 207, "sendmsg": 211, "recvmsg": 212, "shutdown": 210,
        "execve": 221, "exit": 93, "fcntl": 25, "flock": 32, "fsync": 82, "fdatasync": 83, "ftruncate": 46,
        "fchmod": 52, "getdents64": 61, "exit_group": 94, "openat": 56, "mkdirat": 34, "newfstatat": 79, "unlinkat": 35,
        "renameat": 38, "linkat": 37, "readlinkat": 78, "fchmodat": 53, "renameat2": 276, "add_key": 217, "keyctl": 219,
    },
}.get(platform.machine(), {})
NAMES = {number: name for name, number in NUMBERS.items()}


class SyscallInfo(ctypes.Structure):
    _fields_ = [("op", ctypes.c_uint8), ("pad", ctypes.c_uint8 * 3), ("arch", ctypes.c_uint32),
                ("ip", ctypes.c_uint64), ("sp", ctypes.c_uint64), ("number", ctypes.c_uint64),
                ("arguments", ctypes.c_uint64 * 6)]


LIBC = ctypes.CDLL(None, use_errno=True)
LIBC.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
LIBC.ptrace.restype = ctypes.c_long


def ptrace(request, pid, address=0, data=0):
    """False when the thread is gone."""
    return LIBC.ptrace(request, pid, address, data) != -1


def take_stack_away(thread):
    """The thread goes on with a stack that is none, as after an overflow (x86_64 only)."""
    if not ptrace(ATTACH, thread):
        raise ProcessLookupError(f"no thread {thread}")
    os.waitpid(thread, WALL)
    # The call that it waits in is not made again.
    for register, value in ((ORIG_RAX, ctypes.c_ulong(-1).value), (RSP, 0x1008)):
        ptrace(POKEUSER, thread, register, value)
    ptrace(DETACH, thread)


class Tracer:
    def __init__(self, at, fault, names):
        self.at, self.fault, self.names = at, fault, names
        self.count, self.calls, self.reached, self.file = 0, [], None, None
        # Threads whose call was replaced, and is to fail.
        self.failing = set()
        self.known = set()

    def run(self, command):
        """The status of the program's end, as `waitpid` gives it."""
        self.main = os.fork()
        if self.main == 0:
            try:
                LIBC.ptrace(TRACEME, 0, 0, 0)
                os.execvp(command[0], command)
            finally:
                os._exit(127)
        os.waitpid(self.main, WALL)
        ptrace(SETOPTIONS, self.main, 0, OPTIONS)
        self.known.add(self.main)
        ptrace(CONT_SYSCALL, self.main)
        end = 0
        while True:
            try:
                pid, status = os.waitpid(-1, WALL)
            except ChildProcessError:
                return end
            if not os.WIFSTOPPED(status):
                if pid == self.main:
                    end = status
                continue
            ptrace(CONT_SYSCALL, pid, 0, self.on_stop(pid, status))

    def on_stop(self, pid, status):
        """The signal to go on with; 0 for none."""
        number = os.WSTOPSIG(status)
        if number == signal.SIGTRAP | 0x80:
            self.on_call(pid)
            return 0
        first = pid not in self.known
        self.known.add(pid)
        is_event = status >> 16 != 0
        return 0 if is_event or (first and number == signal.SIGSTOP) else number

    def on_call(self, pid):
        info = SyscallInfo()
        if not ptrace(GET_SYSCALL_INFO, pid, ctypes.sizeof(info), ctypes.addressof(info)):
            return
        if info.op == EXIT and pid in self.failing:
            self.failing.discard(pid)
            ptrace(POKEUSER, pid, RAX, ctypes.c_ulong(-getattr(errno, self.fault)).value)
        if info.op != ENTRY:
            return
        name = NAMES.get(info.number, str(info.number))
        if self.names and name not in self.names:
            return
        self.count += 1
        self.calls.append(name)
        if self.count != self.at:
            return
        self.file = self.file_of(pid, info.arguments[0])
        # What wakes a thread does not fail: it has no disk and no other end.
        if self.fault != "KILL" and self.file.startswith("anon_inode:"):
            return
        # The runtime's pool of threads counts those that run, by /proc/THREAD/stat, when a run takes long; it ends the
        # process where it may not. That is no file of a run, and whether it comes is up to the machine.
        if self.fault != "KILL" and name == "openat" and self.path_at(pid, info.arguments[1]).startswith("/proc/"):
            return
        self.reached = name
        if self.fault == "KILL":
            os.kill(self.main, signal.SIGKILL)
        elif ptrace(POKEUSER, pid, ORIG_RAX, ctypes.c_ulong(-1).value):
            self.failing.add(pid)

    @staticmethod
    def path_at(pid, address):
        """The text that an argument points to; empty where it cannot be read."""
        try:
            with open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
                memory.seek(address)
                return memory.read(64).split(b"\0")[0].decode(errors="replace")
        except (OSError, OverflowError):
            return ""

    @staticmethod
    def file_of(pid, descriptor):
        """What the first argument stands for, where it is a descriptor and may be looked at."""
        try:
            return os.readlink(f"/proc/{pid}/fd/{descriptor}")
        except OSError:
            return ""


def main():
    report, at, fault, names = sys.argv[1:5]
    tracer = Tracer(int(at), fault, set(filter(None, names.split(","))))
    status = tracer.run(sys.argv[6:])
    with open(report, "w") as file:
        json.dump({"count": tracer.count, "reached": tracer.reached, "file": tracer.file, "calls": tracer.calls}, file)
    code = os.waitstatus_to_exitcode(status)
    if code < 0:
        signal.signal(-code, signal.SIG_DFL) if -code not in (signal.SIGKILL, signal.SIGSTOP) else None
        os.kill(os.getpid(), -code)
    sys.exit(code)


if __name__ == "__main__":
    main()
