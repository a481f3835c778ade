"""The names of downloads: plain in the header, and whole beside it."""

import flask
import pytest
from werkzeug.http import parse_options_header

from layouts.exports.file_response import build_download, format_disposition


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Tŷ Ŵyn 2026-10.csv", "Ty Wyn 2026-10.csv"),
        ("Zoë's “list”.xlsx", "Zoe's list.xlsx"),
        ("月.csv", ".csv"),
        ("月", "file"),
        ("a\r\nSet-Cookie: b.csv", "aSet-Cookie: b.csv"),
    ],
)
def test_other_characters_are_sent_beside_a_plain_name(name, plain):
    header = format_disposition(name)
    assert header.isascii()
    assert "\n" not in header
    kind, _, _ = header.partition(";")
    assert kind == "attachment"
    assert parse_options_header(header.partition("; filename*")[0])[1] == {"filename": plain}
    assert parse_options_header(header)[1]["filename"] == name


@pytest.mark.parametrize("name", ["compare-areas-2026-10.pdf", 'a "b".csv', "a;b.csv"])
def test_a_plain_name_is_sent_once(name):
    header = format_disposition(name)
    assert "filename*" not in header
    assert parse_options_header(header)[1] == {"filename": name}


def test_a_download_is_kept_by_no_cache():
    with flask.Flask("test").app_context():
        answer = build_download(b"1", "Tŷ.csv", "text/csv")
    assert answer.headers["Cache-Control"] == "no-store"
