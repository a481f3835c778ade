"""Organisations that are added, renamed and withdrawn in the browser, and who sees what then."""

from datetime import UTC, date, datetime, timedelta

import pytest

from indicators.access.permissions import PARTNER
from indicators.access.roles import AccessContext, Person, Role, build_viewer
from indicators.access.row_access import RowAccess, decide_row
from indicators.accounts.user_admin import list_choices
from indicators.configuration.agreements_reader import read_agreements
from indicators.domain.errors import UserError
from indicators.domain.settings.configuration import Configuration
from indicators.domain.settings.setting_change import SettingConflictError, SettingKind
from indicators.reports.base import Reports
from indicators.reports.settings.agreement_preview import preview_agreement
from indicators.reports.settings.changed_files import write_agreements
from indicators.reports.settings.settings_book import SettingsBook
from indicators.store.observations import IndicatorTable
from tests.support.databases import create_sqlite
from tests.support.recorded_settings import NOON, TODAY, keep_settings, note
from tests.support.two_agencies import CATALOGUE, PLACES

KIND = SettingKind.ORGANISATION
FILE = """# Agreed in 2013.
[[organisation]]
code = "BOARD"
name = "The board"

[[agreement]]
code = "sharing"
name = "Sharing agreement"
parties = ["ALPHA", "BOARD"]
purpose = "Meetings"
approver = "The lead"
from = 2013-04-01
until = 2099-03-31
"""
EXACT, SHARED, NONE = RowAccess.EXACT, RowAccess.SHARED, RowAccess.NONE


@pytest.fixture
def reports(tmp_path):
    (tmp_path / "agreements.toml").write_text(FILE)
    table = IndicatorTable.open(create_sqlite(tmp_path / "test.db"))
    yield keep_settings(Reports(table, CATALOGUE, PLACES), tmp_path)
    table.engine.dispose()


@pytest.fixture
def book(reports):
    return SettingsBook(reports, PARTNER)


def add(book, code="TRUST", name="The new trust", effective=TODAY):
    planned = book.plan_addition(KIND, {"code": code, "name": name})
    book.record(planned, note("They joined", 0, effective), NOON)


def rename(book, name, code="BOARD", version=0):
    planned = book.plan_value(KIND, code, {"name": name})
    book.record(planned, note("They were renamed", version), NOON)


def withdraw(book, code="BOARD", version=0, effective=TODAY):
    book.record(book.plan_removal(KIND, code), note("They left", version, effective), NOON)


@pytest.fixture
def context(reports):
    """context() is what access is decided by now."""
    settings = reports.settings

    def find():
        found = settings.find(settings.get_key()).configuration
        return AccessContext(found.places, tuple(CATALOGUE.services.values()), found.agreements)

    return find


def see(context, organisation, role=Role.COMMISSIONER):
    viewer = build_viewer(Person("", frozenset({role}), organisation), context(), TODAY)
    return decide_row(viewer, "visits", "midwifery", "north").access


def test_a_new_organisation_can_have_users_and_be_party_to_an_agreement(book, context):
    planned = book.plan_value(SettingKind.AGREEMENT, "sharing", agreement(parties=["TRUST"]))
    with pytest.raises(UserError, match="There is no organisation “TRUST”"):
        book.record(planned, note(), NOON)
    add(book)
    assert list_choices(context()).organisations["TRUST"] == "The new trust"
    assert see(context, "TRUST") is SHARED
    book.record(planned, note(), NOON)
    assert see(context, "TRUST") is EXACT


def agreement(**given):
    keys = {"name": "Sharing agreement", "purpose": "Meetings", "approver": "The lead"}
    return keys | {"from": "2013-04-01", "until": "2099-03-31"} | given


def test_an_organisation_that_is_renamed_keeps_what_it_sees_and_its_history(book, context):
    rename(book, "The integrated care board")
    assert list_choices(context()).organisations["BOARD"] == "The integrated care board"
    assert see(context, "BOARD") is EXACT
    (kept,) = book.list_versions(KIND, "BOARD")
    assert (kept.who, kept.reason, kept.before["name"]) == (
        "Asha",
        "They were renamed",
        "The board",
    )


