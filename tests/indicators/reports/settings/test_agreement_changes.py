"""Sharing agreements that are changed in the browser: what counts, and who sees more or less."""

from datetime import UTC, date, datetime, timedelta

import pytest

from indicators.access.permissions import PARTNER, Permission, PermissionDeniedError, Viewer
from indicators.access.roles import ROLE_PERMISSIONS, Role
from indicators.access.row_access import RowAccess
from indicators.configuration.agreements_reader import read_agreements
from indicators.domain.audit.audit_event import AuditFilter, AuditKind
from indicators.domain.errors import ConfigurationError, UserError
from indicators.domain.settings.configuration import Configuration
from indicators.domain.settings.setting_change import SettingConflictError, SettingKind
from indicators.reports.auditing.audit_book import AuditBook
from indicators.reports.base import Reports
from indicators.reports.settings.agreement_preview import preview_agreement
from indicators.reports.settings.changed_files import write_agreements, write_changed_files
from indicators.reports.settings.settings_book import SettingsBook
from indicators.store.observations import IndicatorTable
from tests.support.recorded_settings import NOON, TODAY, keep_settings, note
from tests.support.two_agencies import CATALOGUE, PLACES
from tests.support.viewers import without

KIND, TEXT = SettingKind.AGREEMENT, "# Agreed in 2013.\n"
ORGANISATION = SettingKind.ORGANISATION
KEYS = {
    "code": "sharing",
    "name": "Sharing agreement",
    "parties": ["ALPHA", "BETA"],
    "purpose": "Meetings",
    "approver": "The lead",
    "from": "2013-04-01",
    "until": "2030-03-31",
}
LATER = datetime.now(UTC).date() + timedelta(days=30)
EXACT, SHARED, NONE = RowAccess.EXACT, RowAccess.SHARED, RowAccess.NONE


def write_file(folder, until="2030-03-31", more=""):
    organisation = '[[organisation]]\ncode = "BOARD"\nname = "The board"\n\n'
    agreement = '[[agreement]]\ncode = "sharing"\nname = "Sharing agreement"\n'
    agreement += 'parties = ["ALPHA", "BETA"]\npurpose = "Meetings"\napprover = "The lead"\n'
    text = f"{TEXT}{organisation}{agreement}from = 2013-04-01\nuntil = {until}\n{more}"
    (folder / "agreements.toml").write_text(text)


@pytest.fixture
def reports(database_url, tmp_path):
    write_file(tmp_path)
    table = IndicatorTable.open(database_url)
    yield keep_settings(Reports(table, CATALOGUE, PLACES), tmp_path)
    table.engine.dispose()


@pytest.fixture
def book(reports):
    return SettingsBook(reports, PARTNER)


def change(book, version=0, effective=TODAY, **given):
    planned = book.plan_value(KIND, "sharing", KEYS | given)
    book.record(planned, note("Decided by the board", version, effective), NOON)


def add(book, version=0, effective=TODAY, **given):
    planned = book.plan_addition(KIND, KEYS | {"name": "Health visiting"} | given)
    book.record(planned, note("Decided by the board", version, effective), NOON)
    return planned.entry.subject


@pytest.fixture
def find(reports, tmp_path):
    """find() is the agreements that count in another process, by code."""
    table = IndicatorTable(reports.table.engine)
    other = keep_settings(Reports(table, CATALOGUE, PLACES), tmp_path).settings

    def find():
        found = other.find(other.get_key()).configuration.agreements
        return {each.code: each for each in found.agreements}

    return find


def test_an_agreement_that_is_ended_earlier_counts_in_every_process_and_can_be_taken_back(
    book, find
):
    change(book, until="2026-12-31")
    assert find()["sharing"].until == date(2026, 12, 31)
    (kept,) = book.list_versions(KIND, "sharing")
    assert (kept.who, kept.reason) == ("Asha", "Decided by the board")
    assert (kept.before["until"], kept.state.value["until"]) == ("2030-03-31", "2026-12-31")
    book.record(book.plan_undo(KIND, "sharing", TODAY).change, note("A mistake", version=1), NOON)
    assert find()["sharing"].until == date(2030, 3, 31)


def test_a_withdrawn_agreement_covers_nobody_and_can_come_back(book, find):
    book.record(book.plan_removal(KIND, "sharing"), note(), NOON)
    assert find() == {}
    book.record(book.plan_undo(KIND, "sharing", TODAY).change, note(version=1), NOON)
    assert list(find()) == ["sharing"]


def test_a_new_agreement_counts_next_to_the_file_from_its_day(book, find):
    code = add(book, parties=["BOARD"], indicators=["reviews"], places=["north"])
    assert code == "health-visiting"
    assert find()[code].places == ["north"]
    assert add(book, name="Health visiting") == "health-visiting-2"
    assert add(book, name="New") == "new-2"  # “new” is the address that adds one
    late = add(book, name="Later", effective=LATER)
    assert late not in find()


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"parties": ["GAMMA"]}, "There is no organisation “GAMMA”"),
        ({"places": ["nowhere"]}, "There is no place “nowhere”"),
        ({"indicators": ["nothing"]}, "There is no indicator “nothing”"),
        ({"until": "2013-03-31"}, "before it starts"),
        ({"parties": []}, "at least one"),
        ({"approver": ""}, "approver"),
    ],
)
def test_what_the_file_may_not_say_cannot_be_recorded(book, find, given, says):
    with pytest.raises(ConfigurationError, match=says):
        change(book, **given)
    assert find()["sharing"].parties == ["ALPHA", "BETA"]


def test_a_change_that_does_not_fit_any_more_covers_nobody(book, find, tmp_path):
    change(book, parties=["ALPHA", "BOARD"])
    path = tmp_path / "agreements.toml"
    path.write_text(path.read_text().replace("BOARD", "COUNCIL"))
    assert find() == {}  # and not what the file says, which reaches further
    assert "BOARD" in book.find_entry(KIND, "sharing").unused


