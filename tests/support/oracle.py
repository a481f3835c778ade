"""The rules of the field in plain, slow Python: what the fast code must say, worked out anew.

Written from the words of the programme and importing nothing of the dashboard. Everything is a
Fraction, every search tries one person after the other, and no loop is clever.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import count
from math import comb

BETTER_AND_WORSE = {"cross": 0, "na": 1, "tick": 2}
MOST_TELLING = ("hidden", "not_available", "not_applicable")


@dataclass(frozen=True)
class Held:
    """What a figure is held against. `scale` is 100 for a percentage, `per` for a rate, else 1."""

    target: Fraction
    tolerance: Fraction
    better: str
    scale: int = 100


def verdict(value: Fraction, held: Held) -> str:
    """d is the distance from the target in the good direction; both edges are included."""
    d = value - held.target if held.better == "higher" else held.target - value
    if d >= held.tolerance:
        return "tick"
    if d <= -held.tolerance:
        return "cross"
    return "na"


def people_to_turn(numerator: int, denominator: int, held: Held) -> int | None:
    """One person more (or fewer) after the other, until the verdict is a better one."""

    def standing(people: int) -> int:
        return BETTER_AND_WORSE[verdict(Fraction(held.scale * people, denominator), held)]

    now = standing(numerator)
    if now == BETTER_AND_WORSE["tick"]:
        return None
    step = 1 if held.better == "higher" else -1
    for moved in count(1):
        people = numerator + step * moved
        if people < 0 or (people > denominator and held.scale != 1):
            return None
        if standing(people) > now:
            return moved
    return None


def rounded(figure: Fraction, decimals: int) -> Fraction:
    """Half away from zero: count whole steps, and one more where half a step or more is left."""
    step = Fraction(1, 10**decimals)
    steps, left = divmod(abs(figure), step)
    if left * 2 >= step:
        steps += 1
    return steps * step if figure >= 0 else -steps * step


def decimals_to_show(figure: Fraction, held: Held, least: int = 1) -> int:
    """The fewest decimals that leave the figure on its side of both edges of its target."""

    def sides(value: Fraction) -> list[str]:
        edges = held.target - held.tolerance, held.target + held.tolerance
        return ["above" if value > e else "below" if value < e else "on" for e in edges]

    return next(n for n in count(least) if sides(rounded(figure, n)) == sides(figure))


def change(figure: Fraction, baseline: Fraction, better: str) -> tuple[Fraction, str]:
    points = figure - baseline
    if points == 0:
        return points, "same"
    if better == "neither":
        return points, "higher" if points > 0 else "lower"
    good = points > 0 if better == "higher" else points < 0
    return points, "better" if good else "worse"


# Is a change real?


def wilson(events: int, people: int, z: Decimal) -> tuple[Decimal, Decimal]:
    x, n = Decimal(events), Decimal(people)
    root = z * (z * z + 4 * x * (1 - x / n)).sqrt()
    low, high = ((2 * x + z * z + side * root) / (2 * (n + z * z)) for side in (-1, 1))
    return low, high


def newcombe(
    now: tuple[int, int], before: tuple[int, int], z: Decimal = Decimal("1.95996")
) -> tuple[Decimal, Decimal]:
    """From Wilson's interval of each proportion: each end takes the two distances squared."""
    with localcontext(prec=60):
        (p, (low, high)), (q, (low_before, high_before)) = (
            (Decimal(x) / n, wilson(x, n, z)) for x, n in (now, before)
        )
        down = ((p - low) ** 2 + (high_before - q) ** 2).sqrt()
        up = ((high - p) ** 2 + (q - low_before) ** 2).sqrt()
        return p - q - down, p - q + up


def really_changed_count(now: tuple[int, int], before: tuple[int, int]) -> int:
    """Each way the events can fall on the two spans, one after the other, as a fraction."""
    whole, share = now[0] + before[0], Fraction(now[1], now[1] + before[1])

    def chance(events: int) -> Fraction:
        return comb(whole, events) * share**events * (1 - share) ** (whole - events)

    as_many = sum((chance(n) for n in range(now[0], whole + 1)), Fraction(0))
    as_few = sum((chance(n) for n in range(now[0] + 1)), Fraction(0))
    if as_many < Fraction(25, 1000):
        return 1
    return -1 if as_few < Fraction(25, 1000) else 0


# A span of months


@dataclass(frozen=True)
class Cell:
    """What was sent for one place and one period: counts, or a percentage, or why there is none."""

    definition: str = "v1"
    status: str = "ok"
    numerator: int | None = None
    denominator: int | None = None
    value: Fraction | None = None


