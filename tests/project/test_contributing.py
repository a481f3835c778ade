"""The examples in CONTRIBUTING.md work as they are written there."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from indicators.reports.base import Reports
from indicators.store.observations import IndicatorTable
from layouts.site import rendering
from layouts.site.site import Site
from layouts.web.app_factory import create_dash_app
from tests.conftest import ROOT
from tests.support.builders import catalogue, indicator, places, target
from tests.support.databases import create_sqlite
from tests.support.extracts import Council, write_csv

GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def examples(language: str) -> list[str]:
    """The guide's examples in a language, in their order, without the indent of their list."""
    found = re.findall(rf"(?s)   ```{language}\n(.*?)   ```", GUIDE)
    return [re.sub(r"(?m)^   ", "", each) for each in found]


def test_an_indicator_and_a_profile_are_files_alone(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    new_indicator, new_profile = examples("toml")
    (tmp_path / "data" / "catalogue" / "vitamin_drops.toml").write_text(new_indicator)
    (tmp_path / "data" / "profiles" / "vitamins.toml").write_text(new_profile)
    sent = write_csv(
        tmp_path / "CWPT_vitamins_2026-10.csv",
        [["Reach area", "Month", "Visited", "Took vitamins"], ["Hillfields", "2026-10", 24, 20]],
    )
    reading = Council(tmp_path / "data").read(sent)
    assert (reading.profile, reading.rows_loaded, reading.refusals) == ("vitamins", 1, ())


def test_a_page_is_a_module_and_a_template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (template,) = examples("html")
    (tmp_path / "targets.html").write_text(template)
    loader: Any = rendering._ENVIRONMENT.loader
    monkeypatch.setattr(loader, "searchpath", [*loader.searchpath, str(tmp_path)])
    module: dict[str, Any] = {}
    (source,) = (each for each in examples("python") if "def register" in each)
    exec(source, module)
    table = IndicatorTable.open(create_sqlite(tmp_path / "test.db"))
    known = catalogue(indicator("visits", target=[target("90")]), indicator("plans", order=2))
    site = Site(Reports(table, known, places({"north": ["a"]})))
    module["register"](site)
    page = create_dash_app(site).server.test_client().get("/targets")
    table.engine.dispose()
    assert '<th scope="row">Visits</th><td>90</td><td>us</td>' in page.text
