"""What the server does about its memory before its workers are forked."""

import subprocess
import sys

from cli.settings import ROOT

LOAD_AND_DROP = """
from pathlib import Path
from cli.serving.server_memory import load_to_share

def measure():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4 // 1024

with load_to_share():
    blocks = [bytearray(20_000) for _ in range(2000)]
    del blocks[:-1]  # the last one keeps the end of the heap in use
    used = measure()
print(used - measure())
"""


def test_what_was_needed_only_to_load_goes_back_to_the_system():
    """Of 40 MB, which lie free in the middle of the heap, nearly all."""
    run = [sys.executable, "-c", LOAD_AND_DROP]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=True)
    assert int(done.stdout) > 30
