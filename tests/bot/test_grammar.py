"""Request lines: what people type, and what they get told."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalog import BY_NAME, CATALOG, OPTIONS, Kind
from bot.grammar import Defaults, HelpAsked, UsageError, parse
from bot.query import MAX_POINTS, MAX_RANGE, BucketType, Query, points

NOW = datetime(2026, 11, 24, 9, 30, 15, 123456, tzinfo=UTC)  # a Tuesday
BERLIN = ZoneInfo("Europe/Berlin")
DEPLOYS = BY_NAME["deploys"]


def read(line: str, *, zone: str = "Europe/Berlin", **defaults: str | None) -> Query:
    """Parse a line as somebody in a zone would have typed it at `NOW`."""
    return parse(DEPLOYS, line, now=NOW, zone=ZoneInfo(zone), defaults=Defaults(**defaults))  # type: ignore[arg-type]  # the tests give strings only


def at(text: str) -> datetime:
    """An instant, written short."""
    return datetime.fromisoformat(text).astimezone(UTC)


def test_an_empty_line_is_thirty_whole_days_and_today_so_far() -> None:
    """Without a word the chart covers 30 whole UTC days and the day that is still running."""
    query = read("", project="mobile", environment="production")
    assert query.project == "mobile"
    assert query.environment == "production"
    assert query.start == at("2026-10-25T00:00Z")
    assert query.end == at("2026-11-24T09:31Z")
    assert (query.bucket, query.bucket_ms) == (BucketType.DAY, 86_400_000)
    assert query.group_by is None
    assert query.expand == ()


@pytest.mark.parametrize(
    ("line", "params"),
    [
        ("mobile", {"projectKey": "mobile"}),
        ("project mobile", {"projectKey": "mobile"}),
        ("--projectKey=mobile", {"projectKey": "mobile"}),
        ("mobile env staging", {"environmentKey": "staging"}),
        ("mobile --environment-key staging", {"environmentKey": "staging"}),
        ("mobile app web,api", {"applicationKey": "web,api"}),
        ("mobile applications web , api", {"applicationKey": "web,api"}),
        ("mobile --application @acme/web", {"applicationKey": "@acme/web"}),
        ("from 2026-11-01T00:00Z", {"from": "1793491200000"}),
        ("from 1793491200000", {"from": "1793491200000"}),
        ("from 2026-11-01 to 2026-11-08", {"to": "1794096000000"}),
        ("bucket hour 2d", {"bucketType": "hour", "bucketMs": "3600000"}),
        ("--bucketType rolling", {"bucketType": "rolling", "bucketMs": "86400000"}),
        ("bucket rolling every 12h", {"bucketType": "rolling", "bucketMs": "43200000"}),
        ("--bucket-ms 43200000", {"bucketType": "rolling", "bucketMs": "43200000"}),
        ("every 1w", {"bucketType": "day", "bucketMs": "604800000"}),
        ("36h", {"bucketType": "hour", "bucketMs": "3600000"}),
        ("by application", {"groupBy": "application"}),
        ("--group-by=KIND", {"groupBy": "kind"}),
        ("levels", {"expand": "metrics"}),
        ("--expand metrics", {"expand": "metrics"}),
    ],
)
def test_every_parameter_is_reachable_by_its_own_name_and_a_short_one(
    line: str, params: dict[str, str]
) -> None:
    """What is typed arrives in the query string under the API's own name."""
    sent = read(line).params()
    assert {name: sent[name] for name in params} == params


def test_the_catalog_and_the_query_string_name_the_same_parameters() -> None:
    """A full line sends every parameter that the catalog says the endpoint has."""
    line = "mobile env a app b from 2d to now bucket hour every 1h by kind levels"
    assert set(read(line).params()) == DEPLOYS.parameters == {o.parameter for o in OPTIONS}


