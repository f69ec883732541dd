"""The numbers as a file and as text: those that are drawn, and harmless in any program."""

import csv
import io
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer import Answer, answer
from bot.change import Before
from bot.chart import Chart, Number, Point, Series
from bot.table import Column, as_csv, digest, table
from tests.bot.oracles import bad_inputs, the_name
from tests.bot.samples import DAY, NOW, TODAY, chart, daily, points, request, standing

HOUR = 3_600_000
HOUR_LONG = timedelta(hours=1)


def answered(line: str, *charts: Chart, kind: str = "deploys") -> Answer:
    """An answer to a line."""
    return answer(request(line, chart=kind), charts)


def rows(found: Answer) -> list[list[str]]:
    """The file of an answer, cell by cell."""
    text = as_csv(table(found)).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_a_file_has_every_bucket_and_says_which_is_not_complete() -> None:
    """A missing number is an empty cell and never a zero; today is not complete."""
    found = answered("mobile 2d bucket day", chart(daily(4, None, 2, name="web")))
    assert rows(found) == [
        ["start (UTC)", "complete", "web"],
        ["2026-11-22", "yes", "4"],
        ["2026-11-23", "yes", ""],
        ["2026-11-24", "no", "2"],
    ]


def test_a_bucket_that_nobody_sent_is_an_empty_row() -> None:
    """The picture has a gap there, and whoever counts the rows gets as many days as there were."""
    web, api = (
        Series(name, tuple(Point(TODAY - back * DAY, back) for back in days))
        for name, days in (("web", (6, 5)), ("api", (2, 0)))
    )
    found = answered("mobile 30d by application", chart(web, api))
    assert [row[0][-2:] for row in rows(found)[1:]] == ["18", "19", "20", "21", "22", "23", "24"]
    assert rows(found)[3] == ["2026-11-20", "yes", "", ""]
    assert table(found).rows[2][1:] == (None, None, None)


def test_a_bucket_that_only_the_period_before_has_is_a_row() -> None:
    """What is drawn behind the chart has its number in the file, whether or not it is above."""
    asked = request("mobile 7d")
    assert asked.earlier is not None
    before = Before(asked.earlier, chart(Series("app", points(TODAY - 36 * DAY, range(29)))))
    sparse = Series("app", (Point(TODAY - 5 * DAY, 9), Point(TODAY - 3 * DAY, 9)))
    assert [row[2:] for row in rows(answer(asked, [chart(sparse)], before))[1:]] == [
        ["", "22"],
        ["", "23"],
        ["9", "24"],
        ["", "25"],
        ["9", "26"],
        ["", "27"],
        ["", "28"],
    ]


def test_windows_that_may_overlap_have_no_rows_of_their_own() -> None:
    """How closely they follow each other is unknown, so only those that were sent are rows."""
    sent = Series("app", (Point(TODAY - 5 * DAY, 9), Point(TODAY - 3 * DAY, 9)))
    assert len(rows(answered("mobile 7d bucket rolling", chart(sent)))) == 1 + 2


def test_of_points_outside_the_time_there_is_no_row() -> None:
    """Nor are there any for the buckets between which nothing was sent."""
    outside = chart(Series("app", points(TODAY - 10 * DAY, [9])))
    assert rows(answered("mobile from 2026-11-15 to 2026-11-20", outside)) == [
        ["start (UTC)", "app"]
    ]


def test_hours_have_their_minute() -> None:
    """Times are UTC and say so."""
    hours = Series("web", points(NOW.replace(minute=0) - HOUR_LONG, [1, 2], HOUR_LONG))
    assert rows(answered("mobile 2h", chart(hours)))[1:] == [
        ["2026-11-24T08:00:00Z", "yes", "1"],
        ["2026-11-24T09:00:00Z", "no", "2"],
    ]


def test_lead_times_are_milliseconds_with_their_percentiles() -> None:
    """As LaunchDarkly counts them, so that nothing is lost to rounding."""
    series = Series("web", (Point(TODAY - DAY, HOUR + 1, (("p50", HOUR), ("p90", 2 * HOUR))),))
    found = answered("mobile 1d bucket day by application", chart(series), kind="leadtime")
    assert rows(found) == [
        ["start (UTC)", "complete", "web (ms)", "web p50 (ms)", "web p90 (ms)"],
        ["2026-11-23", "yes", "3600001", "3600000", "7200000"],
    ]


def test_what_is_compared_has_its_columns_side_by_side() -> None:
    """Each column says whose it is, and what it is where there are several."""
    web, api = chart(daily(1, 2)), chart(daily(3, None, name="x"), daily(4, 5, name="y"))
    found = answered("compare web api 1d bucket day", web, api)
    assert rows(found)[0] == ["start (UTC)", "complete", "web", "api: x", "api: y"]
    assert rows(found)[1] == ["2026-11-23", "yes", "1", "3", "4"]


