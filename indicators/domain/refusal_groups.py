"""Put identical refusals together, so that a list of thousands can be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.domain.confirmations import join_list
from indicators.domain.refusals import Refusal

_ALONE = 5
"""So many identical refusals are still listed one by one."""
_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class RefusalGroup:
    """Refusals of one column for one reason: how many there are, and the first of them."""

    count: int
    examples: tuple[Refusal, ...]

    @property
    def first(self) -> Refusal:
        return self.examples[0]

    @property
    def rows(self) -> str:
        """The rows in words: “2, 3, 4 and 23,345 more”."""
        numbers = [str(each.row) for each in self.examples]
        more = self.count - len(numbers)
        return f"{', '.join(numbers)} and {more:,} more" if more else join_list(numbers)

    @property
    def values(self) -> str:
        """The different values of the examples."""
        return ", ".join(dict.fromkeys(each.value for each in self.examples if each.value))

    def __str__(self) -> str:
        if self.count == 1:
            return str(self.first)
        one = self.first
        sheet = f", sheet {one.sheet}" if one.sheet else ""
        column = f", column {one.column_label}" if one.column else ""
        values = f" (such as {self.values})" if self.values else ""
        where = f"{one.file}{sheet}, {self.count:,} rows ({self.rows}){column}{values}"
        return f"{where}: {one.reason} {one.remedy}".strip()


def group_refusals(refusals: Sequence[Refusal]) -> list[RefusalGroup]:
    """Return the refusals in their order, with more than five identical ones as one group.

    They are identical if sheet, column, reason and remedy are; their rows and values differ.
    """
    alike: dict[tuple[str, ...], list[Refusal]] = {}
    for one in refusals:
        key = one.code, one.file, one.sheet, one.column, one.heading, one.reason, one.remedy
        alike.setdefault(key, []).append(one)
    groups: list[RefusalGroup] = []
    for many in alike.values():
        if len(many) > _ALONE:
            groups.append(RefusalGroup(len(many), tuple(many[:_EXAMPLES])))
        else:
            groups += [RefusalGroup(1, (one,)) for one in many]
    place = {id(one): at for at, one in enumerate(refusals)}
    return sorted(groups, key=lambda group: place[id(group.first)])