def test_a_file_with_a_fault_covers_nobody_and_is_to_be_corrected_first(book, find, tmp_path):
    code = add(book, parties=["BOARD"])
    write_file(tmp_path, more="colour = 3\n")
    assert find() == {}
    with pytest.raises(UserError, match=r"Correct agreements\.toml first"):
        add(book, name="Another")
    write_file(tmp_path, until="2030-03-30")
    assert set(find()) == {"sharing", code}


def test_what_was_recorded_counts_over_a_file_that_is_changed_later(book, find, tmp_path):
    change(book, until="2026-12-31")
    write_file(tmp_path, until="2031-03-31")
    assert find()["sharing"].until == date(2026, 12, 31)
    assert book.find_entry(KIND, "sharing").is_file_newer


def test_the_exported_file_says_the_same_without_the_database(book, reports, find, tmp_path):
    change(book, until="2026-12-31", places=["north"])
    add(book, parties=["BOARD"], indicators=["reviews"])
    text = write_changed_files(reports, PARTNER)["agreements.toml"]
    assert text == write_agreements(reports, PARTNER)
    assert text.startswith(TEXT)
    (tmp_path / "agreements.toml").write_text(text)
    read = read_agreements(tmp_path, Configuration(CATALOGUE, PLACES).known_codes)
    assert {each.code: each for each in read.agreements} == find()
    assert write_changed_files(reports, PARTNER) == {}


def test_two_people_at_once_lose_nothing(book):
    change(book, until="2026-12-31")
    with pytest.raises(SettingConflictError, match="Asha changed this meanwhile"):
        change(book, until="2027-12-31")


def test_each_change_is_in_the_audit_log(book, reports):
    change(book, until="2026-12-31")
    log = AuditBook(reports.audit_log).read_all(AuditFilter(), PARTNER)
    (found,) = [e.event for e in log if e.event.kind is AuditKind.AGREEMENT_CHANGED]
    assert "agreement sharing, version 1" in found.what


def test_an_administrator_changes_agreements_and_nothing_else_and_an_analyst_everything_else(
    reports,
):
    holders = {
        role for role, may in ROLE_PERMISSIONS.items() if Permission.CHANGE_AGREEMENTS in may
    }
    assert holders == {Role.ADMINISTRATOR}
    administrator = Viewer("Ada", frozenset({Permission.CHANGE_AGREEMENTS}))
    assert SettingsBook(reports, administrator).list_kinds() == [ORGANISATION, KIND]
    analyst = SettingsBook(reports, without(Permission.CHANGE_AGREEMENTS))
    assert not {ORGANISATION, KIND} & set(analyst.list_kinds())
    with pytest.raises(PermissionDeniedError):
        analyst.list_entries(KIND)
    with pytest.raises(PermissionDeniedError):
        write_agreements(reports, without(Permission.CHANGE_AGREEMENTS))


@pytest.fixture
def preview(reports):
    return lambda *given: list_previewed(reports, *given)


def list_previewed(reports, planned, effective=TODAY):
    """What is different for each organisation in each period: (access, indicators, places)."""
    return [
        (
            each.first,
            each.last,
            {
                (s.organisation, s.before, s.after, s.indicators)
                + (("everywhere",) if s.is_everywhere else s.places)
                for s in each.seen
            },
            {(h.organisation, h.sees_all) for h in each.handling},
        )
        for each in preview_agreement(reports, PARTNER, planned, effective)
    ]


def test_the_preview_of_an_earlier_end_begins_the_day_after_it(book, preview):
    planned = book.plan_value(KIND, "sharing", KEYS | {"until": "2026-12-31"})
    assert preview(planned) == [
        (
            date(2027, 1, 1),
            date(2030, 3, 31),
            {
                ("ALPHA", EXACT, SHARED, ("reviews",), "everywhere"),
                ("BETA", EXACT, SHARED, ("visits",), "everywhere"),
            },
            {("ALPHA", False), ("BETA", False)},
        )
    ]


def test_the_preview_says_that_fewer_places_hide_the_published_figures_of_the_others(book, preview):
    planned = book.plan_value(KIND, "sharing", KEYS | {"places": ["north"]})
    ((first, _, seen, _),) = preview(planned)
    assert first == TODAY
    assert ("ALPHA", EXACT, NONE, ("reviews",), "") in seen
    assert not any("north" in each for each in seen)


def test_the_preview_of_a_new_party_says_what_becomes_visible_and_what_disappears(book, preview):
    new = KEYS | {"name": "Board", "parties": ["BOARD"], "places": ["north", "ash"]}
    ((_, last, seen, handling),) = preview(book.plan_addition(KIND, new))
    every = ("visits", "reviews")
    assert (last, handling) == (date(2030, 3, 31), set())
    assert seen == {
        ("BOARD", SHARED, EXACT, every, "north", "ash"),
        ("BOARD", SHARED, NONE, every, ""),
    }


def test_a_change_of_the_purpose_lets_nobody_see_more_or_less(book, preview):
    planned = book.plan_value(KIND, "sharing", KEYS | {"purpose": "Meetings of teams"})
    assert preview(planned) == []


def test_the_preview_knows_what_was_recorded_for_a_later_day(book, preview):
    later = TODAY + timedelta(days=40)
    change(book, effective=later, until="2029-03-31")
    planned = book.plan_undo(KIND, "sharing", TODAY).change
    (period,) = preview(planned, later)
    assert period[:2] == (date(2029, 4, 1), date(2030, 3, 31))
    assert ("ALPHA", SHARED, EXACT, ("reviews",), "everywhere") in period[2]
