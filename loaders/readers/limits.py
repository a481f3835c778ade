"""What is too much: the sizes beyond which a file is not opened, all in one place."""

from __future__ import annotations

MEGABYTE = 1024 * 1024

FILE_BYTES = 200 * MEGABYTE
"""A month's extract for a whole country is under a tenth of this."""

DROPPED_BYTES = 32 * MEGABYTE
"""What is taken in through the browser: a month of a whole country is under that. The command line
takes more."""

UNPACKED_BYTES = 1500 * MEGABYTE
"""What the parts of a zipped workbook say they unpack to (calamine stops at a part that lies)."""

PART_SCANNED_BYTES = 8 * MEGABYTE
"""Sheets up to this size are searched for a far cell before they are opened. A larger one is
large by its own cells, and `CELLS` holds it."""

CELLS = 30_000_000
"""Cells of one sheet, empty ones between the first and the last included."""

SECONDS = 25
"""In which one file must have been read."""

MEMORY_BYTES = 1024 * MEGABYTE
"""What the process that reads a file may take, all included."""

KEPT_BYTES = 256 * MEGABYTE
"""A process that grew beyond this reads no second file."""

BLOCK_ROWS = 250
"""Rows put into columns at a time, so that a large sheet never stands there twice, and so few that
a block is still near the processor: 2,000 took nearly twice the time."""

DIFFERENT_CELLS = 100_000
"""Different cells of a column that are remembered, to keep each but once."""

HEADER_SEARCH_ROWS = 60
"""A header is looked for in this many rows from the top of a sheet."""

HEADINGS_SHOWN = 12
"""Headings told in a message before it says that there are more."""

SENT_BACK_CELLS = 300_000
"""Cells of a file that is handed back with its refused cells marked: ten seconds' work at most."""

SENT_BACK_SECONDS = 20
"""In which a workbook must have been opened and written again with its marks; otherwise its cells
alone are copied."""

SENT_BACK_REFUSALS = 5_000
"""Refused cells that are marked and listed."""


def export_limits() -> dict[str, int]:
    """By name, to be kept by another process."""
    return {name: value for name, value in globals().items() if name.isupper()}
