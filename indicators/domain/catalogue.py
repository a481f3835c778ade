"""The catalogue of all indicators, and the programme with its services."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property, lru_cache

from pydantic import Field, field_validator

from indicators.domain.catalogue_parts.validation_rules import ValidationRule
from indicators.domain.core import Placement, Unit
from indicators.domain.errors import UnknownIndicatorError
from indicators.domain.file_models import Code, FileModel
from indicators.domain.indicator import Indicator


class Service(FileModel):
    """A service that sends figures."""

    code: Code = Field(description="The name by which indicators and profiles refer to it.")
    name: str = Field(description="Its name.")
    agency: str = Field(description="The short name of who sends the figures.")
    agency_name: str = Field(description="The full name of who sends the figures.")
    due_day: int = Field(
        ge=1, le=28, description="The day of the next month on which an extract is due."
    )
    contact: str = Field(
        default="", description="The contact for an extract: a role, a mailbox or a number."
    )

    @property
    def whom_to_ask(self) -> str:
        """About what it sent, or did not send."""
        return ", ".join(filter(None, (self.agency_name, self.contact)))


def name_agencies(services: Iterable[Service]) -> dict[str, str]:
    """Return the full name of each agency by its short name: the first that a service gives it."""
    named = [(each.agency, each.agency_name) for each in services]
    return dict(named) | dict(named[::-1])


class FeedbackTheme(FileModel):
    """What feedback of parents can be about."""

    code: Code = Field(description="The name by which feedback refers to it.")
    name: str = Field(description="Its name.")


class Programme(FileModel):
    """What the programme and its services are called here."""

    name: str = Field(description="The name of the programme, in the heading of every page.")
    council: str = Field(description="The name of the council.")
    about: str = Field(default="", description="What the programme is, on the home page.")
    suggested_actions: tuple[str, ...] = Field(
        default=(), description="Ideas that every action plan offers."
    )
    screened_limits: bool = Field(
        default=True, description="Whether very large steps are left out of the usual variation."
    )
    progress: tuple[Code, ...] = Field(
        default=(),
        description="The indicators by which two years are compared; all percentages if left out.",
    )
    counts_by_year: tuple[Code, ...] = Field(
        default=(),
        description="The counts that are shown by place and year; all counts if left out.",
    )
    feedback_theme: tuple[FeedbackTheme, ...] = Field(
        default=(),
        description="What feedback of parents can be about, one table each; one theme if left out.",
    )
    service: tuple[Service, ...] = Field(
        min_length=1, description="The services, in the order of the pages, one table each."
    )

    @field_validator("feedback_theme")
    @classmethod
    def _check_themes(cls, themes: tuple[FeedbackTheme, ...]) -> tuple[FeedbackTheme, ...]:
        codes = [theme.code for theme in themes]
        if len(set(codes)) < len(codes):
            raise ValueError("Two themes have the same code. Give each its own.")
        return themes

    @field_validator("service")
    @classmethod
    def _check_codes(cls, services: tuple[Service, ...]) -> tuple[Service, ...]:
        codes = [service.code for service in services]
        if len(set(codes)) < len(codes):
            raise ValueError("Two services have the same code. Give each its own.")
        return services


class Catalogue:
    """Every indicator by code, in service order, with the programme they belong to.

    `rules` are the council's own, which its files are checked by.
    """

    def __init__(
        self,
        programme: Programme,
        indicators: Iterable[Indicator],
        rules: Iterable[ValidationRule] = (),
    ) -> None:
        self.programme = programme
        self.rules = tuple(rules)
        self.services = {service.code: service for service in programme.service}
        rank = {code: position for position, code in enumerate(self.services)}
        ordered = sorted(indicators, key=lambda i: (rank.get(i.service, -1), i.order, i.code))
        self.indicators = {indicator.code: indicator for indicator in ordered}

    def indicator(self, code: str) -> Indicator:
        if code not in self.indicators:
            raise UnknownIndicatorError(
                f"There is no indicator “{code}”.",
                remedy="The About page and /api/v1/indicators list them all.",
            )
        return self.indicators[code]

    @cached_property
    def dashboard(self) -> list[Indicator]:
        """The indicators that are rows of every dashboard."""
        return [i for i in self.indicators.values() if i.shown is Placement.DASHBOARD]

    @cached_property
    def more(self) -> list[Indicator]:
        """The further indicators, which stand on a page of their own for each place."""
        return [i for i in self.indicators.values() if i.shown is Placement.MORE]

    @cached_property
    def more_groups(self) -> list[str]:
        """The headings of the more indicators, in alphabetical order."""
        return sorted({indicator.group for indicator in self.more})

    @cached_property
    def outcomes(self) -> list[Indicator]:
        """The yearly outcomes of the city, which stand on a page of their own."""
        return [i for i in self.indicators.values() if i.shown is Placement.OUTCOMES]

    @cached_property
    def by_heading(self) -> dict[str, list[Indicator]]:
        """All indicators in the order of lists, by service, group or kind: what a list offers."""
        headings: dict[str, list[Indicator]] = {}
        for indicator in (*self.dashboard, *self.more, *self.outcomes):
            heading = {
                Placement.DASHBOARD: self.services[indicator.service].name,
                Placement.MORE: indicator.group,
                Placement.OUTCOMES: "Outcomes",
            }[indicator.shown]
            headings.setdefault(heading, []).append(indicator)
        return headings

    @cached_property
    def dashboard_services(self) -> list[Service]:
        """The services that are awaited each month: all but those that send only other figures."""
        rows = {indicator.service for indicator in self.dashboard}
        others = {indicator.service for indicator in self.indicators.values()} - rows
        return [s for s in self.services.values() if s.code not in others]

    @cached_property
    def agencies(self) -> dict[str, str]:
        """The full name of each agency whose figures are awaited each month, by its short name."""
        return name_agencies(self.dashboard_services)

    @cached_property
    def progress(self) -> list[Indicator]:
        """The indicators by which two years are compared."""
        named = [self.indicators[code] for code in self.programme.progress]
        percentages = [i for i in self.dashboard if i.unit is Unit.PERCENT]
        return named or percentages

    @cached_property
    def counts_by_year(self) -> list[Indicator]:
        """The counts that are shown by place and year."""
        named = [self.indicators[code] for code in self.programme.counts_by_year]
        return named or [i for i in self.dashboard if i.unit is Unit.COUNT]

    @cached_property
    def feedback_themes(self) -> dict[str, str]:
        """The names of what feedback of parents can be about, by code."""
        named = {theme.code: theme.name for theme in self.programme.feedback_theme}
        return named or {"other": "Something else"}

    def list_for_service(self, service: str) -> list[Indicator]:
        return [i for i in self.indicators.values() if i.service == service]

    @cached_property
    def assumed(self) -> bool:
        return any(t.assumed for i in self.indicators.values() for t in i.target)


@lru_cache(maxsize=32)
def restrict_catalogue(catalogue: Catalogue, services: frozenset[str]) -> Catalogue:
    """Return the catalogue of some services only. It is kept, since a catalogue never changes."""
    indicators = {c: i for c, i in catalogue.indicators.items() if i.service in services}
    programme = catalogue.programme
    kept = {
        "service": tuple(each for each in programme.service if each.code in services),
        "progress": tuple(code for code in programme.progress if code in indicators),
        "counts_by_year": tuple(code for code in programme.counts_by_year if code in indicators),
    }
    return Catalogue(programme.model_copy(update=kept), indicators.values(), catalogue.rules)
