"""From an empty database to the first page of a team with a council's own file, in the browser."""

import re
from collections.abc import Callable
from pathlib import Path

import flask
from playwright.sync_api import Page, expect

from tests.browser.test_records import list_drafts
from tests.browser.test_sign_in import check, tab_to
from tests.support.browser_checks import wait_until_idle
from tests.support.council_set_up import (
    COMMAND,
    PASTED,
    SESSION,
    SetUpServer,
    read_archive,
    read_folder,
)
from tests.support.extracts import midwifery, write_csv

NEXT = "Save and go on"


def make_flask_app(server: SetUpServer) -> flask.Flask:
    """The watched app in the form that the fixture serves."""
    app = flask.Flask("watched")
    setattr(app, "wsgi_app", server.app.server)  # noqa: B010 - Flask declares it as a method
    return app


def use_session(page: Page, url: str, token: str) -> None:
    page.context.add_cookies([{"name": SESSION, "value": token, "url": url}])


def save(page: Page, leads_to: str) -> None:
    """Check the page of a step, and send it with the keyboard."""
    check(page)
    tab_to(page, ".set-up-form button[type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/setup/{leads_to}*")


def fill_steps(page: Page) -> None:
    """Fill in every step, from the first to the page that shows the files."""
    page.get_by_label("Name of the programme").fill("Best Start")
    page.get_by_label("Name of the council").fill("Barset Council")
    page.get_by_label("Name of the whole area").fill("Barset")
    save(page, "services")
    page.get_by_label("Midwifery", exact=True).check()
    page.get_by_label("Midwifery: agency, short").fill("BGH")
    page.get_by_label("Midwifery: agency in full").fill("Barset General Hospital")
    save(page, "areas")
    page.get_by_label("Areas", exact=True).fill(PASTED)
    save(page, "teams")
    expect(page.get_by_label("Team of Mill Lane")).to_have_value("North")
    save(page, "hubs")
    save(page, "indicators")
    for name in ("Consent to share information", "Midwifery appointments not attended"):
        page.get_by_label(name, exact=True).uncheck()
    page.get_by_label("Early booking: your target").fill("92")
    page.get_by_label("Smoking at delivery: your target").fill("none")
    save(page, "sharing")
    save(page, "files")
    page.get_by_label("midwifery", exact=True).check()
    save(page, "finish")
    check(page)


def open_set_up(
    live_site: Callable[..., str], page: Page, folder: Path
) -> tuple[SetUpServer, str, str]:
    """Sign in to an empty database; return its server, its address and the session."""
    server = SetUpServer(f"sqlite:///{folder / 'new.db'}")
    url, token = live_site(make_flask_app(server)), server.begin_session("Ada Min", "administrator")
    use_session(page, url, token)
    return server, url, token


def test_a_council_is_set_up_and_sees_its_first_file(
    live_site: Callable[..., str], page: Page, tmp_path: Path, typed: Callable[..., object]
) -> None:
    server, url, _ = open_set_up(live_site, page, tmp_path)
    page.goto(f"{url}/users")
    page.get_by_role("link", name="Set up your council").click()
    page.wait_for_url("**/setup*")
    wait_until_idle(page)
    check(page)
    page.get_by_role("link", name="Begin").click()
    page.wait_for_url("**/setup/programme*")

    fill_steps(page)
    page.get_by_role("button", name="Finish the set-up").click()
    expect(page.get_by_role("link", name="Best Start Barset Council")).to_be_visible()
    expect(page.locator(".messages")).to_contain_text("The set-up is finished.")
    wait_until_idle(page)
    check(page)

    made = read_archive(page.request.get(f"{url}/setup/data.zip").body())
    pasted = [line.split("\t") for line in PASTED.splitlines()]
    places = write_csv(tmp_path / "places.csv", pasted)
    typed({}, "new-council", tmp_path / "ours", *COMMAND, "--places", places)
    assert made == read_folder(tmp_path / "ours")

    rows = [
        [area, "2026-10", 25, booked, 22, 22, 2, 18, 24, 24, 40, 2]
        for area, booked in (("Old Town", 20), ("Mill Lane", 24), ("St Mary's", 15))
    ]
    sent = midwifery(tmp_path, *rows, name="BGH_maternity_2026-10.csv")
    use_session(page, url, server.begin_session("Ben Hay", "analyst", organisation="BGH"))
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(f"{url}/data")
    wait_until_idle(page)
    page.locator("input[type=file]").first.set_input_files(sent)
    page.get_by_role("button", name=re.compile("^Load 3 rows")).click(timeout=20_000)
    expect(page.locator(".messages")).to_contain_text("is loaded", timeout=20_000)
    page.goto(f"{url}/team/north")
    wait_until_idle(page)
    expect(page.get_by_role("heading", level=1, name="North")).to_be_visible()
    expect(page.get_by_text("44 of 50").first).to_be_visible()