@pytest.mark.parametrize("kind", CATALOG, ids=lambda kind: kind.name)
def test_every_example_in_the_catalog_works(kind: Kind) -> None:
    """Nobody is shown a command that is refused."""
    for example in kind.examples:
        parse(kind, example, now=NOW, zone=BERLIN, defaults=Defaults())


@pytest.mark.parametrize(
    ("line", "start"),
    [
        ("from 30d", "2026-10-25T00:00Z"),
        ("last 30 days", "2026-10-25T00:00Z"),
        ("2w", "2026-11-10T00:00Z"),
        ("from today", "2026-11-24T00:00Z"),
        ("from yesterday", "2026-11-23T00:00Z"),
        ("monday", "2026-11-23T00:00Z"),
        ("from tuesday bucket day", "2026-11-24T00:00Z"),
        ("from wednesday", "2026-11-18T00:00Z"),
        ("from 2026-10-01", "2026-10-01T00:00Z"),
        ("from 2026-10-01 bucket hour", "2026-09-30T22:00Z"),
        ("from 2026-11-01 bucket hour", "2026-10-31T23:00Z"),
        ("from 2026-10-01T09:00", "2026-10-01T07:00Z"),
        ("from 2026-10-01T09:00+05:30", "2026-10-01T03:30Z"),
        ("from 2026-10-25T02:30 bucket hour", "2026-10-25T00:30Z"),
        ("from 36h", "2026-11-22T21:31Z"),
        ("from 30d bucket rolling", "2026-10-25T09:31Z"),
        ("from today bucket hour", "2026-11-23T23:00Z"),
    ],
)
def test_days_are_counted_days_and_times_are_the_askers(line: str, start: str) -> None:
    """A day means LaunchDarkly's UTC day when days are counted; a time is in the asker's zone."""
    assert read(line).start == at(start)


def test_today_in_auckland_is_the_day_that_is_being_counted() -> None:
    """East of Greenwich "today" may not have begun in UTC; the running UTC day is meant."""
    evening = datetime(2026, 11, 24, 20, tzinfo=UTC)  # Wednesday morning in Auckland
    query = parse(
        DEPLOYS, "from today", now=evening, zone=ZoneInfo("Pacific/Auckland"), defaults=Defaults()
    )
    assert query.start == at("2026-11-24T00:00Z")


def test_an_end_in_the_future_is_now() -> None:
    """Nothing is asked about buckets that nobody has lived through."""
    assert read("from 2026-11-01 to 2026-12-24").end == at("2026-11-24T09:31Z")


@pytest.mark.parametrize(
    "line",
    [
        "mobile —from 30d —by application",
        "mobile –from 30d --by “application”",
        "“mobile” from “30d” by ‘application’",
        "mobile\u00a0from\u200b 30d\u2003by application",
        "mobile FROM 30D By Application",
    ],
)
def test_phones_bend_quotes_and_dashes(line: str) -> None:
    """Curly quotes, long dashes, odd spaces and capitals mean what was meant."""
    assert read(line) == read("mobile --from 30d --by application")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("mobile form 30d", "Did you mean “from”"),
        ("mobile by aplication", "Did you mean “application”"),
        ("mobile --buckte hour", "Did you mean “bucket”"),
        ("mobile bucket week", "“week” is not one of rolling, hour or day"),
        ("mobile web", "I read “mobile” as the project"),
        ("mobile from", "needs a value"),
        ("mobile from soon", "“soon” is not a time"),
        ("from 2025-02-30", "There is no “2025-02-30”"),
        ("from 2026-10-01T25:00", "not a time of day"),
        ("from 2026-10-01T10:00+19:00", "no offset"),
        ("from tomorrow", "in the future"),
        ("from 2026-11-10 to 2026-11-01", "ends before it starts"),
        ("from 1970-01-01", "366 at most"),
        ("from 1970", "is not a time"),
        ("from 9999999999d", "longer than a century"),
        ("from 36600d", "366 at most"),
        ("from 1970-01-01 every 1ms", "366 at most"),
        ("from 2d every 1ms", "the most one chart shows"),
        ("every -86400000", "is not a length of time"),
        ("every 0", "longer than nothing"),
        ("every 999999999999", "longer than the longest chart"),
        ("every 53w", "longer than the longest chart"),
        ("every ٣d", "is not a length of time"),
        ("mobile from 30d from 60d", "two values for “from”: “30d” and “60d”"),
        ("mobile 5y", "“5y” is not a time"),
        ("mobile 2026-13-40", "There is no “2026-13-40”"),
        ("1m", "a month is 30d"),
        ('mobile "unfinished', "never closed"),
        ("project ../../etc", "cannot be the key of a project"),
        ("project <!channel>", "cannot be the key of a project"),
        ("env a\u2028b c", "I read “b” as the project"),
        ("x" * 2_001, "2,000 is the most"),
        ("app " + ",".join(f"a{n}" for n in range(51)), "50 is the most"),
    ],
)
def test_a_wrong_line_gets_one_sentence_and_an_example_that_works(line: str, says: str) -> None:
    """What is wrong is named, and the command shown below it is one that can be sent."""
    with pytest.raises(UsageError) as refused:
        read(line)
    assert says in str(refused.value)
    assert len(str(refused.value)) < 300
    command, _, rest = refused.value.example.partition(" ")
    assert command == "/deploys"
    read(rest)


