"""The parser is a total function: whatever arrives becomes a chart or one readable error."""

import json
import math
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.assess import assess
from bot.catalog import CATALOG, Kind
from bot.chart import Bound, Chart, Metric
from bot.describe.answer import describe
from bot.insights.body import MAX_BOUNDS, MAX_METRICS, MAX_SERIES, parse_chart, parse_object
from bot.insights.errors import BadAnswerError
from bot.query import DAY_MS, BucketType, Query, epoch_ms
from charts.text import MAX_LETTERS, readable
from tests.bot.oracles import bad_inputs, the_name
from tests.bot.samples import DAY, NOW, TODAY, body, query, sent, window

UTC_ZONE = ZoneInfo("UTC")
MARCH = window(datetime(2025, 3, 1, tzinfo=UTC), datetime(2025, 3, 31, tzinfo=UTC))
"""The time in which the collected bad inputs have their points."""


def read(text: bytes | str) -> Chart:
    """Parse an answer to the usual question."""
    return parse_chart(text.encode() if isinstance(text, str) else text, query(), read_at=NOW)


def outcome(text: bytes, asked: Query, read_at: datetime) -> Chart | BadAnswerError:
    """What becomes of an answer; anything but these two fails the test."""
    try:
        return parse_chart(text, asked, read_at=read_at)
    except BadAnswerError as error:
        return error


def refused(text: bytes | str) -> str:
    """The sentence with which an answer is refused."""
    with pytest.raises(BadAnswerError) as caught:
        read(text)
    return caught.value.sentence


def generated(recipe: dict[str, Any]) -> str:
    """An answer too large to be kept in a file.

    A million points are 26 MB, which the client does not read to its end (see `test_client`); so
    many as fit into what it reads are built here.
    """
    count = min(recipe["points_each"], 100_000)
    data = ",".join(f'{{"x":{1741478400000 + n},"y":1}}' for n in range(count))
    series = (f'{{"metadata":{{"name":"s{n}"}},"data":[{data}]}}' for n in range(recipe["series"]))
    return f'{{"metadata":{{}},"series":[{",".join(series)}]}}'


@pytest.mark.parametrize("kind", CATALOG, ids=lambda kind: kind.name)
@pytest.mark.parametrize(("given_body", "expected"), bad_inputs("ld.body"))
def test_collected_bad_answers_get_their_verdict(
    given_body: str | dict[str, Any], expected: str, kind: Kind
) -> None:
    """HOLD shows nothing, DEGRADE shows what is valid and says what is not, ACCEPT shows it all."""
    text = given_body if isinstance(given_body, str) else generated(given_body["$gen"])
    asked = Query(kind.name, "mobile", "production", window=MARCH if kind.has_time else None)
    chart = outcome(text.encode(), asked, MARCH.end + timedelta(days=1))
    if isinstance(chart, BadAnswerError):
        assert "HOLD" in expected
        assert chart.sentence.startswith("LaunchDarkly answered, but not with a chart: ")
        assert chart.remedy
    elif expected.startswith("ACCEPT"):
        assert chart.notes == ()
    elif "unit changed" in expected:  # a rule would hold; a chart reads the unit or names it
        is_read = [point.value for one in chart.series for point in one.points] == [180_000_000]
        assert is_read or any("seconds" in note for note in chart.notes)
    else:
        assert expected.startswith("DEGRADE")
        told = describe(assess(asked, chart), zone=UTC_ZONE).lines
        assert chart.notes or "missing" in "".join(told) or told[0] == "no lead times recorded"


