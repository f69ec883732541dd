"""What is drawn of reports beside each other, and of percentiles."""

from dataclasses import replace

from bot.answer import answer
from bot.chart import Bound, Chart, Point, Series
from charts import model
from tests.bot.samples import DAY, NOW, TODAY, chart, daily, request, standing

HOUR = 3_600_000


def drawn(line: str, *charts: Chart, kind: str = "deploys") -> model.Drawing | model.Sheet:
    """What is drawn for a line."""
    return answer(request(line, chart=kind), charts).drawing()


def sheet(line: str, *charts: Chart, kind: str = "deploys") -> model.Sheet:
    """The same, where it is several drawings."""
    found = drawn(line, *charts, kind=kind)
    assert isinstance(found, model.Sheet)
    return found


def test_one_line_each_is_drawn_on_one_scale() -> None:
    """Two projects, two lines, named after the projects."""
    bound = Bound("min", 1)
    found = drawn(
        "compare web api 2d bucket day",
        chart(daily(1, 2, 3, bounds=(bound,))),
        chart(daily(4, 5, 6, bounds=(bound,))),
    )
    assert isinstance(found, model.Drawing)
    assert (found.form, found.ghost) == ("lines", None)
    assert [(one.name, one.points[0].value) for one in found.series] == [("web", 1), ("api", 4)]
    assert [one.label for one in found.bounds] == ["min"]
    assert found.subtitle == "web and api · last 2 days"


def test_a_side_without_numbers_changes_nothing_for_the_other() -> None:
    """The day that still runs is not cut off because the first has none."""
    found = drawn("compare web api 2d bucket day", chart(Series("a", ())), chart(daily(4, 5, 6)))
    assert isinstance(found, model.Drawing)
    assert found.open_label == "so far"


def test_groups_are_drawn_beside_each_other() -> None:
    """A panel for each, of one form, named after what is compared."""
    two = chart(daily(1, 2, 3, name="a"), daily(1, 2, 3, name="b"))
    found = sheet("mobile compare env staging production 2d bucket day by kind", two, two)
    assert [one.title for one in found.drawings] == ["staging", "production"]
    assert {one.form for one in found.drawings} == {"bars"}
    assert found.title == "Deployments"
    assert found.subtitle == "staging and production · mobile · by kind · last 2 days"
    assert {one.subtitle for one in found.drawings} == {""}


def test_statuses_are_compared_in_rows() -> None:
    """How things stand in two environments."""
    found = sheet(
        "mobile compare env a b", standing(inactive=1, new=2), standing(new=1), kind="flagstatus"
    )
    assert [one.form for one in found.drawings] == ["rows", "rows"]
    assert [one.name for one in found.drawings[0].series] == ["new", "inactive"]


def with_percentiles(name: str, days: int = 3) -> Series:
    """A series with a median and a ninetieth percentile on each day."""
    return Series(
        name,
        tuple(
            Point(TODAY - back * DAY, 2 * HOUR, (("p90", 5 * HOUR), ("p50", HOUR), ("count", 9)))
            for back in range(days, -1, -1)
        ),
    )


def test_percentiles_of_one_series_are_lines_beside_its_average() -> None:
    """Lowest first; what is no percentile is not drawn."""
    line = "mobile 3d bucket day by application percentiles"
    found = drawn(line, chart(with_percentiles("web")), kind="leadtime")
    assert isinstance(found, model.Drawing)
    assert found.form == "lines"
    assert [one.name for one in found.series] == ["average", "p50", "p90"]
    assert [point.whole for point in found.series[2].points] == [True, True, True, False]
    assert found.series[2].points[0].value == 5 * HOUR


def test_percentiles_of_several_series_are_panels() -> None:
    """As many as can be read, and how many there are."""
    line = "mobile 3d bucket day by application percentiles"
    answer_ = chart(*(with_percentiles(f"s{n}") for n in range(9)))
    found = sheet(line, answer_, kind="leadtime")
    assert [one.title for one in found.drawings] == [f"s{n}" for n in range(4)]
    assert found.subtitle == "mobile · by application · 4 of 9 shown · last 3 days"
    assert {one.measure for one in found.drawings} == {"duration"}
    assert {one.unit for one in found.drawings} == {"lead time of each day"}
    assert [one.name for one in found.drawings[0].series] == ["p50", "p90"]


