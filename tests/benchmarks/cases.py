"""The charts that are drawn: as JSON, which every contender gets, and as a drawing of ours.

Nothing here imports more than Python has, so that each contender can read it where it lives.
"""

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Final, Literal, TypedDict

from charts.model import Bound, Drawing, Form, Point, Series

WIDTH: Final = 1600
HEIGHT: Final = 900
BOUND_COLOUR: Final = "#333333"


class Line(TypedDict):
    """The values of one series, a day each."""

    name: str
    values: list[int]


class Level(TypedDict):
    """A bound: a dashed line across the plot with its label at it."""

    label: str
    value: int


class Chart(TypedDict):
    """All that a picture has to show; `labels` are its days as people write them."""

    form: Literal["bars", "lines"]
    title: str
    subtitle: str
    unit: str
    days: list[str]
    labels: list[str]
    series: list[Line]
    bounds: list[Level]


Case = Literal["S", "M", "MB", "L"]
CASES: Final[dict[Case, str]] = {
    "S": "7 bars",
    "M": "5 lines of 90 days, 2 bounds",
    "MB": "90 bars of 5 series",
    "L": "20 lines of 365 days",
}
_SIZES: Final[dict[Case, tuple[Literal["bars", "lines"], int, int]]] = {
    "S": ("bars", 1, 7),
    "M": ("lines", 5, 90),
    "MB": ("bars", 5, 90),
    "L": ("lines", 20, 365),
}
_BOUNDS: Final[list[Level]] = [{"label": "goal", "value": 5}, {"label": "limit", "value": 9}]
_START: Final = date(2026, 8, 1)


def chart(case: Case, turn: int) -> Chart:
    """Data of its own for each turn, so that nobody gains by remembering the chart before."""
    form, series, days = _SIZES[case]
    chance = Random(f"{case} {turn}")  # noqa: S311 - the same data in each run
    dates = [_START + timedelta(day) for day in range(days)]
    return {
        "form": form,
        "title": "Deployments",
        "subtitle": "mobile / production",
        "unit": "deployments per day",
        "days": [f"{day:%Y-%m-%d}" for day in dates],
        "labels": [f"{day:%b} {day.day}" for day in dates],
        "series": [
            {"name": f"service-{number}", "values": [chance.randrange(12) for _ in range(days)]}
            for number in range(1, series + 1)
        ],
        "bounds": _BOUNDS if case == "M" else [],
    }


def moments(chart: Chart) -> list[datetime]:
    """When its days begin."""
    return [datetime.fromisoformat(day).replace(tzinfo=UTC) for day in chart["days"]]


def drawing(chart: Chart) -> Drawing:
    """The chart as our own values."""
    form: Form = chart["form"]
    days = moments(chart)
    return Drawing(
        title=chart["title"],
        subtitle=chart["subtitle"],
        form=form,
        series=tuple(
            Series(line["name"], tuple(map(Point, days, line["values"])))
            for line in chart["series"]
        ),
        bucket=timedelta(days=1),
        unit=chart["unit"],
        noun=("deployment", "deployments"),
        bounds=tuple(
            Bound(level["label"], level["value"], "documented") for level in chart["bounds"]
        ),
    )
