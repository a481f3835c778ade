"""Every table of a page can be downloaded as CSV and as workbook, except those named here."""

import re
from pathlib import Path

import pytest

import layouts

LAYOUTS = Path(layouts.__file__).parent
TEMPLATES = {
    path.name: path
    for folder in ("pages", "accounts", "site")
    for path in sorted((LAYOUTS / folder).rglob("*.html"))
}
NOT_SAVED = "What somebody is typing or uploading now: it is in no database yet."
PERSONAL = (
    "Names, e-mail addresses and sign-ins of staff stay where access is managed: "
    "docs/decisions.md. An access review uses `app.py users list` on the server."
)
SERVER = "The state of the server at this moment; monitoring reads /metrics."
AUDIT = "All events leave as CSV from its own link: they may be more than a workbook can hold."
SET_UP = "The set-up leaves as the council's own files, which a program reads: /setup/data.zip."
OF_AGREEMENTS = (
    "They leave with the agreements as the council's own file: /agreements/agreements.toml."
)
SPAN = "{{ calendar.months[0].name }} to {{ calendar.months[-1].name }}"
POINTS = "{{ report.place.name }}, by {{ captions.BY[report.by]|lower }}, newest first"
YEAR = "12 months to {{ report.months.shown.name }}"
SAME_FILE = "Its rows are in the file below the next table."
OWN_FILE = "The page has its own files of these rows."
MACRO = "A part of a page that is used above the links to its files."
WITHOUT_FILES = {
    ("_account_parts.html", "Tokens for programs"): PERSONAL,
    ("account.html", "Your sessions"): PERSONAL,
    ("users.html", "Users"): PERSONAL,
    ("users.html", "People without an account"): PERSONAL,
    ("agreements.html", "Organisations that send no figures"): OF_AGREEMENTS,
    ("audit.html", "Events of the audit log, newest first"): AUDIT,
    ("status.html", "What was checked just now"): SERVER,
    ("status.html", "The last run of each job"): SERVER,
    ("_uploads.html", "{{ caption }}"): MACRO,
    ("load.html", "{{ caption }}"): MACRO,
    ("compare_matrix.html", "{{ name }}"): MACRO,
    ("calendar.html", f"What each service has sent, {SPAN}"): SAME_FILE,
    ("calendar.html", "What {{ one.service.name }} has sent, by {{ area_word }}"): SAME_FILE,
    ("profiles.html", "Profiles created in the browser"): SAME_FILE,
    ("indicator.html", f"{{{{ i.name }}}}, {POINTS}"): OWN_FILE,
    ("meeting_actions.html", f"Actions of {{{{ report.place.name }}}}, {YEAR}"): OWN_FILE,
    ("councils.html", "{{ ours }} and {{ other }}"): OWN_FILE,
    ("action_edit.html", "Field"): NOT_SAVED,
    ("action_import.html", "Refused cells"): NOT_SAVED,
    ("action_import.html", "Each change, with the values on both sides"): NOT_SAVED,
    ("feedback_edit.html", "Field"): NOT_SAVED,
    ("profile.html", "The first rows of the file"): NOT_SAVED,
    ("profile.html", "Place"): NOT_SAVED,
    ("record_import.html", "Refused rows"): NOT_SAVED,
    ("record_import.html", "Each change, with the values on both sides"): NOT_SAVED,
    ("record_team.html", "{{ text.head_fields(definition) }}"): NOT_SAVED,
    ("surveys.html", "Refused rows"): NOT_SAVED,
    ("_setup_groups.html", "The {{ noun }} of each area"): SET_UP,
    ("setup.html", "The steps of the set-up"): SET_UP,
    ("setup_files.html", "Shipped profiles"): SET_UP,
    ("setup_indicators.html", "{{ group.service }}: {{ group.placement|lower }}"): SET_UP,
    ("setup_services.html", "Services and their agencies"): SET_UP,
}
"""A table by its template and its caption, or its first heading, and why it has no files."""


def list_tables(template: str) -> list[tuple[str, str]]:
    """The name of each table of a template, and what follows up to the next one."""
    text = TEMPLATES[template].read_text(encoding="utf-8")
    return [(find_name(part), part) for part in re.split(r"<table\b", text)[1:]]


def find_name(part: str) -> str:
    caption = re.search(r"<caption[^>]*>(.*?)</caption>", part, re.DOTALL)
    found = caption or re.search(r"<th [^>]*>(.*?)</th>", part, re.DOTALL)
    assert found
    return re.sub(r"\s+", " ", found[1])


def has_files(part: str) -> bool:
    return "parts.downloads(" in part


EVERY = [(template, *table) for template in TEMPLATES for table in list_tables(template)]


@pytest.mark.parametrize(("template", "name", "part"), EVERY)
def test_a_table_has_files_below_it_or_a_reason(template: str, name: str, part: str) -> None:
    assert has_files(part) != ((template, name) in WITHOUT_FILES)


def test_every_reason_is_about_a_table_that_is_there() -> None:
    assert set(WITHOUT_FILES) <= {(template, name) for template, name, _ in EVERY}
