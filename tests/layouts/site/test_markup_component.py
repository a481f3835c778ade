"""A kept page is the page that was rendered, in less memory."""

from layouts.site.markup_component import Markup

PAGE = "<tr><td>Coventry’s figures</td><td>1 &lt; 2</td></tr>\n" * 100


def test_a_page_comes_out_as_it_was_packed():
    page = Markup(id="page", html=PAGE)
    assert page.html == PAGE
    assert page.to_plotly_json()["props"] == {"id": "page", "html": PAGE}


def test_a_packed_page_takes_a_fraction_of_its_memory():
    assert Markup(id="page", html=PAGE).size < len(PAGE.encode()) / 6