def test_people_of_a_withdrawn_organisation_see_no_figure_until_it_is_taken_back(book, context):
    assert see(context, "BOARD") is EXACT
    withdraw(book)
    assert see(context, "BOARD") is NONE
    assert see(context, "ALPHA") is EXACT
    assert "BOARD" not in list_choices(context()).organisations
    assert list_choices(context()).name_organisation("BOARD") == "The board (withdrawn)"
    book.record(book.plan_undo(KIND, "BOARD", TODAY).change, note("A mistake", version=1), NOON)
    assert see(context, "BOARD") is EXACT


def test_one_that_is_withdrawn_keeps_the_name_that_it_was_given_in_the_browser(book, context):
    add(book)
    withdraw(book, "TRUST", version=1)
    rename(book, "The care board")
    withdraw(book, version=1)
    named = list_choices(context()).name_organisation
    assert named("TRUST") == "The new trust (withdrawn)"
    assert named("BOARD") == "The care board (withdrawn)"


@pytest.mark.parametrize(
    ("role", "is_kept"),
    [(Role.ADMINISTRATOR, True), (Role.AUDITOR, True), (Role.ANALYST, False)],
)
def test_only_roles_without_figures_stay_in_a_withdrawn_organisation(book, context, role, is_kept):
    withdraw(book)
    viewer = build_viewer(Person("", frozenset({role}), "BOARD"), context(), TODAY)
    assert bool(viewer.permissions) is is_kept
    assert not viewer.scopes


def test_a_withdrawal_counts_from_its_day_and_not_before(book, context):
    withdraw(book, effective=datetime.now(UTC).date() + timedelta(days=30))
    assert see(context, "BOARD") is EXACT


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("board", "There is an organisation “BOARD” already"),
        ("ALPHA", "There is an organisation “ALPHA” already"),
        ("new", "cannot be a short name"),
        ("a/b", "cannot be a short name"),
        ("", "cannot be a short name"),
        ("X" * 21, "cannot be a short name"),
    ],
)
def test_a_short_name_that_is_taken_or_does_not_fit_is_refused(book, code, says):
    with pytest.raises(UserError, match=says):
        add(book, code=code)


def test_a_withdrawn_organisation_is_not_added_again_but_changed(book, context):
    add(book)
    withdraw(book, "TRUST", version=1)
    with pytest.raises(UserError, match="also if it was withdrawn"):
        add(book)
    rename(book, "The trust", "TRUST", version=2)
    assert see(context, "TRUST") is SHARED


def test_two_people_at_once_lose_nothing(book):
    rename(book, "The care board")
    with pytest.raises(SettingConflictError, match="Asha changed this meanwhile"):
        withdraw(book)


def test_the_exported_file_says_the_same_without_the_database(book, reports, context, tmp_path):
    add(book)
    withdraw(book)
    text = write_agreements(reports, PARTNER)
    assert text.startswith("# Agreed in 2013.")
    (tmp_path / "agreements.toml").write_text(text)
    read = read_agreements(tmp_path, Configuration(CATALOGUE, PLACES).known_codes)
    assert [each.code for each in read.organisations] == ["TRUST"]
    assert [each.parties for each in read.agreements] == [["ALPHA"]]
    assert see(context, "BOARD") is NONE  # what was recorded counts with the new file too
    assert write_agreements(reports, PARTNER) == text


def test_the_preview_says_who_joins_and_who_no_longer_sees_anything(book, reports):
    planned = book.plan_addition(KIND, {"code": "TRUST", "name": "The new trust"})
    (period,) = preview_agreement(reports, PARTNER, planned, TODAY)
    assert [(s.organisation, s.is_known) for s in period.standing] == [("TRUST", True)]
    first, last = preview_agreement(reports, PARTNER, book.plan_removal(KIND, "BOARD"), TODAY)
    assert (first.first, last.first) == (TODAY, date(2099, 4, 1))
    assert [(s.organisation, s.is_known) for s in first.standing] == [("BOARD", False)]
    assert {(s.organisation, s.before, s.after) for s in first.seen} == {("BOARD", EXACT, NONE)}
    assert {(s.organisation, s.before, s.after) for s in last.seen} == {("BOARD", SHARED, NONE)}
    planned = book.plan_value(KIND, "BOARD", {"name": "The care board"})
    assert preview_agreement(reports, PARTNER, planned, TODAY) == []