@dataclass(frozen=True)
class Kind:
    """How an indicator adds up. `every` is how many months lie between two of its figures."""

    unit: str = "percent"
    scale: int = 100
    gathering: str = "flow"
    every: int = 1


@dataclass(frozen=True)
class Month:
    """One period of one place or group: a pair of whole numbers, or a bare value, or a reason."""

    status: str
    pair: tuple[int, int] | None = None
    value: Fraction | None = None
    lacking: int = 0
    bare: int = 0


@dataclass(frozen=True)
class Answer:
    status: str
    value: Fraction | None = None
    pooled: bool = True
    months_with: int = 0
    months_hidden: int = 0
    areas_missing: int = 0
    areas_unpooled: int = 0


def of_place(cell: Cell | None, kind: Kind) -> Month | None:
    if cell is None:
        return None
    if cell.status != "ok":
        return Month(cell.status)
    if cell.numerator is None:
        return Month("ok", value=cell.value)
    if kind.unit == "count":
        return Month("ok", (cell.numerator, 1))
    if cell.denominator == 0:
        return Month("not_applicable")
    return Month("ok", (cell.numerator, cell.denominator))


def of_group(
    own: Cell | None, areas: Sequence[Cell | None], kind: Kind, unknown: int = 0
) -> Month | None:
    """What was sent for the group itself, else its areas' counts added up. Of `unknown` areas there
    is nothing to be had."""
    if own is not None:
        return of_place(own, kind)
    months = [of_place(area, kind) for area in areas] + [None] * unknown
    if len(months) == 1:
        return months[0]
    pairs = [month.pair for month in months if month and month.pair]
    nobody_due = [month for month in months if month and month.status == "not_applicable"]
    bare = len([month for month in months if month and month.status == "ok" and not month.pair])
    lacking = len(months) - len(pairs) - len(nobody_due) - bare
    if pairs and kind.unit != "count":
        whole = sum(n for n, _ in pairs), sum(d for _, d in pairs)
        return Month("ok", whole, lacking=lacking, bare=bare)
    if pairs and len(pairs) == len(months):
        return Month("ok", (sum(n for n, _ in pairs), 1))
    for reason in MOST_TELLING:
        if any(month and month.status == reason for month in months):
            return Month(reason, bare=bare)
    return Month("nothing", bare=bare) if bare else None


def over_span(months: Mapping[int, Month], span: range, kind: Kind) -> Answer:
    """`months` by the number of the month a period ended in, those of other definitions left out;
    `span` is the range of month numbers. A period counts only where all of it lies in the span."""
    inside = [
        month
        for ended, month in months.items()
        if all(part in span for part in range(ended - kind.every + 1, ended + 1))
    ]
    hidden = kind.every * len([month for month in inside if month.status == "hidden"])
    known = [month for month in inside if month.status == "ok"]
    have = kind.every * len(known)
    bare = kind.every * sum(month.bare for month in inside)
    if not known or (kind.unit == "count" and hidden):
        for reason in MOST_TELLING:
            if any(month.status == reason for month in inside):
                return Answer(reason, None, True, have, hidden, 0, bare)
        return Answer("not_available", None, True, have, hidden, 0, bare)
    counted = [month for month in known if month.pair is not None]
    lacking = kind.every * sum(month.lacking for month in counted)
    if len(counted) < len(known):  # some were sent without counts: each month is taken once
        figures = [
            month.value
            if month.pair is None
            else Fraction(kind.scale * month.pair[0], month.pair[1])
            for month in known
        ]
        together = Fraction(sum(figures))
        if kind.unit != "count" or kind.gathering != "flow":
            together /= len(figures)
        return Answer("ok", together, False, have, hidden, lacking, bare)
    numerator = sum(month.pair[0] for month in counted)
    denominator = sum(month.pair[1] for month in counted)
    if kind.unit == "count" and kind.gathering == "flow":
        denominator = 1
    figure = Fraction(kind.scale * numerator, denominator)
    return Answer("ok", figure, True, have, hidden, lacking, bare)


# Areas that change


def heirs(area: str, became: Mapping[str, Collection[str]]) -> set[str]:
    """What an area is in the end; `became` names each one that has ended, with what it became."""
    if area not in became:
        return {area}
    return {heir for each in became[area] for heir in heirs(each, became)}


def told_by_today(
    mine: Collection[str], then: Collection[str], became: Mapping[str, Collection[str]]
) -> tuple[set[str], int]:
    """The areas of `then` whose people are those of today's areas `mine`, and how many of these
    cannot be told: those that shared an area with another area that is not mine, or had none."""
    told: set[str] = set()
    unknown = 0
    for area in mine:
        now, before = {area}, set()
        while True:
            sharing = {old for old in then if heirs(old, became) & now}
            wider = now.union(*(heirs(old, became) for old in sharing))
            if (sharing, wider) == (before, now):
                break
            before, now = sharing, wider
        if before and now <= set(mine):
            told |= before
        else:
            unknown += 1
    return told, unknown


