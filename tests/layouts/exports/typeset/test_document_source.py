"""The source of a document: what becomes of marks, lines and spaces."""

import pytest
from lxml import html

from layouts.exports.typeset.drawings import Drawings, read_marks
from layouts.exports.typeset.inline_source import write_line

BAR = (
    '<svg class="bar" width="9" viewBox="0 0 9 9" role="img" aria-label="8% to 9%">'
    '<path d="M0 0h9"/></svg>'
)


@pytest.mark.parametrize(
    ("markup", "source"),
    [
        ("<p> a \n b </p>", '"a b "'),
        ("<p>a <b> b</b> c</p>", '{"a ";bold("b");" c"}'),
        ("<p>for N/A now</p>", '{"for ";na;" now"}'),
        ("<td>9% <small>1 of 2</small></td>", '{"9% ";linebreak();note("1 of 2")}'),
        ('<td><span class="worse">down</span></td>', 'bad("down")'),
        ("<td></td>", "[]"),
    ],
)
def test_a_line_has_one_space_between_words_and_says_how_they_look(markup, source):
    assert write_line(html.fragment_fromstring(markup)) == source


def test_a_drawing_becomes_a_picture_that_says_the_same():
    drawings = Drawings()
    markup = drawings.take_out(f"<td>{BAR}</td><td>{BAR}</td>")
    picture = '<img class="bar" alt="8% to 9%" src="drawing-0">'
    assert markup == f"<td>{picture}</td><td>{picture}</td>"
    assert drawings.define().count("viewBox=") == 1


def test_the_title_of_a_drawing_comes_before_its_label():
    titled = BAR.replace("<path", "<title>Up &amp; down</title><path")
    assert 'alt="Up &amp; down"' in Drawings().take_out(titled)


def test_a_mark_is_drawn_as_on_the_page():
    drawings = Drawings()
    used = '<svg class="mark"><title>Tick</title><use href="#mark-tick"></use></svg>'
    assert drawings.take_out(used) == '<img class="mark" alt="Tick" src="drawing-0">'
    assert read_marks()["mark-tick"].count("<path") == 1
    assert "5 10.5l3.4" in drawings.define()
