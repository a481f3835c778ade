"""Digests by e-mail through a real mail server: what is in them, and at most one a month."""

import re
import ssl
import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
import trustme

from indicators.access.permissions import PARTNER
from indicators.access.roles import Role
from indicators.actions.action_fields import ActionField
from indicators.domain.people.notifications import DigestKey
from indicators.notifications.digest_run import DeliveryOutcome, DigestRun
from indicators.notifications.mail_server import MailServer, MailServerError
from indicators.reports.actions.action_book import ActionBook
from layouts.exports.digests.digest_mail import MailFrame, write_digest_mail
from tests.support.account_site import AccountSite
from tests.support.audit_events import list_events
from tests.support.builders import row, take_in
from tests.support.databases import create_sqlite
from tests.support.mail_server import DASHBOARD, PASSWORD, SENDER, Mailbox, run_mail_server
from tests.support.running_server import find_free_port
from tests.support.two_years import MARCH

NOW = datetime(2026, 4, 20, 9, tzinfo=UTC)
SENT, REFUSED, UNCERTAIN = (
    DeliveryOutcome.SENT,
    DeliveryOutcome.REFUSED,
    DeliveryOutcome.UNCERTAIN,
)


class DigestSite(AccountSite):
    """A site whose figures of March are complete: north went from a tick to a cross."""

    def __init__(self, url: str) -> None:
        super().__init__(url, synthetic=None)
        months = [(MARCH - at, 95 if at else 0) for at in range(13)]
        rows = [row("visits", area, *month, 100) for month in months for area in "abc"]
        take_in(self.table, rows)

    def subscribe(self, *teams: str, email: str = "asha@example.org", **details):
        team = details.pop("team", "north")
        user = self.add(Role.CHAMPION, email=email, team=team, **details)
        self.accounts.digests.choose(user, teams or ("north",), NOW)
        return user

    def start_run(self, now: datetime = NOW) -> DigestRun:
        return DigestRun(self.reports, self.accounts, lambda: now)

    def send(self, settings, now: datetime = NOW, write=None, again: int | None = None):
        """Send what is due, and return what became of each: user, team and outcome."""
        server = MailServer(settings, tries=1)
        sent = self.start_run(now).send(server, write or WRITE, again)
        return [(each.key.user, each.key.team, each.outcome) for each in sent]


WRITE = partial(write_digest_mail, frame=MailFrame("Acting “Early”", DASHBOARD, SENDER))


def load_month(site, month, done: int) -> None:
    rows = [row("visits", area, month, done, 100) for area in "abc"]
    take_in(site.table, rows, file=f"{month}-{done}.csv")


@pytest.fixture
def site(tmp_path):
    site = DigestSite(create_sqlite(tmp_path / "test.db"))
    yield site
    site.close()


@pytest.fixture
def stored(database_url):
    """The same site, on both databases."""
    site = DigestSite(database_url)
    yield site
    site.close()


@pytest.fixture
def box():
    return Mailbox()


@pytest.fixture
def server(box):
    with run_mail_server(box) as settings:
        yield settings


def read_parts(mail):
    plain = mail.get_body(("plain",)).get_content()
    return plain, mail.get_body(("html",)).get_content()


def test_a_digest_is_sent_as_text_and_html_with_all_its_headers(site, box, server):
    user = site.subscribe(name="Zoë Bell")
    assert site.send(server) == [(user.id, "north", SENT)]
    (mail,) = box.mails
    assert mail["Subject"] == "North: March 2026 in brief"
    assert mail["From"] == "Acting “Early” <dashboard@example.org>"
    assert mail["To"] == "Zoë Bell <asha@example.org>"
    assert mail["Date"].datetime == NOW
    assert mail["Auto-Submitted"] == "auto-generated"
    assert re.fullmatch(r"<digest\.[0-9a-f]{32}@dashboard\.example\.org>", mail["Message-ID"])
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail.get_content_type() == "multipart/alternative"
    plain, html = read_parts(mail)
    for part in (plain, html):
        assert "Agree an action for visits." in part
        assert "Visits: tick to cross" in part
        assert "Still to do" in part
        assert f"{DASHBOARD}/team/north/digest?month=2026-03" in part
    assert '<html lang="en-GB">' in html
    assert box.raw[0].isascii()
    assert max(map(len, box.raw[0].splitlines())) < 998


