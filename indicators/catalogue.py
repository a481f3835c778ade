"""The catalogue: one TOML file an indicator, with its definitions, targets and footnotes, all dated."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, ValidationError, model_validator

from indicators.errors import ConfigurationError, UnknownIndicator, UserError
from indicators.model import Better, Every, Gathering, Unit
from indicators.periods import Month, Period
from indicators.settings_files import FileModel, FileMonth, faults_of, gather, read_toml


def _exact(value: object) -> Decimal:
    if isinstance(value, Decimal):
        return value
    if not isinstance(value, str):
        raise ValueError("A figure is written in quotation marks, so that it stays exact: “95”.")
    try:
        figure = Decimal(value)
    except ArithmeticError:
        raise ValueError(f"“{value}” is not a number.") from None
    if not figure.is_finite():
        raise ValueError(f"“{value}” is not a number.")
    return figure


Exact = Annotated[Decimal, BeforeValidator(_exact)]
Code = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=60)]


class Dated(FileModel):
    """In force from one month to another, both included; no `until` means until further notice."""

    from_: FileMonth = Field(alias="from")
    until: FileMonth | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.until and self.until < self.from_:
            raise ValueError(f"It ends in {self.until} before it starts in {self.from_}.")
        return self

    def holds(self, month: Month) -> bool:
        return self.from_ <= month and (self.until is None or month <= self.until)


class Definition(Dated):
    """What is counted over what, while this version of the indicator is in force."""

    code: Code
    numerator: str
    denominator: str = ""
    source: str


class Target(Dated):
    """What the indicator is held against. With no `place` it is for every locality."""

    value: Exact
    definition: Code
    place: Code | None = None
    source: str
    assumed: bool = False
    tolerance: Exact | None = Field(default=None, gt=0)


class Footnote(FileModel):
    """A note printed below the tables; its mark stands beside the indicator's name."""

    mark: str = Field(max_length=3)
    text: str


class ToTurn(FileModel):
    """The words after a number of people: “1 more visit in time”, “3 more visits in time”."""

    one: str
    many: str


class Indicator(FileModel):
    """One indicator as its file in `data/catalogue` says it."""

    code: Code
    name: str
    service: Code
    order: int
    question: str
    counts: str
    unit: Unit
    better: Better
    every: Every = Every.MONTH
    gathering: Gathering = Gathering.FLOW
    per: int = Field(default=1000, gt=0)
    small_number_threshold: int = Field(ge=0)
    to_turn: ToTurn | None = None
    caveats: str = ""
    definition: tuple[Definition, ...] = Field(min_length=1)
    target: tuple[Target, ...] = ()
    footnote: tuple[Footnote, ...] = ()

    @property
    def scale(self) -> int:
        """What numerator over denominator is multiplied by: 100 for a percentage."""
        return {Unit.PERCENT: 100, Unit.RATE: self.per, Unit.COUNT: 1}[self.unit]

    @property
    def months(self) -> int:
        return self.every.months

    def definition_at(self, month: Month) -> Definition | None:
        return next((found for found in self.definition if found.holds(month)), None)

    def target_at(self, month: Month, definition: str, place: str) -> Target | None:
        """The target in force: the place's own before the one for all; never another definition's."""
        found = [t for t in self.target if t.holds(month) and t.definition == definition]
        own = [t for t in found if t.place == place]
        return next(iter(own or [t for t in found if t.place is None]), None)

    def tolerance(self, target: Target) -> Decimal:
        """Within this of the target is N/A: 1 point, or for a rate or count 1% of its target."""
        if target.tolerance is not None:
            return target.tolerance
        return Decimal(1) if self.unit is Unit.PERCENT else abs(target.value) / 100

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        codes = [d.code for d in self.definition]
        if len(set(codes)) < len(codes):
            raise ValueError("Two definitions have the same code. Give each its own.")
        for target in self.target:
            if target.definition not in codes:
                raise ValueError(
                    f"A target names the definition “{target.definition}”, which is not among "
                    f"{', '.join(codes)}. Correct the name or add the definition."
                )
        if self.target and self.better is Better.NEITHER:
            raise ValueError("It has a target but says neither way is better. Set better.")
        if self.unit is not Unit.COUNT and not all(d.denominator for d in self.definition):
            raise ValueError("A percentage or rate needs a denominator in every definition.")
        _no_overlap(self.definition, "definitions")
        for place in {t.place for t in self.target}:
            for code in codes:
                same = [t for t in self.target if t.place == place and t.definition == code]
                _no_overlap(same, "targets")
        return self


