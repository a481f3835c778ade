"""The chart of an item as a picture: what is drawn is where its points are."""

from io import BytesIO

from PIL import Image

from indicators.meetings.seen_item import SeenChart
from layouts.exports.chart_picture import draw_chart, read_path

CHART = SeenChart(
    line="M10 20L30 20M60 4L80 4",
    target="M4 32L128 32",
    last=(120, 20),
    alone=((100, 10),),
    label="Visits",
    width=132,
    height=36,
)


def test_a_path_is_read_as_its_runs_of_joined_points():
    assert read_path(CHART.line) == [[(10, 20), (30, 20)], [(60, 4), (80, 4)]]
    assert read_path("") == []


def test_lines_points_and_a_dashed_target_are_drawn_and_gaps_are_not():
    picture = Image.open(BytesIO(draw_chart(CHART))).convert("RGB")
    scale = picture.width // CHART.width

    def is_drawn(x, y):
        return sum(picture.getpixel((int(x * scale), int(y * scale)))) < 500

    for point in ((20, 20), (70, 4), (120, 20), (100, 10)):
        assert is_drawn(*point), point
    assert not is_drawn(45, 12)
    along = [is_drawn(x, 32) for x in range(5, 127)]
    assert 0.4 < sum(along) / len(along) < 0.8
