"""Coverage of the processes that read files, which load no site packages to start it."""

import os
from typing import Any, BinaryIO

import coverage

from indicators.domain.operations import child_environment
from loaders.readers import sandbox, worker, worker_loop

_PATH_SET = "sys.path[:] = sys.argv[1:]; "
_START = "from tests.support import child_coverage; child_coverage.start(); "


def measure_readers() -> None:
    """Have each process that reads a file measure its own coverage, from its first line on."""
    modules: list[Any] = [worker, sandbox]
    for module in modules:
        assert _PATH_SET in module._PROGRAM
        module._PROGRAM = module._PROGRAM.replace(_PATH_SET, _PATH_SET + _START)
    child_environment.PASSED_ON.extend(name for name in os.environ if name.startswith("COVERAGE_"))


def start() -> None:
    """Measure this process, and save after each file: some tests kill it before its end."""
    measured = coverage.process_startup()
    send = worker_loop._send_answer

    def save_and_send(answer: tuple[Any, ...], answers: BinaryIO) -> None:
        measured.save()
        send(answer, answers)

    worker_loop._send_answer = save_and_send