def test_what_was_typed_is_there_again_after_the_connection_was_lost(
    live_site: Callable[..., str], page: Page, tmp_path: Path, problems: list[str]
) -> None:
    _, url, _ = open_set_up(live_site, page, tmp_path)
    page.goto(f"{url}/setup/services")
    page.get_by_label("Midwifery", exact=True).check()
    page.get_by_label("Midwifery: agency, short").fill("BGH")
    page.context.set_offline(True)
    with page.expect_event("requestfailed"):
        page.get_by_role("button", name=NEXT).click(no_wait_after=True)
    page.context.set_offline(False)
    problems.clear()  # the request that failed
    page.goto(f"{url}/setup/services")
    expect(page.get_by_text("is in the form again")).to_be_visible()
    check(page)
    expect(page.get_by_label("Midwifery", exact=True)).to_be_checked()
    expect(page.get_by_label("Midwifery: agency, short")).to_have_value("BGH")
    page.get_by_role("link", name="Back", exact=True).click()
    page.goto(f"{url}/setup/services")
    expect(page.get_by_label("Midwifery: agency, short")).to_have_value("BGH")
    page.get_by_role("button", name=NEXT).click()
    page.wait_for_url("**/setup/areas*")
    assert list_drafts(page) == []
    page.goto(f"{url}/setup/services")
    expect(page.get_by_text("is in the form again")).to_be_hidden()


def test_a_draft_does_not_replace_unseen_what_somebody_else_saved(
    live_site: Callable[..., str], page: Page, tmp_path: Path, problems: list[str]
) -> None:
    server, url, token = open_set_up(live_site, page, tmp_path)
    page.goto(f"{url}/setup/areas")
    page.get_by_label("Areas", exact=True).fill("Old Town\nMill Lane")
    server.browse(token).send("areas", areas="Station")
    page.reload()
    expect(page.get_by_label("Areas", exact=True)).to_have_value("Old Town\nMill Lane")
    page.get_by_role("button", name=NEXT).click()
    expect(page.get_by_text("Ada Min saved this step")).to_be_visible()
    problems.clear()  # the refusal has the status 409
    page.goto(f"{url}/setup/areas")  # left without an answer
    page.get_by_role("button", name=NEXT).click()
    page.wait_for_url("**/setup/teams*")
    expect(page.get_by_label("Team of Mill Lane")).to_be_visible()
    assert list_drafts(page) == []


def test_a_draft_is_discarded_where_it_is_not_wanted(
    live_site: Callable[..., str], page: Page, tmp_path: Path
) -> None:
    _, url, _ = open_set_up(live_site, page, tmp_path)
    page.goto(f"{url}/setup/programme")
    page.get_by_label("Name of the programme").fill("Best Start")
    page.reload()
    page.get_by_role("button", name="Discard it").click()
    expect(page.get_by_label("Name of the programme")).to_have_value("")
    assert list_drafts(page) == []