def test_the_average_stands_in_for_percentiles_that_a_series_lacks() -> None:
    """A series without points has no panel and is not counted."""
    line = "mobile 3d bucket day by application percentiles"
    series = (with_percentiles("web"), daily(1, 2, 3, 4, name="api"), Series("ios", ()))
    found = sheet(line, chart(*series), kind="leadtime")
    lines = {one.title: [line.name for line in one.series] for one in found.drawings}
    assert lines == {"web": ["p50", "p90"], "api": ["average"]}
    assert found.subtitle == "mobile · by application · last 3 days"


def test_a_panel_shows_the_usual_percentile_and_a_slow_one() -> None:
    """Five lines in a panel are a tangle; where there is only one series there is room for all."""
    names = ("p50", "p75", "p90", "p95", "p99")
    extras = tuple((name, HOUR) for name in names)
    series = [
        Series(name, tuple(Point(TODAY - back * DAY, HOUR, extras) for back in (1, 0)))
        for name in "ab"
    ]
    line = "mobile 1d bucket day by application percentiles"
    found = sheet(line, chart(*series), kind="leadtime")
    assert [one.name for one in found.drawings[0].series] == ["p50", "p90"]
    alone = drawn(line, chart(series[0]), kind="leadtime")
    assert isinstance(alone, model.Drawing)
    assert [one.name for one in alone.series] == ["average", *names]
    assert alone.in_order


def test_percentiles_are_compared_in_panels() -> None:
    """The usual one and a slow one of each side; a side without any has its average."""
    line = "mobile by application compare app web,api,ios 3d bucket day percentiles"
    sides = with_percentiles("web"), daily(1, 2, 3, 4, name="api"), Series("ios", ())
    found = sheet(line, *map(chart, sides), kind="leadtime")
    lines = {one.title: [line.name for line in one.series] for one in found.drawings}
    assert lines == {"web": ["p50", "p90"], "api": ["average"], "ios": []}
    assert {one.form for one in found.drawings} == {"lines"}
    assert {one.unit for one in found.drawings} == {"lead time of each day"}
    assert found.drawings[0].series[1].points[0].value == 5 * HOUR


def test_percentiles_of_several_series_are_compared_as_far_as_there_is_room() -> None:
    """Each side has as many panels, which say whose they are; how many there are is told."""
    line = "mobile by application compare env staging production 3d bucket day percentiles"
    many, one = chart(*(with_percentiles(f"s{n}") for n in range(9))), chart(with_percentiles("s0"))
    found = sheet(line, many, one, kind="leadtime")
    titles = [one.title for one in found.drawings]
    assert titles == [*(f"staging: s{n}" for n in range(4)), "production"]
    assert "· 5 of 10 shown ·" in found.subtitle


def test_stages_stand_on_each_other_in_their_order() -> None:
    """Coding at the bottom, a total not at all; bounds of a stage are not held against the sum."""
    bound = Bound("max", 9)
    found = drawn(
        "mobile 2d bucket day",
        chart(*(daily(1, 2, 3, name=n, bounds=(bound,)) for n in ("wait", "total", "coding"))),
        kind="leadtime",
    )
    assert isinstance(found, model.Drawing)
    assert (found.form, found.measure, found.bounds) == ("bars", "duration", ())
    assert [one.name for one in found.series] == ["coding", "wait"]
    assert found.in_order
    assert found.unit == "average lead time of each day"


def test_lead_times_of_applications_are_lines() -> None:
    """They do not stand on each other."""
    found = drawn(
        "mobile 2d bucket day by application",
        chart(daily(1, 2, 3, name="a"), daily(1, 2, 3, name="b")),
        kind="leadtime",
    )
    assert isinstance(found, model.Drawing)
    assert found.form == "lines"


def test_what_has_no_time_is_drawn_in_rows() -> None:
    """Its unit is what is counted."""
    found = drawn("mobile env p", standing(Ada=2, Grace=7), kind="staleflags")
    assert isinstance(found, model.Drawing)
    assert (found.form, found.unit) == ("rows", "stale flags")
    assert [(one.name, one.points[0].value) for one in found.series] == [("Grace", 7), ("Ada", 2)]
    assert found.series[0].points[0].start == NOW


def test_an_empty_panel_keeps_its_place() -> None:
    """An environment without deployments is shown as such beside the other."""
    two = chart(daily(1, 2, 3, name="a"), daily(1, 2, 3, name="b"))
    found = sheet("mobile compare env a b 2d bucket day by kind", two, replace(two, series=()))
    assert [len(one.series) for one in found.drawings] == [2, 0]
