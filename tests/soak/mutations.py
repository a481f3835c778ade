"""Reads 2,400 mutations of sound files, or as many as are asked for, and says what became of them.

python -m tests.soak.mutations [HOW MANY] [FIRST SEED]"""

import sys
import tempfile
import time
from pathlib import Path

from tests.support.file_mutations import peak, trial


def main(many=2400, first=1000):
    started, folder = time.monotonic(), Path(tempfile.mkdtemp(prefix="soak-"))
    tally = trial(folder, range(first, first + many))
    ends = ", ".join(f"{number} {end}" for end, number in sorted(tally.ends.items()))
    print(f"{many} mutations in {time.monotonic() - started:.0f} s: {ends}.")
    print(f"The slowest took {tally.slowest:.1f} s; the most memory was {peak() >> 20} MB.")
    for wrong in tally.wrong:
        print(f"WRONG: {wrong} (kept in {folder})")
    return 1 if tally.wrong else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
