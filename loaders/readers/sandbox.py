"""Runs one function in a process of its own, for work that may take all memory or never end.

`worker` reads cells, and keeps its process for the next file. This is for rare work that needs more
of a file than its cells; starting the process takes about a third of a second.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from indicators.domain.operations.child_environment import build_child_environment
from loaders.readers import limits
from loaders.readers.worker import build_command

_PROGRAM = (
    "import sys; sys.path[:] = sys.argv[1:]; "
    "from loaders.readers.sandbox import run_and_answer; run_and_answer()"
)


def run_in_sandbox(what: Callable[..., bytes], *given: Any) -> bytes | None:
    """Return `what(*given)`, or None if that raises or takes too much memory or time.

    `what` is a function of a module.
    """
    question = pickle.dumps((limits.export_limits(), what, given))
    done = subprocess.run(  # noqa: S603 - our own program, and no shell
        build_command(_PROGRAM),
        input=question,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=False,
        env=build_child_environment(os.environ),
    )
    return done.stdout if done.returncode == 0 else None


def run_and_answer() -> None:
    """Run in the other process: read the question, do the work and write the answer."""
    bounds, what, given = pickle.load(sys.stdin.buffer)  # noqa: S301 - from our own parent
    vars(limits).update(bounds)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGALRM})
    limits.limit_memory()
    signal.alarm(limits.SENT_BACK_SECONDS)
    sys.stdout.buffer.write(what(*given))
