"""The memory of the screen, and how many copies of a secret are in it. Only root may read it."""

import re

from .clusters import DemoServer
from .commands import CommandLine
from .homes import Home, profile
from .program import Program


def image(pid):
    """All memory that the process can write to."""
    found = []
    with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", 0) as memory:
        for line in maps:
            area, rights, _, _, _, *name = line.split()
            if not rights.startswith("rw") or name and name[0].startswith(("/dev/", "[vvar")):
                continue
            start, end = (int(part, 16) for part in area.split("-"))
            try:
                memory.seek(start)
                found.append(memory.read(end - start))
            except (OSError, ValueError):
                continue
    return found


def locked(pid):
    """How much of the memory of a process is never written to the swap space, in kilobytes."""
    with open(f"/proc/{pid}/status", encoding="ascii") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmLck:"))


def copies(areas, secret):
    return sum(area.count(secret.encode()) for area in areas)


def counts(program, secrets):
    """How often each secret is in the memory of the program, by the secret's name."""
    areas = image(program.pid)
    return {name: copies(areas, secret) for name, secret in secrets.items()}


def stages(run):
    """What was done, the program that did it, and the secrets to look for in its memory."""
    server = run.keep(DemoServer(run.binary, run.directory))
    password = server.facts["password"]
    home = Home(run.path("home"), profile("alpha", server.url))
    program = run.keep(Program([run.binary, "--home", str(home)], 120, 40, env={"HOME": run.directory}))
    program.wait_for(r"alpha.*logged out")
    program.press("l")
    program.wait_for("> Password")
    program.press(password, "Ctrl-S")
    program.wait_gone("Log in to alpha")
    program.wait_for(r"alpha.*\bin ~")
    yield "logged in", program, {"password": password}
    program.press("n")
    program.wait_for("New token on alpha")
    program.press("Tab", "Tab", "Tab")
    program.wait_for("> Password")
    program.press(password, "Ctrl-S")
    program.wait_gone("New token on alpha")
    program.press("3")
    program.wait_for(r"[0-9a-f]{12}.*tsadmin")
    areas = image(program.pid)
    # Every token of a cluster begins with the same letters.
    found = re.findall(rb"eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{300,}", b"\0".join(areas))
    token = min(found, key=len).decode()
    secrets = {"password": password, "token": token.split(".")[1]}
    yield "token issued", program, secrets
    program.press("r")
    program.wait_for_question("Revoke this token")
    program.press("y")
    program.wait_for_question("Enter closes")
    program.press("Enter")
    program.wait_gone("Enter closes")
    yield "token revoked", program, secrets
    # With no token left that the session serves there is no question.
    program.press("1", "o")
    program.wait_for(r"alpha.*logged out")
    yield "logged out", program, secrets


def vault_stages(run):
    """The same for the passphrase of a vault that is unlocked and locked again."""
    passphrase = "Jx5nTq83Wm20Rv61"
    file = run.secret_file("passphrase", passphrase)
    home = Home(run.path("vault-home"), profile("alpha", "http://127.0.0.1:9", secretSource="vault"))
    CommandLine(run.binary, home, {"HOME": run.directory})("vault", "create", "--passphrase-file", file)
    program = run.keep(Program([run.binary, "--home", str(home)], 120, 40, env={"HOME": run.directory}))
    program.wait_for("alpha")
    program.press("V")
    program.wait_for("Unlock the vault")
    program.press_unseen(passphrase)
    program.wait_for(r"[*•●]{4}")
    yield "passphrase typed", program, {"passphrase": passphrase}
    program.press("Ctrl-S")
    program.wait_for("the vault is unlocked")
    program.wait_gone("Unlock the vault")
    yield "vault unlocked", program, {"passphrase": passphrase}
    program.press("V")
    program.wait_for("vault is locked|locked the vault|the vault was locked|vault locked")
    yield "vault locked", program, {"passphrase": passphrase}
