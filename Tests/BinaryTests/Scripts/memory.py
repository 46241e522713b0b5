#!/usr/bin/env -S python3 -B
"""How many copies of a secret are in the memory of the screen once it is not needed any more (promise P7).

    memory.py BINARY

A person logs in with a password, issues a token, revokes it and logs out; unlocks a vault and locks it. All writable memory of the process is
searched. Only root may read it. Prints one row for each step; nothing is judged.
"""

import itertools
import os
import sys
import tempfile

from harness import images
from harness.checks import Run


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory() as directory:
        run = Run(os.path.abspath(sys.argv[1]), directory)
        try:
            for what, program, secrets in itertools.chain(images.stages(run), images.vault_stages(run)):
                # What is under way may still hold some for a moment.
                program.read_for(1)
                areas = images.image(program.pid)
                counts = "  ".join(f"{name} {images.copies(areas, secret):4}" for name, secret in secrets.items())
                size = sum(map(len, areas)) / (1 << 20)
                print(f"{what:20} {counts}   {size:.0f} MiB searched", flush=True)
        finally:
            run.close()


if __name__ == "__main__":
    main()
