"""Write the file of a chosen indicator: the shipped one, with the council's own target."""

from __future__ import annotations

import tomllib

from indicators.configuration.new_council.council_plan import PlannedIndicator, TargetChoice
from indicators.configuration.toml_text.toml_blocks import (
    TomlBlock,
    join_blocks,
    split_blocks,
    write_pairs,
)
from indicators.domain.core import Frequency
from indicators.domain.indicator import Indicator

_TARGET = "target"


def write_indicator(planned: PlannedIndicator, shipped: str) -> str:
    """Return the text of an indicator's file, from the text of the shipped one."""
    if planned.choice is TargetChoice.SHIPPED:
        return shipped
    blocks = [block for block in split_blocks(shipped) if block.name != _TARGET]
    if planned.choice is TargetChoice.OWN:
        at = max(i for i, block in enumerate(blocks) if block.name == "definition") + 1
        blocks.insert(at, TomlBlock(_TARGET, _write_target(planned, shipped)))
    return join_blocks(blocks)


def _write_target(planned: PlannedIndicator, shipped: str) -> str:
    """Return a target for the newest version of the definition."""
    indicator = Indicator.model_validate(tomllib.loads(shipped))
    definition = max(indicator.definition, key=lambda each: each.from_)
    pairs: list[tuple[str, object]] = [
        ("value", str(planned.value)),
        ("definition", definition.code),
        ("from", str(max(planned.from_, definition.from_))),
        ("source", planned.source),
        ("per", _find_span(indicator)),
    ]
    return f"[[{_TARGET}]]\n{write_pairs(pairs)}"


def _find_span(indicator: Indicator) -> str:
    """Return the span that a target of a sum is for; "" for other figures."""
    if not indicator.is_flow:
        return ""
    spans = [target.per for target in indicator.target if target.per]
    return str(spans[0] if spans else Frequency(indicator.every))
