"""Check one step of a plan with the models that read the files it is written to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from indicators.configuration.agreement_rules import FILE as AGREEMENTS
from indicators.configuration.new_council.check_files import put_files
from indicators.configuration.new_council.council_plan import CouncilPlan
from indicators.configuration.new_council.indicator_text import write_indicator
from indicators.configuration.new_council.missing_parts import SetUpStep
from indicators.configuration.new_council.places_text import OUTLINES, write_places
from indicators.configuration.new_council.programme_text import write_agreements, write_programme
from indicators.configuration.new_council.shipped_files import ShippedFiles
from indicators.configuration.places_reader import read_places
from indicators.configuration.toml_files import collect_faults, read_model
from indicators.domain.catalogue import Programme
from indicators.domain.indicator import Indicator
from indicators.domain.sharing.agreements import AgreementsFile

_NOT_NAMED = "Not named yet"


def check_step(step: SetUpStep, plan: CouncilPlan, shipped: ShippedFiles) -> None:
    """Raise ConfigurationError for what the files of a step may not say.

    What is missing is no fault: it can be added later.
    """
    if check := _CHECKS.get(step):
        with TemporaryDirectory() as folder:
            check(plan, shipped, Path(folder))


def _check_programme(plan: CouncilPlan, shipped: ShippedFiles, folder: Path) -> None:
    if plan.service:
        named = {"name": plan.name or _NOT_NAMED, "council": plan.council or _NOT_NAMED}
        plan = plan.model_copy(update=named)
        put_files(folder, {"programme.toml": write_programme(plan, shipped.catalogue.programme)})
        read_model(folder / "programme.toml", Programme, "programme.toml")


def _check_places(plan: CouncilPlan, _: ShippedFiles, folder: Path) -> None:
    if not plan.whole:
        plan = plan.model_copy(update={"whole": _NOT_NAMED})
    outlines = {OUTLINES: plan.outlines.geojson} if plan.outlines else {}
    put_files(folder, {"places.toml": write_places(plan)} | outlines)
    read_places(folder)


def _check_indicators(plan: CouncilPlan, shipped: ShippedFiles, folder: Path) -> None:
    texts = {
        f"{each.code}.toml": write_indicator(each, shipped.read_text(shipped.indicators[each.code]))
        for each in plan.indicator
    }
    put_files(folder, texts)
    collect_faults(
        [lambda path=path: read_model(folder / path, Indicator, path) for path in texts]  # type: ignore[misc]
    )


def _check_agreement(plan: CouncilPlan, _: ShippedFiles, folder: Path) -> None:
    if plan.service:
        put_files(folder, {AGREEMENTS: write_agreements(plan)})
        read_model(folder / AGREEMENTS, AgreementsFile, AGREEMENTS)


_CHECKS: Mapping[SetUpStep, Callable[[CouncilPlan, ShippedFiles, Path], None]] = {
    SetUpStep.PROGRAMME: _check_programme,
    SetUpStep.SERVICES: _check_programme,
    SetUpStep.AREAS: _check_places,
    SetUpStep.TEAMS: _check_places,
    SetUpStep.HUBS: _check_places,
    SetUpStep.INDICATORS: _check_indicators,
    SetUpStep.SHARING: _check_agreement,
}