def test_the_link_to_end_them_is_whole_in_its_header_and_ends_them(site, box, server):
    user = site.subscribe()
    site.send(server)
    link = re.search(
        rb"^List-Unsubscribe: <https://dashboard\.example\.org(/\S+)>\r?$", box.raw[0], re.M
    )
    path = link[1].decode()
    assert f"{DASHBOARD}{path}" in read_parts(box.mails[0])[0]
    program = site.server.test_client()  # of a mail provider: no cookie, no token
    assert program.get(path).status_code == 200
    assert site.accounts.digests.list_teams(user) == ["north"]
    answer = program.post(path, data={"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, site.accounts.digests.list_teams(user)) == (200, [])
    assert program.post(path).status_code == 200
    assert [
        what for kind, what, _ in list_events(site.table.engine) if kind == "digest_chosen"
    ] == [
        f"digests of north to user {user.id}, begun",
        f"digests of north to user {user.id}, ended",
    ]


@pytest.mark.parametrize("wrong", ["x", "WzEsIm5vcnRoIl0.AAAA"])
def test_a_link_that_was_not_signed_ends_nothing(site, wrong):
    user = site.subscribe()
    client = site.server.test_client()
    assert client.get(f"/unsubscribe/{wrong}").status_code == 404
    assert client.post(f"/unsubscribe/{wrong}").status_code == 400
    assert site.accounts.digests.list_teams(user) == ["north"]


def test_each_person_gets_one_mail_for_a_team_and_a_month(stored, box, server):
    user = stored.subscribe()
    assert [stored.send(server), stored.send(server)] == [[(user.id, "north", SENT)], []]
    load_month(stored, MARCH + 1, 100)
    assert stored.send(server) == [(user.id, "north", SENT)]
    assert [mail["Subject"] for mail in box.mails] == [
        "North: March 2026 in brief",
        "North: April 2026 in brief",
    ]
    sent = [what for kind, what, _ in list_events(stored.table.engine) if kind == "digest_sent"]
    assert sent == [f"digest of north, 2026-0{m}, to user {user.id}" for m in (3, 4)]


def test_a_month_that_is_not_complete_is_not_sent(site, box, server):
    site.subscribe()
    take_in(site.table, [row("visits", "a", MARCH + 1, 1, 100)], file="part.csv")
    site.send(server)
    assert [mail["Subject"] for mail in box.mails] == ["North: March 2026 in brief"]


def test_two_runs_at_once_send_each_mail_once(stored, box, server):
    users = [stored.subscribe(email=f"u{at}@example.org") for at in range(5)]
    start, outcomes = threading.Barrier(3), []

    def run():
        start.wait()
        outcomes.extend(stored.send(server))

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [(user.id, "north", SENT) for user in users]
    assert len({mail["To"] for mail in box.mails}) == len(box.mails) == 5


class CrashError(BaseException):
    """Stands for the end of a process."""


def crash(*_):
    raise CrashError


def test_a_run_that_ended_before_it_handed_the_mail_over_is_made_good_by_a_later_one(
    stored, box, server
):
    user = stored.subscribe()
    with pytest.raises(CrashError):
        stored.send(server, write=crash)
    assert stored.send(server, NOW + timedelta(minutes=15)) == []  # the first may still be at work
    assert stored.send(server, NOW + timedelta(minutes=16)) == [(user.id, "north", SENT)]
    assert len(box.raw) == 1


def test_a_run_that_ended_while_it_handed_the_mail_over_is_never_repeated(
    stored, box, server, monkeypatch
):
    user = stored.subscribe()
    with monkeypatch.context() as patch:
        patch.setattr(MailServer, "hand_over", crash)
        with pytest.raises(CrashError):
            stored.send(server)
    later = NOW + timedelta(days=3)
    assert stored.send(server, later) == []
    assert stored.start_run(later).list_uncertain() == [DigestKey(user.id, "north", MARCH)]
    assert box.raw == []


def test_what_may_be_lost_is_sent_again_to_one_person_when_the_operator_says_so(
    stored, box, server, monkeypatch
):
    asha, ben = stored.subscribe(), stored.subscribe(name="Ben", email="ben@example.org")
    with monkeypatch.context() as patch:
        patch.setattr(MailServer, "hand_over", crash)
        for _ in range(2):
            with pytest.raises(CrashError):
                stored.send(server)
    edge = NOW + timedelta(minutes=15)
    assert stored.send(server, edge, again=asha.id) == []  # the first run may still be at work
    later = edge + timedelta(minutes=1)
    due = [each.key for each in stored.start_run(later).list_due(again=asha.id)]
    assert due == [DigestKey(asha.id, "north", MARCH)]
    assert stored.send(server, later, again=asha.id) == [(asha.id, "north", SENT)]
    assert stored.send(server, later + timedelta(days=1), again=asha.id) == []  # it was taken
    assert [mail["To"] for mail in box.mails] == ["Asha Bell <asha@example.org>"]
    assert stored.start_run(later).list_uncertain() == [DigestKey(ben.id, "north", MARCH)]
    kinds = [kind for kind, *_ in list_events(stored.table.engine) if "digest_" in kind]
    assert kinds[-2:] == ["digest_again", "digest_sent"]


def test_a_digest_sent_again_has_the_id_of_the_first_so_that_mail_programs_know_it(
    site, box, server
):
    user = site.subscribe()
    box.cut.add("asha@example.org")
    site.send(server)
    box.cut.clear()
    assert site.send(server, NOW + timedelta(hours=1), again=user.id) == [(user.id, "north", SENT)]
    assert len(box.mails) == 2
    assert box.mails[0]["Message-ID"] == box.mails[1]["Message-ID"]


def test_a_connection_that_ends_before_the_answer_is_not_tried_again(site, box, server):
    user = site.subscribe()
    box.cut.add("asha@example.org")
    assert site.send(server) == [(user.id, "north", UNCERTAIN)]
    box.cut.clear()
    assert site.send(server) == []
    assert len(box.raw) == 1  # it had arrived


def test_with_the_server_down_nothing_is_lost_and_the_next_run_sends_it(site, box):
    user, port = site.subscribe(), find_free_port()
    with run_mail_server(box, port) as settings:
        pass
    with pytest.raises(MailServerError, match="The next run tries again"):
        site.send(settings)
    with run_mail_server(box, port) as settings:
        assert site.send(settings) == [(user.id, "north", SENT)]
    assert len(box.raw) == 1


@pytest.mark.parametrize("answer", ["550 no such user", "451 try later"])
def test_an_address_that_is_refused_does_not_stop_the_others_and_is_tried_again(
    site, box, server, answer
):
    first = site.subscribe(name="A", email="gone@example.org")
    second = site.subscribe(name="B", email="here@example.org")
    box.answers["gone@example.org"] = answer
    assert site.send(server) == [(first.id, "north", REFUSED), (second.id, "north", SENT)]
    box.answers.clear()
    assert site.send(server) == [(first.id, "north", SENT)]


HOSTILE = (
    "Asha\r\nBcc: all@evil.example",
    "Asha\nSubject: Pay now",
    "Asha\u2028Bcc: all@evil.example",
    '"Asha" <boss@evil.example>',
    "Asha,\tboss@evil.example",
    "=?utf-8?q?Asha?=",
)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_stays_a_name(site, box, server, name):
    site.subscribe(name=name)
    site.send(server)
    (mail,) = box.mails
    assert mail["Bcc"] is None
    assert mail.get_all("Subject") == ["North: March 2026 in brief"]
    assert [address.addr_spec for address in mail["To"].addresses] == ["asha@example.org"]


def test_a_hostile_name_of_a_team_stays_in_the_subject(site, box, server):
    key = "north"
    north = site.reports.places.localities[key]
    hostile = "Nörth\r\nBcc: all@evil.example\r\n\r\n<script>"
    named = north.model_copy(update={"name": hostile})
    user = site.subscribe()

    def write(mail, now):
        digest = replace(mail.digest, team=named)
        return WRITE(replace(mail, digest=digest), now)

    assert site.send(server, write=write) == [(user.id, "north", SENT)]
    (mail,) = box.mails
    subject = "Nörth Bcc: all@evil.example <script>: March 2026 in brief"
    assert (mail["Subject"], mail["Bcc"]) == (subject, None)
    assert "<script>" not in read_parts(mail)[1]


@pytest.mark.parametrize("email", ["a@b\r\nBcc: x@y", "not an address@", "zoë@example.org"])
def test_an_address_that_cannot_be_one_stops_nobody(site, box, server, email):
    first = site.subscribe(name="A", email=email)
    second = site.subscribe(name="B", email="here@example.org")
    assert site.send(server) == [(first.id, "north", REFUSED), (second.id, "north", SENT)]
    assert len(box.raw) == 1


def test_who_lost_their_role_or_account_or_asked_for_no_more_gets_nothing(site, box, server):
    lost, gone, ended, moved = (
        site.subscribe(name=name, email=f"{name}@example.org") for name in "abcd"
    )
    for user, details in ((lost, {"roles": ()}), (moved, {"team": "south"})):
        site.accounts.admin.change(user.id, replace(user.details, **details), PARTNER)
    site.accounts.admin.add(
        replace(lost.details, roles=("administrator",), email="ad@example.org"), PARTNER, NOW
    )
    site.accounts.admin.disable(gone.id, PARTNER, NOW)
    site.accounts.digests.end(ended.id, "north")
    assert site.send(server) == []
    assert box.raw == []


def test_what_people_wrote_stays_in_the_dashboard(site, box, server):
    site.subscribe()
    fields = {
        ActionField.TEAM: "north",
        ActionField.WHAT: "Phone the 3 families",
        ActionField.OWNER: "Asha Bell",
        ActionField.DUE: date(2026, 4, 1).isoformat(),
    }
    ActionBook(site.reports, PARTNER).add(fields, now=NOW)
    site.send(server)
    for part in read_parts(box.mails[0]):
        assert "A-1 is overdue since 1 April 2026 (yours)" in part
        assert "3 families" not in part


def test_a_dry_run_sends_and_claims_nothing(site, box, server):
    user = site.subscribe()
    due = [(each.key, each.outcome) for each in site.start_run().list_due()]
    assert due == [(DigestKey(user.id, "north", MARCH), DeliveryOutcome.WOULD_BE_SENT)]
    assert site.send(server) == [(user.id, "north", SENT)]


@pytest.fixture
def certificate(tmp_path, monkeypatch):
    """A context of a server whose authority this process trusts."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    path = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(path)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    return context


def test_mail_is_signed_in_over_tls(site, box, certificate):
    user = site.subscribe()
    with run_mail_server(box, tls=certificate) as settings:
        with pytest.raises(MailServerError, match="user or the password"):
            site.send(replace(settings, password="wrong"))
        assert site.send(settings) == [(user.id, "north", SENT)]
    assert PASSWORD not in repr(settings)


def test_a_server_that_is_not_trusted_is_given_nothing(site, box, certificate, monkeypatch):
    site.subscribe()
    monkeypatch.delenv("SSL_CERT_FILE")
    with (
        run_mail_server(box, tls=certificate) as settings,
        pytest.raises(MailServerError, match="is not trusted"),
    ):
        site.send(settings)
    assert box.raw == []