def test_an_identical_duplicate_is_one_point() -> None:
    """The same bucket sent twice with one value is counted once."""
    twice = sent("app", 5)
    twice["data"] *= 2
    assert [point.value for point in read(body(twice)).series[0].points] == [5]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "it sent nothing at all"),
        ("  \n", "it sent nothing at all"),
        ("<html>busy</html>", "it sent something that is not JSON"),
        (b"\xff\xfe\xfd", "it sent something that is not JSON"),
        ("[" * 100_000, "it sent something that is not JSON"),
        ("1" * 5_000, "it sent something that is not JSON"),
        ("NaN", "it sent something that is not JSON"),
        ("[]", "it is not an object"),
        ("{}", "“series” is missing"),
        ('{"code":"x"}', "it is an error without its status"),
        ('{"series":{}}', "“series” is not a list"),
        (body(sent(None, 1)), "the name of series 1 is not text"),
        (body(sent(7, 1)), "the name of series 1 is not text"),
        ('{"series":[7]}', "series 1 is not an object"),
        ('{"series":[{}]}', "series 1 has no list of points"),
        ('{"series":[{"data":[7]}]}', "point 1 of series 1 is not an object"),
        (
            body(sent("a"), sent("b", {"deep": 1})),
            "the value of point 1 of series 2 is not a number",
        ),
        ('{"series":[{"data":[{"x":0,"y":true}]}]}', "the value of point 1 of series 1 is not"),
        (body(sent("a", "5")), "the value of point 1 of series 1 is not a number"),
        (body(sent("a", -1)), "the value of point 1 of series 1 cannot be a count or a duration"),
        (body(sent("a", 10**16)), "cannot be a count or a duration"),
        ('{"series":[{"data":[{"x":true,"y":1}]}]}', "no whole number of milliseconds as its time"),
        ('{"series":[{"data":[{"x":1e999,"y":1}]}]}', "no whole number of milliseconds"),
        ('{"series":[{"data":[{"x":-1,"y":1}]}]}', "is not in milliseconds of this century"),
        ('{"series":[{"data":[{"x":0,"y":1e999}]}]}', "the value of point 1 of series 1 is not"),
        (body(sent("a", *[1] * 70)), "series 1 has 70 points where 32 were asked for"),
        (body(sent("a", 1), sent("a", 2)), "two of its series have the same name"),
    ],
)
def test_what_is_no_chart_is_refused_and_the_place_is_named(text: bytes | str, why: str) -> None:
    """An answer that would show a wrong number is refused, in words that lead to the fault."""
    assert why in refused(text)


def test_what_can_be_shown_in_part_is_shown_with_a_note() -> None:
    """A fault beside the numbers leaves the numbers, and is told once."""
    odd = sent("app", 1, 2.5, 0.5)
    odd["data"] += [{"x": 0, "y": 9}, {"x": 1, "y": 9}]
    odd["metadata"]["bounds"] = [{"name": "equal", "value": None}, "x", {"name": "min", "value": 2}]
    chart = read(body(odd, metadata={"yAxis": {"unit": "seconds"}}))
    assert [point.value for point in chart.series[0].points] == [1, 2.5, 0.5]
    assert chart.series[0].bounds == (Bound("min", 2),)
    assert chart.notes == (
        "LaunchDarkly gives the unit of these numbers as “seconds”.",
        "LaunchDarkly sent fractions where it documents whole numbers.",
        "LaunchDarkly sent points outside the time asked for; they are left out.",
        "LaunchDarkly sent a bound that cannot be drawn; it is left out.",
    )


def test_lists_without_an_end_are_read_in_part() -> None:
    """Five hundred series, twenty bounds and twenty ratings are read; the note says so."""
    many = sent("s0")
    many["metadata"]["bounds"] = [{"name": "min", "value": n} for n in range(30)]
    metadata = {"metrics": {f"m{n}": {"indicator": "good"} for n in range(30)}}
    series = [many, *(sent(f"s{n}") for n in range(1, 600))]
    chart = read(body(*series, metadata=metadata))
    assert len(chart.series) == MAX_SERIES
    assert len(chart.series[0].bounds) == MAX_BOUNDS
    assert len(chart.metrics) == MAX_METRICS
    assert chart.notes == (
        "LaunchDarkly sent 600 series; the first 500 are read.",
        "LaunchDarkly sent 30 bounds; the first 20 are read.",
    )


def test_windows_may_follow_each_other_closely() -> None:
    """How closely is undocumented; as many points as a chart can show are read."""
    asked = query(TODAY - 2 * DAY, NOW, bucket=BucketType.ROLLING)
    first = epoch_ms(TODAY - 2 * DAY)
    data = [{"x": first + n * 3_600_000, "y": 1} for n in range(48)]
    chart = parse_chart(body({"metadata": {"name": "a"}, "data": data}), asked, read_at=NOW)
    assert len(chart.series[0].points) == 48


