"""Which zeros of a lead time are none: nothing was deployed, or nothing waited."""

from bot.chart import Number
from bot.insights.body import parse_chart
from bot.query import epoch_ms
from tests.bot.samples import DAY, NOW, TODAY, body, last_days, sent

HOUR = 3_600_000


def values(group_by: str, **series: list[Number | None]) -> dict[str, list[Number | None]]:
    """The values of lead time series as they are read."""
    asked = last_days(3, chart="leadtime", group_by=group_by)
    listed = [sent(name, *ys, start=TODAY - 3 * DAY) for name, ys in series.items()]
    chart = parse_chart(body(*listed), asked, read_at=NOW)
    return {one.name: [point.value for point in one.points] for one in chart.series}


def test_a_stage_of_nothing_is_a_number_where_another_took_a_while() -> None:
    """A day on which nothing waited has a wait of zero; a day without a deployment has none."""
    read = values("stage", wait=[0, 0, 9 * HOUR], coding=[HOUR, 0, HOUR], deploy=[None, 0, 0])
    assert read == {
        "wait": [0, None, 9 * HOUR],
        "coding": [HOUR, None, HOUR],
        "deploy": [None, None, 0],
    }


def test_an_application_is_measured_by_itself() -> None:
    """That another one was deployed says nothing of it."""
    read = values("application", web=[0, HOUR], api=[HOUR, 0])
    assert read == {"web": [None, HOUR], "api": [HOUR, None]}


def test_zeros_of_counts_are_numbers() -> None:
    """None were deployed, which was counted."""
    chart = parse_chart(body(sent("web", 0, 1)), last_days(30), read_at=NOW)
    assert [point.value for point in chart.series[0].points] == [0, 1]


def test_percentiles_of_nothing_are_none() -> None:
    """They would pull the middle down to zero."""
    data = [
        {"x": epoch_ms(TODAY - at * DAY), "y": y, "values": {"p50": y, "p90": 2 * y}}
        for at, y in ((2, 0), (1, HOUR))
    ]
    asked = last_days(3, chart="leadtime", group_by="application")
    chart = parse_chart(body({"metadata": {"name": "web"}, "data": data}), asked, read_at=NOW)
    assert [point.extras for point in chart.series[0].points] == [
        (),
        (("p50", HOUR), ("p90", 2 * HOUR)),
    ]
