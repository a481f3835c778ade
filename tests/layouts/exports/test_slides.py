"""The slides of a place say what its page says, with native charts and alternative text."""

from collections.abc import Iterator
from io import BytesIO
from itertools import chain, pairwise
from typing import Any

import pytest
from pptx import Presentation
from pptx.slide import Slide

from cli.context import Context
from indicators.access.permissions import PARTNER
from indicators.domain.errors import UnknownPlaceError, UserError
from indicators.domain.periods import Month
from indicators.reports.base import Reports
from indicators.reports.models import DashboardRow
from indicators.reports.place_report import build_place_report
from layouts.exports.slides.slide_deck import write_slides
from layouts.text import labels
from tests.support.export_reason import give_reason
from tests.support.sample_site import LAST, NOW, sample_server, sample_settings

TEAM = "foleshill-stoke-heath"


@pytest.fixture(scope="module")
def reports() -> Reports:
    return Context.open(sample_settings()).reports


@pytest.fixture(scope="module")
def slides(reports: Reports) -> list[Slide]:
    return list(Presentation(BytesIO(write_slides(reports, TEAM, LAST, PARTNER, NOW))).slides)


@pytest.fixture(scope="module")
def rows(reports: Reports) -> tuple[DashboardRow, ...]:
    report = build_place_report(reports, TEAM, LAST, PARTNER)
    assert report
    return report.rows


def list_texts(slide: Slide) -> list[str]:
    shapes: list[Any] = [shape for shape in slide.shapes if shape.has_text_frame]
    return [paragraph.text for shape in shapes for paragraph in shape.text_frame.paragraphs]


def test_there_is_one_slide_for_what_matters_and_one_for_each_indicator(slides, rows) -> None:
    titles = [slide.shapes.title.text_frame.text for slide in slides]
    assert titles == ["Foleshill and Stoke Heath", *(row.indicator.name for row in rows)]


def test_a_slide_has_the_figure_verdict_and_change_of_the_page(slides, rows) -> None:
    for slide, row in zip(slides[1:], rows, strict=True):
        texts = "\n".join(list_texts(slide))
        assert labels.format_figure(row.rolling, row.indicator) in texts
        assert labels.label_verdict(row.rolling) in texts
        assert labels.format_change(row.change, row.indicator) in texts
        assert labels.describe_next_verdict(row.rolling, row.indicator) in texts


def test_a_chart_holds_the_months_and_targets_of_the_page(slides, rows) -> None:
    for slide, row in zip(slides[1:], rows, strict=True):
        (chart,) = [shape.chart for shape in slide.shapes if shape.has_chart]
        values, *targets = [list(series.values) for series in chart.plots[0].series]
        assert values == [None if p.value is None else float(p.value) for p in row.points]
        wanted = [None if p.target is None else float(p.target) for p in row.points]
        assert targets == ([wanted] if any(t is not None for t in wanted) else [])


def test_a_chart_has_room_for_all_its_points(slides) -> None:
    for slide in slides[1:]:
        (chart,) = [shape.chart for shape in slide.shapes if shape.has_chart]
        drawn = [v for series in chart.plots[0].series for v in series.values if v is not None]
        axis = chart.value_axis
        assert axis.minimum_scale is None or axis.minimum_scale <= min(drawn)
        assert axis.maximum_scale is None or axis.maximum_scale >= max(drawn)


def test_no_text_of_the_first_slide_covers_another(slides) -> None:
    boxes = sorted((shape.top, shape.top + shape.height) for shape in slides[0].shapes)
    assert all(end <= start for (_, end), (start, _) in pairwise(boxes))


def list_pictures(slides: list[Slide]) -> Iterator[Any]:
    shapes = chain.from_iterable(slide.shapes for slide in slides)
    return (shape for shape in shapes if shape.has_chart or shape.shape_type == 1)


def test_every_chart_and_mark_has_alternative_text(slides) -> None:
    pictures = list(list_pictures(slides))
    assert len(pictures) > len(slides)
    assert [p for p in pictures if not p._element._nvXxPr.cNvPr.get("descr")] == []


def test_every_slide_says_whose_figures_they_are_and_when_it_was_made(slides) -> None:
    for slide in slides:
        assert list_texts(slide)[-1].startswith("Acting Early, Coventry City Council. Created ")


def test_the_file_is_of_the_programme_and_names_no_person(slides) -> None:
    properties = slides[0].part.package.core_properties
    named = properties.author, properties.last_modified_by, properties.comments
    assert named == ("Acting Early", "", "")


def test_an_unknown_place_or_month_is_refused(reports) -> None:
    with pytest.raises(UnknownPlaceError):
        write_slides(reports, "nowhere", LAST, PARTNER, NOW)
    with pytest.raises(UserError, match="no figures for January 1990"):
        write_slides(reports, TEAM, Month.of(1990, 1), PARTNER, NOW)


def test_the_page_offers_the_slides_of_its_month() -> None:
    client = give_reason(sample_server().test_client())
    page = client.get(f"/team/{TEAM}?month=2026-09").text
    assert f"/sheets/slides.pptx?place={TEAM}&amp;month=2026-09" in page
    answer = client.get(f"/sheets/slides.pptx?place={TEAM}&month=2026-09")
    assert answer.status_code == 200
    assert (
        "filename=slides-foleshill-stoke-heath-2026-09.pptx"
        in answer.headers["Content-Disposition"]
    )
    assert answer.data[:2] == b"PK"
