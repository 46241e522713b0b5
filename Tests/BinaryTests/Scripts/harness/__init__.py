"""What the checks of the real binary share: a terminal that can be read, tmux, a command line, named checks."""

from .checks import Failure, Suite, expect, expect_equal
from .clusters import DeadPort, DemoServer, Tarpit
from .commands import CommandLine
from .foreign import ForeignListener
from .homes import Home
from .program import Program
from .tmux import Tmux

__all__ = [
    "CommandLine", "DeadPort", "DemoServer", "Failure", "ForeignListener", "Home", "Program", "Suite", "Tarpit", "Tmux",
    "expect", "expect_equal",
]
