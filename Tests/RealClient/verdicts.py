"""What the drivers of this folder have in common: how they judge, and how they are called."""

import os
import sys


class Difference(Exception):
    """Something came out other than expected."""


def expect(condition, sentence):
    if not condition:
        raise Difference(sentence)


NAMES = ["URL", "USER", "PASSWORD", "SECRET_KEY", "CA_FILE"]


def arguments(doc):
    """URL, user, password, secret key, and a CA file or None, of the command line or of TESSERA_DEMO_*."""
    values = [
        sys.argv[index + 1] if len(sys.argv) > index + 1 else os.environ.get(f"TESSERA_DEMO_{name}")
        for index, name in enumerate(NAMES)
    ]
    if not all(values[:4]):
        sys.exit(doc)
    return values


def judge(run, *problems):
    """Runs a driver to its end. `problems` are the errors that its client lets through."""
    try:
        run()
    except Difference as difference:
        sys.exit(f"The demo cluster differs from the documented wire: {difference}.")
    except (*problems, KeyError, ValueError) as error:
        sys.exit(f"The demo cluster could not be driven: {type(error).__name__}: {error}")
    print("The real client found everything as it is documented.")
