"""Renders the pages of the set-up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_wtf.csrf import generate_csrf

from indicators.configuration.new_council.council_plan import CouncilPlan
from indicators.configuration.new_council.missing_parts import MissingPart, SetUpStep
from indicators.configuration.new_council.places_text import list_groups
from indicators.domain.core import Placement
from indicators.domain.indicator import Indicator
from indicators.domain.operations.saved_set_up import StoredStep
from indicators.reports.council_setup.setup_book import SetUpBook, SetUpState
from layouts.pages.setup.figure_values import list_files, list_possible
from layouts.pages.setup.setup_steps import STEPS, StepForm, make_step_path
from layouts.pages.setup.typed_values import Values
from layouts.site.flash_messages import Message
from layouts.site.page_frame import PageFrame
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.text import load_labels

_PLACEMENTS = {
    Placement.DASHBOARD: "Rows of every dashboard",
    Placement.MORE: "Further indicators, on a page of their own",
    Placement.OUTCOMES: "Yearly outcomes of the whole area",
}


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step in the list: its address, what it lacks, and who saved it last."""

    step: SetUpStep
    form: StepForm
    path: str
    missing: list[MissingPart]
    saved: StoredStep | None

    @property
    def needs_more(self) -> bool:
        return any(part.needed for part in self.missing)


@dataclass(frozen=True, slots=True)
class IndicatorGroup:
    """Indicators of a service that are shown in the same place."""

    service: str
    placement: str
    indicators: list[Indicator]


def list_rows(book: SetUpBook) -> list[StepRow]:
    """Return every step with what it lacks."""
    missing, (_, saved) = book.list_missing(), book.read_plan()
    return [
        StepRow(
            step,
            form,
            make_step_path(step),
            [part for part in missing if part.step is step],
            saved.get(step),
        )
        for step, form in STEPS.items()
    ]


def render_step(
    frame: PageFrame,
    request: PageRequest,
    book: SetUpBook,
    step: SetUpStep,
    messages: Sequence[Message],
    values: Values | None = None,
    version: int | None = None,
) -> PageView:
    """Return the page of a step, with what was typed or with what is saved."""
    plan, saved = book.read_plan()
    newest = saved.get(step)
    if version is None:
        version = newest.version if newest else 0
    form, order = STEPS[step], list(STEPS)
    at = order.index(step)
    return frame.render_page(
        f"setup_{step.value}.html",
        request,
        title=f"Set up: {form.name}",
        shown=None,
        messages=messages,
        csrf_token=generate_csrf(),
        form=form,
        step=step,
        number=at + 1,
        path_of=make_step_path,
        rows=list_rows(book),
        before=order[at - 1] if at else None,
        after=order[at + 1] if at + 1 < len(order) else None,
        steps=STEPS,
        values=STEPS[step].fill(plan, book.shipped) | dict(values or {}),
        typed=values is not None,
        version=version,
        newest=newest,
        plan=plan,
        shipped=book.shipped,
        groups=_group_indicators(plan, book) if step is SetUpStep.INDICATORS else [],
        possible_files=list_files(plan, book.shipped) if step is SetUpStep.FILES else [],
        team_names=list_groups(plan, plan.teams),
        hub_names=list_groups(plan, plan.hubs),
        format_moment=load_labels.format_moment,
    )


def render_finish(
    frame: PageFrame, request: PageRequest, book: SetUpBook, messages: Sequence[Message]
) -> PageView:
    """Return the last page: what is missing, or the files as they will be."""
    rows = list_rows(book)
    is_complete = not any(row.needs_more for row in rows)
    return frame.render_page(
        "setup_finish.html",
        request,
        title="Set up: finish",
        csrf_token=generate_csrf(),
        shown=None,
        messages=messages,
        state=book.find_state(),
        states=SetUpState,
        rows=rows,
        is_complete=is_complete,
        files=book.write_files() if is_complete else {},
        finished=book.find_finished(),
        format_moment=load_labels.format_moment,
    )


def _group_indicators(plan: CouncilPlan, book: SetUpBook) -> list[IndicatorGroup]:
    catalogue = book.shipped.catalogue
    known = [catalogue.indicators[code] for code in list_possible(plan, book.shipped)]
    return [
        IndicatorGroup(service.name, heading, found)
        for placement, heading in _PLACEMENTS.items()
        for service in plan.service
        if (found := [i for i in known if i.service == service.code and i.shown is placement])
    ]
