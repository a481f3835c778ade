"""Read the council's own validation rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path

from indicators.configuration.toml_files import list_toml_files, read_all, read_model
from indicators.domain.catalogue_parts.validation_rules import RulesFile, ValidationRule
from indicators.domain.errors import UserError

FOLDER = "rules"

_Placed = tuple[str, ValidationRule]
"""Where a rule is, such as “rules/social_care.toml, key rule.2”, and the rule."""


def read_rules(
    folder: Path, indicators: Collection[str]
) -> tuple[list[ValidationRule], list[UserError]]:
    """Return the rules of every TOML file in `rules` under `folder`, and every fault."""
    files = list_toml_files(folder / FOLDER)
    read, faults = read_all(partial(_read_file, path) for path in files)
    placed = [each for rules in read for each in rules]
    faults += [*_find_unknown(placed, indicators), *_find_overlaps(placed)]
    return [rule for _, rule in placed], faults


def _read_file(path: Path) -> list[_Placed]:
    where = f"{FOLDER}/{path.name}"
    found = read_model(path, RulesFile, where)
    return [
        (f"{where}, key rule.{at}", rule.mark_as_in(where)) for at, rule in enumerate(found.rule, 1)
    ]


def _find_unknown(placed: list[_Placed], indicators: Collection[str]) -> Iterator[UserError]:
    for where, rule in placed:
        for key, codes in (
            ("indicators", rule.indicators),
            ("equals_sum_of", rule.equals_sum_of),
        ):
            for code in codes:
                if code not in indicators:
                    yield UserError(
                        f"There is no indicator “{code}”.",
                        where=f"{where}.{key}",
                        remedy="Use the codes of files in catalogue/.",
                    )


def _find_overlaps(placed: list[_Placed]) -> Iterator[UserError]:
    """Yield each pair of rules of one code that are in force in the same month."""
    by_code: dict[str, list[_Placed]] = defaultdict(list)
    for each in placed:
        by_code[each[1].code].append(each)
    for code, found in by_code.items():
        ordered = sorted(found, key=lambda each: each[1].from_)
        for (earlier_at, earlier), (where, later) in pairwise(ordered):
            if earlier.until is None or later.from_ <= earlier.until:
                yield UserError(
                    f"Two rules “{code}” are in force in {later.from_}: the other is "
                    f"{earlier_at.replace(', key', ',')}.",
                    where=f"{where}.from",
                    remedy="End the earlier one before, with until, or give one another code.",
                )
