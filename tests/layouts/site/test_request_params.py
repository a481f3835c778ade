"""Month, past day and area basis of an address: parsed once for pages, downloads and the API."""

from datetime import date
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from indicators.domain.core import AreaBasis
from indicators.domain.periods import Month
from layouts.api.param_reader import read_params
from layouts.api.params import VerdictParams
from layouts.api.problems import BadParametersError
from layouts.site.request_params import WrongParamError, parse_params
from tests.support.export_reason import give_reason
from tests.support.sample_site import sample_server

REPORTS: Any = None
"""No report is read for a day."""


def test_an_address_without_parameters_is_now_and_as_it_was():
    params = parse_params({})
    assert (params.month, params.as_at, params.areas) == (None, None, AreaBasis.AS_IT_WAS)
    assert parse_params({"month": "", "as_at": "", "areas": ""}) == parse_params({})


def test_all_three_are_parsed():
    params = parse_params({"month": "2026-10", "as_at": "2026-09-14", "areas": "today"})
    assert (params.month, params.as_at) == (Month.of(2026, 10), date(2026, 9, 14))
    assert params.areas is AreaBasis.TODAY


def test_an_unknown_area_basis_and_other_parameters_count_as_none():
    assert parse_params({"areas": "yesterday", "team": "north"}) == parse_params({})


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ({"month": "2026"}, "month"),
        ({"month": "2026-13"}, "month"),
        ({"month": "0000-01"}, "month"),
        ({"as_at": "14/09/2026"}, "as_at"),
        ({"as_at": "2026-02-30"}, "as_at"),
        ({"month": "x", "as_at": "x"}, "as_at"),
    ],
)
def test_a_wrong_one_is_named_with_a_remedy(query: dict[str, str], parameter: str):
    with pytest.raises(WrongParamError) as wrong:
        parse_params(query)
    assert wrong.value.parameter == parameter
    assert wrong.value.what
    assert wrong.value.remedy


def test_the_others_are_kept_next_to_a_wrong_one():
    with pytest.raises(WrongParamError) as wrong:
        parse_params({"month": "x", "as_at": "2026-09-14", "areas": "today"})
    assert wrong.value.others == parse_params({"as_at": "2026-09-14", "areas": "today"})


@pytest.mark.parametrize(("name", "value"), [("as_at", "May"), ("as_at", "2026-02-30")])
def test_pages_downloads_packs_and_the_api_say_the_same_of_a_wrong_day(name: str, value: str):
    with pytest.raises(WrongParamError) as wrong:
        parse_params({name: value})
    client = give_reason(sample_server().test_client())
    for path in (
        "/team/hillfields",
        "/sheets/action-plan.xlsx",
        "/sheets/indicator.csv",
        "/packs/compare.xlsx",
        "/tables/csv/two-years-compared/outcomes",
        "/tables/xlsx/steps/cohort",
        "/api/v1/verdicts",
    ):
        answer = client.get(path, query_string={name: value})
        assert answer.status_code == 400, path
        assert wrong.value.what in answer.text, path


@pytest.mark.parametrize("given", [["2026-09-14", "2026-09-15"], ["x"]])
def test_the_api_also_refuses_a_repeated_day(given: list[str]):
    values = MultiDict([("as_at", each) for each in given])
    with pytest.raises(BadParametersError):
        read_params(VerdictParams, values, "json", REPORTS)
