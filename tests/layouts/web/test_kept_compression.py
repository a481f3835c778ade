"""An answer is compressed once, and nobody is sent another's."""

import brotli
import flask
import pytest
from flask_compress import flask_compress

from layouts.web.kept_compression import CompressedBodies, KeptCompression

LONG = "A page that is long enough to be compressed. " * 40


@pytest.fixture
def compressed(monkeypatch):
    """What was compressed, in order."""
    done = []
    compress = flask_compress._compress_data

    def note(app, data, algorithm):
        done.append((data.decode(), algorithm))
        return compress(app, data, algorithm)

    monkeypatch.setattr(flask_compress, "_compress_data", note)
    return done


@pytest.fixture
def client():
    server = flask.Flask(__name__)

    @server.get("/<who>")
    def greet(who: str) -> str:
        return f"{who}: {LONG}"

    KeptCompression(server)
    return server.test_client()


def ask(client, path: str, accepted: str = "br"):
    return client.get(path, headers={"Accept-Encoding": accepted})


def test_the_same_body_is_compressed_once_for_each_encoding(client, compressed):
    for _ in range(3):
        assert brotli.decompress(ask(client, "/a").data).decode() == f"a: {LONG}"
    assert ask(client, "/a", "gzip").headers["Content-Encoding"] == "gzip"
    assert [algorithm for _, algorithm in compressed] == ["br", "gzip"]


def test_the_same_address_with_another_body_is_compressed_again(compressed):
    bodies = iter([f"first: {LONG}", f"second: {LONG}"])
    server = flask.Flask(__name__)
    server.get("/")(lambda: next(bodies))
    KeptCompression(server)
    client = server.test_client()
    sent = [brotli.decompress(ask(client, "/").data).decode()[:6] for _ in range(2)]
    assert (sent, len(compressed)) == (["first:", "second"], 2)


def test_who_takes_no_compression_gets_the_body_as_it_is(client, compressed):
    assert ask(client, "/a", "").text == f"a: {LONG}"
    assert compressed == []


def test_what_is_kept_is_bounded_and_what_was_used_last_stays():
    kept = CompressedBodies(most_bytes=10)
    for key in ("a", "b", "a", "c"):
        kept.set(key, b"12345")
    assert [kept.get(key) for key in ("a", "b", "c")] == [b"12345", None, b"12345"]
    kept.set("d", b"too long to be kept")
    assert [kept.get(key) for key in ("a", "c", "d")] == [None] * 3