def _no_overlap(dated: Iterable[Dated], what: str) -> None:
    ordered = sorted(dated, key=lambda d: d.from_)
    for earlier, later in zip(ordered, ordered[1:], strict=False):
        if earlier.until is None or later.from_ <= earlier.until:
            raise ValueError(
                f"Two {what} are in force in {later.from_}. "
                f"End the earlier one: until = “{later.from_ - 1}”."
            )


class Service(FileModel):
    """Who sends figures. `due_day` is the day of the next month on which an extract is due."""

    code: Code
    name: str
    agency: str
    agency_name: str
    due_day: int = Field(ge=1, le=28)


class Programme(FileModel):
    """What the programme and its services are called here (`data/programme.toml`)."""

    name: str
    council: str
    about: str = ""
    service: tuple[Service, ...] = Field(min_length=1)


class Catalogue:
    """Every indicator by code, in service order, with the programme they belong to."""

    def __init__(self, programme: Programme, indicators: Iterable[Indicator]) -> None:
        self.programme = programme
        self.services = {service.code: service for service in programme.service}
        rank = {code: position for position, code in enumerate(self.services)}
        ordered = sorted(indicators, key=lambda i: (rank.get(i.service, -1), i.order, i.code))
        self.indicators = {indicator.code: indicator for indicator in ordered}

    def indicator(self, code: str) -> Indicator:
        if code not in self.indicators:
            raise UnknownIndicator(
                f"There is no indicator “{code}”.",
                remedy=f"The catalogue has: {', '.join(self.indicators)}.",
            )
        return self.indicators[code]

    def of_service(self, service: str) -> list[Indicator]:
        return [i for i in self.indicators.values() if i.service == service]

    @cached_property
    def assumed(self) -> bool:
        return any(t.assumed for i in self.indicators.values() for t in i.target)


def _read_indicator(path: Path) -> Indicator:
    where = f"catalogue/{path.name}"
    try:
        indicator = Indicator.model_validate(read_toml(path))
    except ValidationError as error:
        raise ConfigurationError(faults_of(error, where)) from None
    if indicator.code != path.stem:
        raise UserError(
            f"The file is named {path.name} but its code is “{indicator.code}”.",
            where=f"{where}, key code",
            remedy="Make the two the same.",
        )
    return indicator


def _read_programme(path: Path) -> Programme:
    try:
        return Programme.model_validate(read_toml(path))
    except ValidationError as error:
        raise ConfigurationError(faults_of(error, path.name)) from None


def read_catalogue(folder: Path) -> Catalogue:
    """Read `programme.toml` and `catalogue/*.toml` under `folder`.

    Raises ConfigurationError holding every fault of every file, each with file, key and remedy."""
    files = sorted((folder / "catalogue").glob("*.toml"))
    if not files:
        raise ConfigurationError(
            [
                UserError(
                    "There is no indicator.",
                    where=str(folder / "catalogue"),
                    remedy="Add one TOML file an indicator.",
                )
            ]
        )
    readers = (lambda path=path: _read_indicator(path) for path in files)
    (programme,) = gather(iter([lambda: _read_programme(folder / "programme.toml")]))
    catalogue = Catalogue(programme, gather(readers))
    faults = [
        UserError(
            f"There is no service “{indicator.service}”.",
            where=f"catalogue/{indicator.code}.toml, key service",
            remedy=f"programme.toml has: {', '.join(catalogue.services)}.",
        )
        for indicator in catalogue.indicators.values()
        if indicator.service not in catalogue.services
    ]
    if faults:
        raise ConfigurationError(faults)
    return catalogue


def span_definition(indicator: Indicator, span: Period) -> Definition | None:
    """The version a span is read in: the one in force when it ends."""
    return indicator.definition_at(span.ended)
