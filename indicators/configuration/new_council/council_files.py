"""Write the whole `data/` of a new council. The command line and the browser have this one writer.

What is not chosen is as shipped, or an example in comments.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator

from indicators.configuration.new_council.council_plan import CouncilPlan
from indicators.configuration.new_council.indicator_text import write_indicator
from indicators.configuration.new_council.places_text import OUTLINES, write_places
from indicators.configuration.new_council.profile_text import rename_agency, write_profile
from indicators.configuration.new_council.programme_text import write_agreements, write_programme
from indicators.configuration.new_council.shipped_files import ShippedFiles
from indicators.configuration.toml_text.toml_blocks import join_blocks, split_blocks
from indicators.domain.catalogue_parts.validation_rules import RulesFile
from indicators.records.record_definition import RecordDefinition

_EVENTS = """\
# Events that are marked on the charts, from their month on. Without a place an event applies to
# every locality, without indicators to all. With `rebase = true` the limits of usual variation
# restart in that month, and `what` is the reason. An event is a table such as this one:

# [[event]]
# month = "2026-04"
# place = "old-town"
# indicators = ["early_booking"]
# what = "A booking clinic opens"
"""
_AS_SHIPPED = ("retention.toml", "sources.toml")


def write_council_files(plan: CouncilPlan, shipped: ShippedFiles) -> dict[str, str]:
    """Return the text of every file by its path in `data/`, in the order of the paths."""
    return dict(sorted(_write_all(plan, shipped)))


def _write_all(plan: CouncilPlan, shipped: ShippedFiles) -> Iterator[tuple[str, str]]:
    yield "programme.toml", write_programme(plan, shipped.catalogue.programme)
    yield "places.toml", write_places(plan)
    yield "agreements.toml", write_agreements(plan)
    yield "events.toml", _EVENTS
    for path in _AS_SHIPPED:
        yield path, shipped.read_text(path)
    if plan.outlines:
        yield OUTLINES, plan.outlines.geojson
    for indicator in plan.indicator:
        path = shipped.indicators[indicator.code]
        yield path, write_indicator(indicator, shipped.read_text(path))
    for code in plan.profiles:
        yield f"profiles/{code}.toml", _write_chosen_profile(code, plan, shipped)
    yield from _write_rules(plan, shipped)
    yield from _copy_records(plan, shipped)


def _write_chosen_profile(code: str, plan: CouncilPlan, shipped: ShippedFiles) -> str:
    profile = shipped.profiles[code]
    text = write_profile(profile.text, [each.code for each in plan.indicator])
    agency = shipped.catalogue.services[profile.service].agency
    own = next(each.agency for each in plan.service if each.code == profile.service)
    return rename_agency(text, agency, own)


def _write_rules(plan: CouncilPlan, shipped: ShippedFiles) -> Iterator[tuple[str, str]]:
    """Yield the shipped rules whose indicators are all chosen."""
    chosen = {each.code for each in plan.indicator}
    for path in shipped.list_paths("rules"):
        top, *rules = split_blocks(shipped.read_text(path))
        kept = [rule for rule in rules if _list_rule_indicators(rule.text) <= chosen]
        if kept:
            yield path, join_blocks([top, *kept])


def _list_rule_indicators(text: str) -> set[str]:
    rule = RulesFile.model_validate(tomllib.loads(text)).rule[0]
    return {*rule.indicators, *rule.equals_sum_of}


def _copy_records(plan: CouncilPlan, shipped: ShippedFiles) -> Iterator[tuple[str, str]]:
    """Yield the shipped records, but those that are counts of a service not chosen."""
    services = {service.code for service in plan.service}
    for path in shipped.list_paths("records"):
        text = shipped.read_text(path)
        counts = RecordDefinition.model_validate(tomllib.loads(text)).counts
        if counts is None or counts.service in services:
            yield path, text
