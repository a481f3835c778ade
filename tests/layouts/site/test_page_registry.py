"""Which parameters of an address a page is asked with."""

from indicators.access.audience import Audience
from layouts.site.page_registry import RegisteredPage

PAGE = RegisteredPage("/", lambda _: None, ("set", "in-*"), True, {}, Audience.ANYONE)


def test_a_page_is_asked_its_own_parameters_and_those_that_begin_alike():
    query = {"in-new": "1", "in-a": "1", "other": "1", "month": "2026-03"}
    assert PAGE.list_asked(query) == ["set", "in-a", "in-new"]
