"""What leaves by e-mail, feed and calendar: no figure for anyone, and no text for outsiders."""

from datetime import UTC, datetime

import pytest

from indicators.access.permissions import PARTNER, AccessError
from indicators.actions.action_fields import ActionField
from indicators.domain.people.users import User, UserDetails
from indicators.notifications.digest_run import DigestMail
from indicators.reports.actions.action_book import ActionBook
from indicators.reports.digests.entry_ids import EntryIds
from indicators.reports.digests.team_calendar import list_own_entries, list_team_entries
from indicators.reports.digests.team_digest import build_digest, list_digests
from indicators.store.observations import IndicatorTable
from layouts.api.workflow.digest_resource import serialize_digest
from layouts.exports.digests.calendar_file import write_calendar
from layouts.exports.digests.digest_feed import FeedPlace, write_feed
from layouts.exports.digests.digest_mail import MailFrame, write_digest_mail
from tests.support.spec_people import read_people
from tests.support.two_agencies import CATALOGUE, GROUPS, INDICATORS, fill_table, find_marks

PEOPLE = read_people()
NOW = datetime(2026, 4, 20, tzinfo=UTC)
HERE = "https://here.example"
FRAME = MailFrame("Here", HERE, "here@example.org")
EVERYONE = frozenset((code, place) for code in INDICATORS for place in GROUPS)
TEAMS = ("north", "south")


@pytest.fixture(scope="module")
def reports(shared_database_url):
    table = IndicatorTable.open(shared_database_url)
    reports = fill_table(table)
    for team in TEAMS:
        for code in INDICATORS:
            fields = {
                ActionField.TEAM: team,
                ActionField.INDICATOR: code,
                ActionField.WHAT: f"comment-on-{code}-{team}",
                ActionField.DUE: "2026-04-10",
            }
            for person in PEOPLE:
                ActionBook(reports, PARTNER).add(fields | {ActionField.OWNER: person}, now=NOW)
    yield reports
    table.engine.dispose()


def write_mail_and_feed(reports, viewer, team) -> str:
    """Both, and the rows of the read API, as texts; empty for those who are given none."""
    digest = build_digest(reports, team, None, viewer, NOW.date())
    history = list_digests(reports, team, viewer, NOW.date())
    assert bool(history) is (digest is not None)
    if digest is None:
        return ""
    user = User(1, UserDetails(viewer.name, "a@example.org", "", ()))
    mail = write_digest_mail(DigestMail(user, digest, "end"), NOW, FRAME)
    place = FeedPlace(HERE, f"{HERE}/feed", EntryIds(reports.table.engine))
    rows = [serialize_digest(*each, is_latest=True).model_dump_json() for each in history]
    return mail.decode() + write_feed(history, CATALOGUE.programme, place) + "".join(rows)


def write_calendars(reports, viewer) -> str:
    entries = [
        *(each for team in TEAMS for each in list_team_entries(reports, team, viewer, NOW)),
        *list_own_entries(reports, viewer, NOW),
    ]
    return write_calendar(entries, "All", HERE).decode().replace("\r\n ", "")


def read(write, *given) -> str:
    try:
        return write(*given)
    except AccessError:
        return ""


@pytest.mark.parametrize("person", PEOPLE)
def test_mails_and_feeds_hold_no_figure_and_no_text_of_anyone(reports, person):
    viewer = PEOPLE[person].viewer
    sent = "".join(read(write_mail_and_feed, reports, viewer, team) for team in TEAMS)
    assert find_marks(sent, EVERYONE) == set()


@pytest.mark.parametrize("person", PEOPLE)
def test_calendars_hold_the_titles_that_their_reader_sees_and_no_others(reports, person):
    seen = PEOPLE[person]
    found = find_marks(read(write_calendars, reports, seen.viewer), EVERYONE)
    assert found == {f"comment-on-{code}-{team}" for code, team in seen.sees if team in TEAMS}


def test_those_who_see_a_team_exactly_are_given_its_digest(reports):
    given = {
        person
        for person in PEOPLE
        for team in TEAMS
        if read(write_mail_and_feed, reports, PEOPLE[person].viewer, team)
    }
    assert given == {
        person for person in PEOPLE if any(team in TEAMS for _, team in PEOPLE[person].sees)
    }
