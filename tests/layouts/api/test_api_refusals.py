"""Refused rows in the read API: with code, place and remedies, and without the refused value."""

from datetime import UTC, datetime

import pytest

from cli.context import Context
from cli.settings import Settings
from indicators.access.permissions import PARTNER, Viewer
from layouts.site.site import Site
from layouts.web.app_factory import create_dash_app
from loaders.ingest.approval import EVERYTHING_CONFIRMED
from tests.loaders.ingest.test_pipeline import HILLFIELDS, extract
from tests.support.export_reason import give_reason

NOW = datetime(2026, 11, 2, tzinfo=UTC)
BAD = HILLFIELDS.replace("2026-09", "2026-13")


@pytest.fixture
def reports(database_url, tmp_path):
    made = Context.open(Settings(database_url=database_url, now=NOW))
    report = made.loader.load(
        extract(tmp_path, HILLFIELDS, BAD),
        viewer=PARTNER,
        now=NOW,
        rest=True,
        approval=EVERYTHING_CONFIRMED,
    )
    assert report.rows_refused == 1
    yield made.reports
    made.table.engine.dispose()


def get(reports, query=""):
    client = give_reason(create_dash_app(Site(reports)).server.test_client())
    return client.get(f"/api/v1/refusals{query}")


def test_a_refused_row_has_its_code_place_and_remedies_and_not_its_value(reports):
    answer = get(reports).json
    (row,) = answer["data"]
    assert (answer["total"], row["load"], row["code"], row["row"]) == (
        1,
        1,
        "period_unreadable",
        3,
    )
    assert row["reason"]
    assert row["remedy"]
    assert "value" not in row
    assert "2026-13" not in str(answer)


def test_rows_of_one_load_are_chosen_by_its_number(reports):
    assert get(reports, "?load=1").json["total"] == 1
    assert get(reports, "?load=2").json == get(reports, "?load=2").json | {"total": 0, "data": []}
    assert get(reports, "?load=0").status_code == 400
    assert get(reports, "?load=99999999999").status_code == 400


def test_as_at_an_earlier_event_a_later_load_s_refusals_are_not_there(reports):
    rows = reports.after(0).page_refusals(None, limit=10, offset=0, viewer=PARTNER)
    assert rows == (0, [])


def test_they_are_for_those_who_may_see_what_was_loaded(reports):
    with pytest.raises(Exception, match="You may not see what was loaded"):
        reports.page_refusals(None, limit=10, offset=0, viewer=Viewer("anyone"))
