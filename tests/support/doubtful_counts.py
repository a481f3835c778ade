"""A midwifery file that looks like a list of people and holds counts: months of some areas only."""

from random import Random

from tests.loaders.ingest.test_pipeline import HEADER

AREAS = ["Hillfields", "Canley", "Tile Hill", "Radford", "Foleshill", "Bell Green", "Stoke Heath"]


def doubtful_lines() -> list[str]:
    """Return the lines of the CSV: 22 rows of four-digit counts, in months with gaps."""
    lot = Random(4)
    gaps = [0, 2, 3, 7, 8, 12, 19]
    pairs = [(area, month) for at, area in enumerate(AREAS) for month in gaps[: 2 + at % 3]]
    lines = [HEADER]
    for area, at in pairs:
        whole = [str(lot.randrange(5000, 6000)) for _ in range(5)]
        part = [str(lot.randrange(4000, 5000)) for _ in range(5)]
        date = f"{2024 + at // 12}-{at % 12 + 1:02}"
        cells = [whole[0], part[0], whole[1], whole[2], part[2], part[1], whole[3], part[3]]
        lines.append(",".join([area, date, *cells, whole[4], part[4]]))
    return lines
