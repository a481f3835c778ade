"""All limits on the size of a file and on the time and memory it may take to read."""

from __future__ import annotations

import resource
from contextlib import suppress

MEGABYTE = 1024 * 1024

FILE_BYTES = 200 * MEGABYTE
"""A month's extract for a whole country is under a tenth of this."""

DROPPED_BYTES = 32 * MEGABYTE
"""The largest file that can be uploaded: a month of a whole country is smaller. The command line
accepts larger ones."""

UNPACKED_BYTES = 1500 * MEGABYTE
"""What the parts of a zipped workbook say they unpack to (calamine stops at a part that lies)."""

PART_SCANNED_BYTES = 8 * MEGABYTE
"""Sheets up to this size are searched for a far cell before they are opened. In a larger one the
cells themselves are many, and `CELLS` limits them."""

CELLS = 30_000_000
"""Cells of one sheet, empty ones between the first and the last included."""

SECONDS = 25
"""The time in which one file must be read."""

MEMORY_BYTES = 1024 * MEGABYTE
"""The memory of the process that reads a file, all included."""

KEPT_BYTES = 256 * MEGABYTE
"""A process that has grown beyond this reads no other file."""

BLOCK_ROWS = 250
"""Rows put into columns at a time: so few that a large sheet is never in memory twice, and that a
block fits the processor's cache. 2,000 took nearly twice the time."""

DIFFERENT_CELLS = 100_000
"""Different cells of a column that are remembered, so that each is stored only once."""

MERGED = 100_000
"""Merged cells of one sheet."""

HEADER_SEARCH_ROWS = 60
"""A header is looked for in this many rows from the top of a sheet."""

HEADINGS_SHOWN = 12
"""Headings named in a message before it says that there are more."""

SENT_BACK_CELLS = 300_000
"""The most cells of a file that is sent back with its refused cells marked: ten seconds' work."""

SENT_BACK_SECONDS = 20
"""The time in which a workbook must be opened and written again with its marks; otherwise only its
cells are copied."""

SENT_BACK_REFUSALS = 5_000
"""Refused cells that are marked and listed."""


def export_limits() -> dict[str, int]:
    """Return the limits by name, for another process to keep to."""
    return {name: value for name, value in globals().items() if name.isupper()}


def limit_memory() -> None:
    """Limit the memory of this process to `MEMORY_BYTES`, as far as the system can."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    most = MEMORY_BYTES if hard < 0 else min(MEMORY_BYTES, hard)
    with suppress(ValueError, OSError):  # macOS may refuse
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
