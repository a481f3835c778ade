"""Rendered pages: each once however many ask, kept within a limit, and warmed after a load."""

import secrets
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event, Thread
from typing import Any

import pytest

from layouts.site.markup_component import Markup
from layouts.site.page_view import PageView
from layouts.site.page_warmer import MOST_PAGES, PageWarmer
from layouts.site.view_cache import ViewCache

READERS = 20
WAIT = 20


class Renderer:
    """Renders a page of a key's own, which packs to about its length, and can be held up."""

    def __init__(self, status=200, length=10):
        self.rendered, self.status, self.length = [], status, length
        self.fails: set[Any] = set()
        self.may_go_on, self.began = Event(), Event()
        self.may_go_on.set()

    def __call__(self, key):
        self.rendered.append(key)
        self.began.set()
        assert self.may_go_on.wait(WAIT)
        if key in self.fails:
            raise ValueError(key)
        page = Markup(id="page", html=secrets.token_hex(self.length))
        return PageView(str(key), (page,), self.status)


@pytest.fixture
def renderer():
    return Renderer()


@pytest.fixture
def cache(renderer):
    return ViewCache(renderer, most_bytes=1_000_000)


def ask_together(cache, key):
    """What each of many readers gets who ask while the page is rendered: a page or an error."""
    asking = Barrier(READERS + 1)

    def ask():
        asking.wait(WAIT)
        try:
            return cache.get(key)
        except ValueError as error:
            return error

    with ThreadPoolExecutor(READERS) as readers:
        asked = [readers.submit(ask) for _ in range(READERS)]
        asking.wait(WAIT)
        assert cache._render.began.wait(WAIT)
        cache._render.may_go_on.set()
        return [each.result(WAIT) for each in asked]


def test_a_page_is_rendered_once_however_many_ask(cache, renderer):
    renderer.may_go_on.clear()
    pages = ask_together(cache, "a")
    assert renderer.rendered == ["a"]
    assert {id(page) for page in pages} == {id(cache.get("a"))}


def test_an_error_reaches_who_waits_and_is_not_kept(cache, renderer):
    renderer.fails.add("a")
    assert all(isinstance(each, ValueError) for each in ask_together(cache, "a"))
    renderer.fails.clear()
    assert cache.get("a").title == "a"


def test_a_page_does_not_wait_for_another(cache, renderer):
    renderer.may_go_on.clear()
    slow = Thread(target=cache.get, args=("slow",))
    slow.start()
    assert renderer.began.wait(WAIT)
    renderer.may_go_on.set()
    assert cache.get("quick").title == "quick"
    slow.join(WAIT)


def test_a_page_that_says_what_is_wrong_is_not_kept():
    renderer = Renderer(status=404)
    cache = ViewCache(renderer, most_bytes=1_000_000)
    cache.get("a")
    cache.get("a")
    assert (renderer.rendered, cache.list_recent()) == (["a", "a"], [])


def test_pages_are_kept_up_to_a_limit_those_used_last_the_longest():
    renderer = Renderer(length=10_000)
    cache = ViewCache(renderer, most_bytes=35_000)
    for key in "abcad":
        cache.get(key)
    assert cache.list_recent() == ["d", "a", "c"]
    assert renderer.rendered == ["a", "b", "c", "d"]


def test_one_page_larger_than_the_limit_is_kept_alone():
    cache = ViewCache(Renderer(length=10_000), most_bytes=1_000)
    for key in "ab":
        cache.get(key)
    assert cache.list_recent() == ["b"]


@pytest.fixture
def warmer(cache):
    """Keys are (page, version); those of a past day have no version after theirs."""
    return PageWarmer(cache, lambda key, version: None if key[0] == "past" else (key[0], version))


def note_and_wait(warmer, version, monkeypatch):
    threads = []

    class NotedThread(Thread):
        def start(self):
            threads.append(self)
            super().start()

    monkeypatch.setattr("layouts.site.page_warmer.Thread", NotedThread)
    warmer.note_version(version)
    for thread in threads:
        thread.join(WAIT)
    return len(threads)


def test_after_a_load_the_pages_asked_for_last_are_rendered_again(
    warmer, cache, renderer, monkeypatch
):
    assert note_and_wait(warmer, 1, monkeypatch) == 0
    for page in ("home", "past", "team", "home"):
        cache.get((page, 1))
    assert note_and_wait(warmer, 1, monkeypatch) == 0
    renderer.rendered.clear()
    assert note_and_wait(warmer, 2, monkeypatch) == 1
    assert renderer.rendered == [("home", 2), ("team", 2)]
    assert set(cache.list_recent()) == {("home", 2), ("team", 2), ("past", 1)}
    assert note_and_wait(warmer, 1, monkeypatch) == 0  # seen by a request that began before


def test_no_more_pages_are_warmed_than_a_moment_allows(warmer, cache, renderer, monkeypatch):
    note_and_wait(warmer, 1, monkeypatch)
    for page in range(MOST_PAGES + 5):
        cache.get((page, 1))
    renderer.rendered.clear()
    note_and_wait(warmer, 2, monkeypatch)
    assert renderer.rendered == [(page, 2) for page in range(MOST_PAGES + 4, 4, -1)]


def test_a_page_that_fails_does_not_keep_the_others_from_being_warmed(
    warmer, cache, renderer, monkeypatch
):
    note_and_wait(warmer, 1, monkeypatch)
    for page in ("home", "team"):
        cache.get((page, 1))
    renderer.fails.add(("team", 2))
    note_and_wait(warmer, 2, monkeypatch)
    assert cache.list_recent() == [("home", 2)]
