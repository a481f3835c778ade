"""Sound files changed as files are on their way: bytes flipped or cut, cells swapped, rows doubled.

The same seed makes the same change."""

import csv
import io
import resource
import shutil
import sys
import time
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from random import Random

from openpyxl import load_workbook

from indicators.domain.errors import UnreadableFileError
from tests.support.extracts import (
    COVENTRY,
    COVER,
    REVIEWED,
    SHARED,
    centres,
    midwifery,
    mothers,
    reviews,
)

SECONDS, BYTES = 30, 1 << 30
AREAS = ("Hillfields", "Tile Hill", "Canley", "Foleshill", "Radford")
COVER_FILES = ("2013_2014_Q1.xls", "2018_2019_Q1.xlsx", "2019_2020_Q1.ods")


def sound_files(folder):
    """Files of our own, and three shared ones where they are here: each with its council."""
    folder.mkdir()
    rows = [mothers(area, month) for month in ("2026-09", "2026-10") for area in AREAS]
    ours = [
        midwifery(folder, *rows),
        reviews(folder, *([area, *REVIEWED] for area in AREAS)),
        centres(folder),
    ]
    shared = [SHARED / "extracts" / "cover" / name for name in COVER_FILES]
    return [(path, COVENTRY) for path in ours] + [(path, COVER) for path in shared if path.exists()]


def flip(data, chance):
    """Some bytes become others."""
    data = bytearray(data)
    for _ in range(chance.choice((1, 2, 8, 40))):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data)


def cut(data, chance):
    """The end, or a piece from the middle, is lost."""
    start, end = sorted(chance.randrange(len(data)) for _ in range(2))
    return data[:end] if chance.random() < 0.5 else data[:start] + data[end:]


def repeat(data, chance):
    """A piece stands twice."""
    start = chance.randrange(len(data))
    end = start + chance.choice((1, 30, 2000))
    return data[:end] + data[start:]


def within(data, chance, change):
    """A part of a zipped workbook is changed, and the archive is sound all the same."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(changed, "w") as new:
        names = old.namelist()
        sheets = [n for n in names if "sheet" in n.lower() or n == "content.xml"]
        chosen = chance.choice(sheets if chance.random() < 0.7 else names)
        for name in names:
            part = old.read(name)
            deflated = zipfile.ZIP_DEFLATED
            new.writestr(name, change(part, chance) if name == chosen and part else part, deflated)
    return changed.getvalue()


def reorder(rows, chance):
    """Cells are swapped, rows doubled, moved or lost, in a list of rows."""
    for _ in range(chance.choice((1, 2, 5))):
        one, other = chance.randrange(len(rows)), chance.randrange(len(rows))
        what = chance.choice(("swap cells", "swap cells", "double", "move", "lose"))
        if what == "swap cells" and rows[one] and rows[other]:
            a, b = chance.randrange(len(rows[one])), chance.randrange(len(rows[other]))
            rows[one][a], rows[other][b] = rows[other][b], rows[one][a]
        elif what == "double":
            rows.insert(other, list(rows[one]))
        elif what == "move":
            rows.insert(other, rows.pop(one))
        elif what == "lose" and len(rows) > 1:
            rows.pop(one)
    return rows


def reordered(data, chance):
    """`reorder` in a csv or, by openpyxl, in a sheet of a workbook."""
    if not data.startswith(b"PK"):
        rows, changed = list(csv.reader(io.StringIO(data.decode()))), io.StringIO(newline="")
        csv.writer(changed).writerows(reorder(rows, chance))
        return changed.getvalue().encode()
    workbook, saved = load_workbook(io.BytesIO(data)), io.BytesIO()
    sheet = chance.choice(workbook.worksheets)
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    rows = reorder([[cell.value for cell in row] for row in sheet.iter_rows()], chance)
    sheet.delete_rows(1, sheet.max_row)
    for row in rows:
        sheet.append(row)
    workbook.save(saved)
    return saved.getvalue()


def mutate(path, chance):
    """The bytes of a file, changed in one way or another."""
    data, change = path.read_bytes(), chance.choice((flip, cut, repeat))
    zipped = data.startswith(b"PK")
    ways = ["bytes", "within"] if zipped else ["bytes"]
    if path.suffix == ".csv" or (zipped and "cover" not in path.parts):
        ways += ["reordered"] * 2
    way = chance.choice(ways)
    if way == "within":
        return within(data, chance, change)
    return reordered(data, chance) if way == "reordered" else change(data, chance)


@dataclass
class Tally:
    """What became of the files, the slowest of them, and what must not have been."""

    ends: Counter = field(default_factory=Counter)
    slowest: float = 0
    wrong: list = field(default_factory=list)


def trial(folder, seeds, *, keep_wrong=True):
    """Read one mutation for each seed; every breach of what was promised is in `Tally.wrong`."""
    sound, tally = sound_files(folder / "sound"), Tally()
    others = peak()  # what other tests of this process have taken before
    for seed in seeds:
        chance = Random(seed)
        source, council = chance.choice(sound)
        path = folder / source.name
        path.write_bytes(mutate(source, chance))
        before, started = len(tally.wrong), time.monotonic()
        try:
            end = _end(council.read(path))
        except UnreadableFileError as told:
            end = "unreadable" if told.what and told.remedy else "without a remedy"
        except Exception as error:  # noqa: BLE001 - whatever it is, it is reported with its seed
            end = f"{type(error).__name__}: {error}"
        seconds = time.monotonic() - started
        tally.ends[end] += 1
        tally.slowest = max(tally.slowest, seconds)
        if end not in ("unreadable", "refused", "whole", "empty") or seconds > SECONDS:
            tally.wrong.append(f"seed {seed}, {source.name}, {seconds:.1f} s: {end}")
        if keep_wrong and len(tally.wrong) > before:
            shutil.copy(path, folder / f"wrong-{seed}-{path.name}")
    if peak() > max(BYTES, others):
        tally.wrong.append(f"{peak() >> 20} MB")
    return tally


def _end(reading):
    rows = reading.rows_loaded + reading.rows_refused + reading.rows_blank
    if reading.rows_read != rows or reading.rows_blank < 0:
        return "rows do not add up"
    if bool(reading.rows_loaded) != bool(len(reading.observations)):
        return "rows without figures"
    if reading.refusals:
        return "refused"
    return "whole" if reading.rows_loaded else "empty"


def peak():
    """The most memory that this process or an ended child of it has taken, in bytes."""
    unit = 1 if sys.platform == "darwin" else 1024
    of = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(who).ru_maxrss for who in of) * unit