def test_a_sum_is_for_people_and_not_in_a_file() -> None:
    """A program that adds up the columns counts nothing twice; a missing number adds nothing."""
    found = answered(
        "mobile 2d bucket day by application",
        chart(daily(1, None, 2, name="web"), daily(3, None, None, name="api")),
    )
    laid_out = table(found)
    assert laid_out.columns == (Column("total", is_sum=True), Column("web"), Column("api"))
    assert [row[1] for row in laid_out.rows] == [4, None, 2]
    assert rows(found)[0] == ["start (UTC)", "complete", "web", "api"]


@pytest.mark.parametrize(
    ("line", "kind", "names", "first"),
    [
        ("mobile 1d bucket day", "deploys", ["web"], "web"),
        ("mobile 1d bucket day by application", "leadtime", ["web", "api"], "web"),
        ("mobile 1d bucket day by stage", "leadtime", ["coding", "Total"], "coding"),
        ("mobile 1d bucket day by stage", "leadtime", ["coding", "wait"], "total"),
    ],
)
def test_a_sum_stands_only_where_one_makes_sense(
    line: str, kind: str, names: list[str], first: str
) -> None:
    """One series is no sum, lead times of applications have none, and some charts send theirs."""
    found = answered(line, chart(*(daily(1, 2, name=name) for name in names)), kind=kind)
    assert table(found).columns[0].name == first


def test_the_period_before_is_in_the_file() -> None:
    """What is drawn behind the chart is part of what is drawn."""
    asked = request("mobile 7d")
    assert asked.earlier is not None
    before = Before(asked.earlier, chart(Series("app", points(TODAY - 36 * DAY, range(29)))))
    found = answer(asked, [chart(daily(*range(8)))], before)
    assert rows(found)[0] == ["start (UTC)", "complete", "app", "week before"]
    assert [row[3] for row in rows(found)[1:]] == ["22", "23", "24", "25", "26", "27", "28", ""]


def test_how_things_stand_has_a_row_for_each() -> None:
    """Names that only one of several has are empty for the others."""
    found = answered(
        "mobile compare env a b", standing(new=3, active=9), standing(new=4), kind="flagstatus"
    )
    assert rows(found) == [
        ["status", "a: flags", "b: flags"],
        ["new", "3", "4"],
        ["active", "9", ""],
    ]


@pytest.mark.parametrize(
    "name",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\tx",
        "\r=x",
        " =HYPERLINK(1)",
        "=cmd|' /C calc'!A0",
        "\x00=1",
        "\xa0=1",
        "\u200b@x",
        "\uff1d1+1",
    ],
)
def test_no_cell_is_a_formula(name: str) -> None:
    """A name that a spreadsheet would calculate is marked as text, and stays readable."""
    (head, *_) = rows(answered("mobile 1d bucket day", chart(daily(1, 2, name=name))))
    assert head[2] == f"'{name}"
    stale = rows(answered("mobile env p", standing(**{name: 3}), kind="staleflags"))
    assert stale[1][0] == f"'{name}"


@pytest.mark.parametrize(("given_name", "expected"), bad_inputs("ld.series_name"))
def test_collected_names_are_cells_and_no_formulas(given_name: object, expected: str) -> None:
    """Whatever a series is called, its cell holds that name and no spreadsheet calculates it."""
    name = the_name(given_name).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    assert expected
    (head, *_) = rows(answered("mobile 1d bucket day", chart(daily(1, 2, name=name))))
    assert head[2].removeprefix("'") == name
    assert not head[2].lstrip(" ").startswith(("=", "+", "-", "@"))


def test_a_file_with_more_than_ascii_says_that_it_is_utf_8() -> None:
    """Spreadsheets guess; plain files stay plain for everything else."""
    plain = answered("mobile 1d bucket day", chart(daily(1, 2)))
    assert as_csv(table(plain)).startswith(b"start (UTC)")
    other = answered("mobile 1d bucket day", chart(daily(1, 2, name="部署")))
    assert as_csv(table(other)).startswith(b"\xef\xbb\xbfstart (UTC)")


def test_a_digest_is_that_of_the_numbers() -> None:
    """The same numbers have the same name, one number more or less another."""
    one, same, other = (
        digest(as_csv(table(answered("mobile 1d bucket day", chart(daily(value, 2))))))
        for value in (1, 1, 3)
    )
    assert one == same != other
    assert len(one) == 12


def test_a_column_is_named_after_what_stands_in_it() -> None:
    """`by nothing` is no status."""
    found = table(answered("mobile env p by nothing", standing(all=7), kind="staleflags"))
    assert (found.head, found.columns) == ("all", (Column("stale flags"),))


@given(
    st.lists(st.text(max_size=200), min_size=1, max_size=9, unique=True),
    st.lists(st.none() | st.integers(0, 10**15), min_size=1, max_size=80),
)
def test_whatever_the_names_are_a_reader_gets_every_number_back(
    names: list[str], values: list[Number | None]
) -> None:
    """A name that no text can hold loses what it cannot, and no cell moves."""
    series = (
        daily(*values, name=name.encode("utf-16", "replace").decode("utf-16")) for name in names
    )
    read = rows(answered("mobile 90d by application", chart(*series)))
    assert [row[2] for row in read[1:]] == ["" if v is None else str(v) for v in values]
