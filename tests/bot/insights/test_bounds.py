"""Bounds as they may arrive: those that can be used are, the others are told, and none breaks."""

import json
from zoneinfo import ZoneInfo

import pytest

from bot.answer import Answer
from bot.assess import assess
from bot.catalog import CATALOG, Kind
from bot.chart import Chart
from bot.describe.answer import describe
from bot.insights.body import parse_chart
from bot.insights.errors import BadAnswerError
from bot.query import DAY_MS, epoch_ms
from bot.request import Request
from charts.model import Drawing
from tests.bot.oracles import bad_inputs
from tests.bot.samples import NOW, TODAY, request


def answered(asked: Request, bounds: str) -> Chart:
    """An answer whose only series carries such bounds, read."""
    first = epoch_ms(TODAY) - 3 * DAY_MS
    points = [{"x": first + n * DAY_MS, "y": 50 + n} for n in range(3)]
    series = (
        '{"metadata": {"name": "all", "bounds": '
        + bounds
        + '}, "data": '
        + json.dumps(points)
        + "}"
    )
    body = '{"metadata": {"yAxis": {"unit": "count"}}, "series": [' + series + "]}"
    return parse_chart(body.encode(), asked.query, read_at=NOW)


@pytest.mark.parametrize("kind", CATALOG, ids=lambda kind: kind.name)
@pytest.mark.parametrize(("bounds", "expected"), bad_inputs("ld.bounds"))
def test_collected_bounds_get_their_verdict(bounds: str, expected: str, kind: Kind) -> None:
    """What is accepted is drawn under its name, what cannot be drawn is told."""
    line = "mobile env production" + (" 3d" if kind.has_time else "")
    asked = request(line, chart=kind.name)
    try:
        chart = answered(asked, bounds)
    except BadAnswerError:
        assert "whole body refused" in expected
        return
    report = assess(asked.query, chart)
    told = describe(report, zone=ZoneInfo("UTC"))
    drawing = Answer(asked, (report,), told).drawing()
    assert isinstance(drawing, Drawing)
    if "no line" in expected:
        assert (drawing.bounds, chart.notes) == ((), ())
    elif "ignored" in expected or "squash" in expected:
        assert drawing.bounds == ()
        assert any("cannot be drawn" in note for note in chart.notes)
    else:
        listed = json.loads(bounds)
        assert {bound.value for bound in drawing.bounds} == {one["value"] for one in listed}
        assert all(bound.label for bound in drawing.bounds)
        assert chart.notes == ()
    if "unnamed bound" in expected:
        assert [bound.label for bound in drawing.bounds] == ["unnamed bound"]
        assert "unnamed bound (1" in "".join(told.lines)
