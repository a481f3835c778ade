"""Write programme.toml and agreements.toml."""

from __future__ import annotations

from collections.abc import Iterable

from indicators.configuration.new_council.council_plan import CouncilPlan
from indicators.configuration.toml_text.toml_blocks import write_pairs, write_value
from indicators.domain.catalogue import Programme, Service

_TOP = """\
# The programme's name, who sends its figures, and when they are due.
# due_day is the day of the next month: October's figures are due on due_day of November.
# contact = "..." is the contact at the agency for its files: a role, a mailbox, a number.
# docs/catalogue.md has every key of this file.

"""
_ACTIONS = "\n# Ideas that every action plan offers.\n"
_THEMES = "\n# What feedback of parents can be about.\n"
_AGREEMENTS = """\
# Who may see which figures exactly, from which day to which. Parties are the agencies of
# programme.toml, and organisations listed here. An agency always sees what it sent itself.
#
# Everyone else sees what was published for sharing: see docs/disclosure.md. A change of this file
# counts from the next page on.
"""
_NO_AGREEMENT = """
# There is no agreement yet, so each agency sees only its own figures exactly. An agreement is a
# table such as this one, without the #. One without `indicators` and `places` covers all of them.

# [[agreement]]
# code = "main"
# name = "Information-sharing agreement"
# parties = [{parties}]
# purpose = "Monthly meetings of the teams"
# approver = "Information governance leads of the agencies"
# from = 2026-04-01
# until = 2029-03-31
"""
AGREEMENT = "sharing"
_PURPOSE = "Monthly meetings of the teams"


def write_programme(plan: CouncilPlan, shipped: Programme) -> str:
    """Return the text of programme.toml. Ideas and themes are those of the shipped programme."""
    pairs = [("name", plan.name), ("council", plan.council), ("about", plan.about)]
    actions = "".join(f"    {write_value(each)},\n" for each in shipped.suggested_actions)
    parts = [_TOP + write_pairs(pairs), f"{_ACTIONS}suggested_actions = [\n{actions}]\n"]
    themes = [
        f"[[feedback_theme]]\n{write_pairs([('code', each.code), ('name', each.name)])}"
        for each in shipped.feedback_theme
    ]
    parts.append(_THEMES + "\n".join(themes))
    parts += [f"\n{_write_service(service)}" for service in plan.service]
    return "".join(parts)


def _write_service(service: Service) -> str:
    return f"[[service]]\n{write_pairs(service.model_dump().items())}"


def write_agreements(plan: CouncilPlan) -> str:
    """Return the text of agreements.toml: one agreement of all agencies, or an example of one."""
    parties = plan.agencies
    if plan.agreement is None:
        return _AGREEMENTS + _NO_AGREEMENT.format(parties=_join_quoted(parties))
    chosen = plan.agreement
    pairs: list[tuple[str, object]] = [
        ("code", AGREEMENT),
        ("name", chosen.name),
        ("parties", parties),
        ("purpose", _PURPOSE),
        ("approver", chosen.approver),
        ("from", chosen.from_),
        ("until", chosen.until),
    ]
    return f"{_AGREEMENTS}\n[[agreement]]\n{write_pairs(pairs)}"


def _join_quoted(names: Iterable[str]) -> str:
    return ", ".join(write_value(name) for name in names)