# Variation


@dataclass(frozen=True)
class Line:
    """The lines of one segment; `width`, from mean to limit, is None with fewer than 2 points."""

    points: int
    mean: Fraction | None
    width: Fraction | None


def segment_line(points: Sequence[Fraction], screened: bool) -> Line:
    if len(points) < 2:
        return Line(len(points), points[0] if points else None, None)
    ranges = [abs(points[i] - points[i - 1]) for i in range(1, len(points))]
    mean_range = Fraction(sum(ranges)) / len(ranges)
    if screened:
        small = [each for each in ranges if each < Fraction("3.267") * mean_range]
        if small:
            mean_range = Fraction(sum(small)) / len(small)
    mean = Fraction(sum(points)) / len(points)
    return Line(len(points), mean, Fraction("2.66") * mean_range)


def segment_causes(points: Sequence[Fraction], line: Line) -> list[tuple[str, int]]:
    """Each point's strongest special cause, with 1 for high or rising and -1 for low or falling."""
    return [_cause(points, at, line) for at in range(len(points))]


def _cause(points: Sequence[Fraction], at: int, line: Line) -> tuple[str, int]:
    mean, width = line.mean, line.width

    def side(i: int) -> int:
        if abs(points[i] - mean) <= Fraction(1, 10**9) * max(Fraction(1), abs(mean)):
            return 0
        return 1 if points[i] > mean else -1

    def windows(length: int) -> list[range]:
        starts = range(at - length + 1, at + 1)
        return [range(s, s + length) for s in starts if s >= 0 and s + length <= len(points)]

    def beyond_inner(i: int) -> bool:
        return width is not None and abs(points[i] - mean) > width * Fraction(2, 3)

    if width is not None and abs(points[at] - mean) > width and side(at):
        return "outside", side(at)
    for window in windows(7):  # the earliest first: a turning point belongs to what came before it
        steps = [points[i + 1] - points[i] for i in window[:-1]]
        if all(step > 0 for step in steps):
            return "trend", 1
        if all(step < 0 for step in steps):
            return "trend", -1
    for window in windows(3):
        sides = {side(i) for i in window}
        many = len([i for i in window if beyond_inner(i)])
        if len(sides) == 1 and 0 not in sides and many >= 2 and beyond_inner(at):
            return "two_of_three", side(at)
    for window in windows(7):
        sides = {side(i) for i in window}
        if len(sides) == 1 and 0 not in sides:
            return "shift", side(at)
    return "none", 0


def variation(
    values: Sequence[Fraction | None], rebases: Sequence[int] = (), screened: bool = True
) -> tuple[list[tuple[str, int] | None], list[Line]]:
    """What each point of one series is (None for a gap), and the lines of each segment."""
    starts = sorted({0, *rebases})
    said: list[tuple[str, int] | None] = [None] * len(values)
    lines = []
    for start, end in zip(starts, [*starts[1:], len(values)], strict=True):
        known = [at for at in range(start, end) if values[at] is not None]
        points = [values[at] for at in known]
        line = segment_line(points, screened)
        lines.append(line)
        for at, cause in zip(known, segment_causes(points, line), strict=True):
            said[at] = cause
    return said, lines


def icon(last: tuple[str, int], better: str) -> str:
    _, side = last
    if side == 0:
        return "common"
    high = "high" if side > 0 else "low"
    if better == "neither":
        return f"neutral_{high}"
    wanted = 1 if better == "higher" else -1
    return f"{'improvement' if side == wanted else 'concern'}_{high}"


def assurance(
    target: Fraction, line: Line, points: Sequence[Fraction], better: str
) -> tuple[str, int, int]:
    """The icon, how many points meet the target, and how many there are."""
    met = len([p for p in points if (p >= target if better == "higher" else p <= target)])
    return _assurance_icon(target, line, points, better), met, len(points)


def _assurance_icon(target: Fraction, line: Line, points: Sequence[Fraction], better: str) -> str:
    if set(points) == {target}:
        return "pass"
    good, bad = line.mean + line.width, line.mean - line.width
    if better == "lower":
        good, bad = bad, good
    further = (lambda a, b: a > b) if better == "higher" else (lambda a, b: a < b)
    if further(bad, target):
        return "pass"
    return "fail" if further(target, good) else "inconsistent"