def test_points_come_out_in_order_of_time() -> None:
    """The order in which points are sent means nothing."""
    mixed = sent("app", 1, 2, 3)
    mixed["data"].reverse()
    assert read(body(mixed)) == read(body(sent("app", 1, 2, 3)))


def test_a_rating_is_taken_as_it_is_said() -> None:
    """Ratings keep LaunchDarkly's words; what is not as documented in them is left empty."""
    tier = {"indicator": "excellent", "description": "at least 1 per day"}
    good = {"indicator": "excellent", "value": 5, "unit": "count", "modifier": "per day"}
    metrics = {"a": {**good, "tiers": [tier]}, "b": {"value": 1e308, "tiers": [7]}, "c": 7}
    chart = read(body(metadata={"metrics": metrics}))
    tiers = (("excellent", "at least 1 per day"),)
    assert chart.metrics == (
        Metric("a", "excellent", 5, "count", "per day", tiers),
        Metric("b", "", None, "", "", (("", ""),)),
        Metric("c", "", None, "", "", ()),
    )


# -- names ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("given_name", "expected"), bad_inputs("ld.series_name"))
def test_collected_names_are_shown_literally(given_name: object, expected: str) -> None:
    """A name reaches the words visible, short and without a hidden character; never an error."""
    name = the_name(given_name)
    assert expected.startswith("ESCAPE")
    chart = read(body(sent(name, *[3] * 30), sent("plain", *[2] * 30)))
    shown = readable(chart.series[0].name)
    assert 0 < len(shown) <= 5 * MAX_LETTERS
    assert shown.encode()
    assert all(char.isprintable() for char in shown)
    lines = describe(assess(query(), chart), zone=UTC_ZONE).lines
    assert lines[1] == f"{shown} 90 · plain 60"
    if name.isprintable() and len(name) <= MAX_LETTERS:
        assert shown == name


@given(st.text())
@example("\ud800")
def test_any_name_can_be_stored_sent_and_read(name: str) -> None:
    """Whatever the name, it can be written as UTF-8 from here on."""
    (series,) = read(body(sent(name, 1))).series
    assert series.name.encode().decode() == series.name
    assert readable(series.name).encode()


# -- anything at all ---------------------------------------------------------------------------


def _day(number: int) -> int:
    return epoch_ms(TODAY - timedelta(days=30)) + number * DAY_MS


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=10,
)
_NEARLY = st.fixed_dictionaries(
    {
        "series": _JSON
        | st.lists(
            _JSON
            | st.fixed_dictionaries(
                {
                    "metadata": _JSON
                    | st.fixed_dictionaries({}, optional={"name": _JSON, "bounds": _JSON}),
                    "data": _JSON
                    | st.lists(
                        _JSON
                        | st.fixed_dictionaries(
                            {
                                "x": _JSON | st.integers(0, 60).map(_day),
                                "y": _JSON | st.integers(0, 9),
                            }
                        ),
                        max_size=5,
                    ),
                }
            ),
            max_size=4,
        )
    },
    optional={"metadata": _JSON | st.fixed_dictionaries({"metrics": _JSON, "yAxis": _JSON})},
)


def check_total(text: bytes) -> None:
    """Parse and describe; nothing but the one error may come of it."""
    chart = outcome(text, query(), NOW)
    if isinstance(chart, BadAnswerError):
        assert chart.sentence.encode()
        assert not chart.passing
        return
    for series in chart.series:
        for point in series.points:
            assert point.value is None or (math.isfinite(point.value) and point.value >= 0)
    told = describe(assess(query(), chart), zone=UTC_ZONE)
    assert all(line and line.encode() for line in told.lines)
    assert told.summary.encode()


@given(st.binary())
def test_any_bytes_become_a_chart_or_the_one_error(text: bytes) -> None:
    """Bytes of any kind raise nothing else."""
    check_total(text)


@given(_JSON | _NEARLY)
def test_any_json_becomes_a_chart_or_the_one_error(document: object) -> None:
    """JSON of any shape, charts with any fault included, raises nothing else; and can be told."""
    check_total(json.dumps(document).encode())


def test_an_object_is_read_as_it_is() -> None:
    """Answers other than charts are read by the same parser; of two equal keys the last counts."""
    assert parse_object(b'{"a": 1, "a": 2}') == {"a": 2}