@pytest.mark.parametrize("line", ["help", "HELP", "?", "--help", "—help", "help me"])
def test_help_is_asked_for_in_any_of_its_spellings(line: str) -> None:
    """Whoever asks for help gets it, whatever stands behind."""
    with pytest.raises(HelpAsked):
        read(line)


keys = st.from_regex(r"\A[A-Za-z0-9_@][A-Za-z0-9._@/:+-]{0,30}\Z")
spans = st.integers(0, MAX_RANGE // timedelta(milliseconds=1) - 1)


@st.composite
def queries(draw: st.DrawFn) -> Query:
    """Any query that the bounds allow."""
    end = NOW.replace(microsecond=123_000) - timedelta(milliseconds=draw(st.integers(0, 10**12)))
    start = end - timedelta(milliseconds=draw(spans) + 1)
    shortest = (end - start) // timedelta(milliseconds=1) // (MAX_POINTS - 2) + 1
    return Query(
        chart="deploys",
        project=draw(st.none() | keys),
        environment=draw(st.none() | keys),
        applications=tuple(draw(st.lists(keys, max_size=5, unique=True))),
        start=start,
        end=end,
        bucket=draw(st.sampled_from(BucketType)),
        bucket_ms=draw(st.integers(max(1, shortest), MAX_RANGE // timedelta(milliseconds=1))),
        group_by=draw(st.none() | st.sampled_from(DEPLOYS.group_by)),
        expand=draw(st.sampled_from([(), ("metrics",)])),
    )


@given(queries(), st.sampled_from(["UTC", "Asia/Kolkata", "America/New_York", "Pacific/Apia"]))
def test_a_query_written_as_a_line_reads_back_as_itself(query: Query, zone: str) -> None:
    """Buttons and digests keep lines; a line means the same wherever it is read."""
    assert read(query.line(), zone=zone) == query


_WORDS = (
    'mobile from --from 30d to by = , " — bucket hour every 1ms 2026-02-30 today levels app a,b -1 '
    "999999999999999999999999999999 ٣d \x00 \ud800"
)
words = st.sampled_from(_WORDS.split(" "))


@given(st.one_of(st.text(max_size=300), st.lists(words, max_size=12).map(" ".join)))
def test_whatever_is_typed_is_a_query_or_one_usage_error(line: str) -> None:
    """No line raises anything but the usage error, and no query is larger than its bounds."""
    try:
        query = read(line)
    except (UsageError, HelpAsked):
        return
    assert points(query.start, query.end, query.bucket_ms) <= MAX_POINTS
    assert query.start < query.end <= NOW + timedelta(minutes=1)
    assert read(query.line()) == query
