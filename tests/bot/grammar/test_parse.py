"""Request lines: what people type, and what they get told."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from bot.catalog import BY_NAME, BY_PARAMETER, CATALOG, OPTIONS, Kind
from bot.grammar.defaults import Defaults
from bot.grammar.errors import HelpAsked, UsageError
from bot.grammar.examples import example_of
from bot.grammar.parse import parse
from bot.query import MAX_POINTS, BucketType, Query, Window
from bot.request import Request
from bot.times import CALENDAR_WORDS
from tests.bot.full_lines import FULL, SAID

NOW = datetime(2026, 11, 24, 9, 30, 15, 123456, tzinfo=UTC)  # a Tuesday
BERLIN = ZoneInfo("Europe/Berlin")


def asked(
    line: str,
    *,
    chart: str = "deploys",
    zone: str = "Europe/Berlin",
    **defaults: Any,  # noqa: ANN401 - what defaults are made of
) -> Request:
    """Read a line as somebody in a zone would have typed it at `NOW`."""
    return parse(
        BY_NAME[chart],
        line,
        now=NOW,
        zone=ZoneInfo(zone),
        defaults=Defaults(**defaults),
    )


def read(line: str, *, zone: str = "Europe/Berlin", **defaults: str) -> Query:
    """The question about deployments that a line asks."""
    return asked(line, zone=zone, **defaults).query


def over(line: str, **more: str) -> Window:
    """The time that a line covers."""
    window = asked(line, **more).window
    assert window is not None
    return window


def at(text: str) -> datetime:
    """An instant, written short."""
    return datetime.fromisoformat(text).astimezone(UTC)


def test_an_empty_line_is_thirty_whole_days_and_today_so_far() -> None:
    """Without a word the chart covers 30 whole UTC days and the day that is still running."""
    query = read("", project="mobile", environment="production")
    assert query.project == "mobile"
    assert query.environment == "production"
    assert query.window == Window(
        at("2026-10-25T00:00Z"), at("2026-11-24T09:31Z"), BucketType.DAY, 86_400_000
    )
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


@pytest.mark.parametrize(
    "key", ["from", "7d", "july", "Levels", "group-by", "2026-10", "compare", "project"]
)
def test_a_key_that_is_a_word_of_ours_stands_behind_a_sign(key: str) -> None:
    """Nobody's project is out of reach, and its line reads back."""
    found = asked(f"project={key} env={key} --app={key}")
    query = found.query
    assert (query.project, query.environment, query.applications) == (key, key, (key,))
    assert asked(found.line) == found


@pytest.mark.parametrize(
    ("line", "same"),
    [
        ("group by application", "by application"),
        ("by group application", "by application"),
        ("from last 30 days", "30d"),
        ("since last monday", "from monday"),
        ("by app", "by application"),
        ("by apps", "by application"),
        ("by kin", "by kind"),
        ("every week", "every 1w"),
        ("bucket rolling every hour", "bucket rolling every 1h"),
        ("90 d", "90d"),
        ("mobile 30d ago", "mobile 30d"),
        ("q3", "last quarter"),
        ("from q4", "from 2026-10-01"),
    ],
)
def test_people_say_it_in_other_words(line: str, same: str) -> None:
    """Two words for one option, the beginning of one, a length without its number."""
    assert read(line) == read(same)


@pytest.mark.parametrize("kind", CATALOG, ids=lambda kind: kind.name)
def test_every_option_takes_its_value_behind_a_sign_too(kind: Kind) -> None:
    """`--app=web,api` is `app web,api`, for every option and every name that it has."""
    for option in kind.options:
        for word in (option.parameter, *option.words):
            spaced, signed = (
                example_of(kind, option.parameter).replace(
                    f"{option.short} ", f"{word}{between}", 1
                )
                for between in (" ", "=")
            )
            assert asked(signed, chart=kind.name) == asked(spaced, chart=kind.name)


@pytest.mark.parametrize(("kind", "line", "sent"), FULL)
def test_every_parameter_of_every_chart_is_sent_under_its_own_name(
    kind: Kind, line: str, sent: dict[str, str]
) -> None:
    """A full line sends exactly the parameters that the catalog has of an endpoint."""
    assert asked(line, chart=kind.name).query.params() == sent
    assert set(sent) == set(kind.parameters)


@pytest.mark.parametrize("kind", CATALOG, ids=lambda kind: kind.name)
def test_what_an_endpoint_does_not_take_is_refused(kind: Kind) -> None:
    """An option of another chart is named, and never sent."""
    needed = "mobile env production"
    for option in OPTIONS:
        if option.parameter not in (*kind.parameters, "groupBy", "expand"):
            with pytest.raises(UsageError, match=f"/{kind.name} takes no “{option.words[0]}”|now"):
                asked(f"{needed} {SAID[option.parameter][0]}", chart=kind.name)


@pytest.mark.parametrize("kind", CATALOG, ids=lambda kind: kind.name)
def test_every_example_in_the_catalog_works(kind: Kind) -> None:
    """Nobody is shown a command that is refused, or that lacks what it is an example of."""
    for example in kind.examples:
        parse(kind, example, now=NOW, zone=BERLIN, defaults=Defaults())
    for option in kind.options:
        line = example_of(kind, option.parameter)
        said = dict(parse(kind, line, now=NOW, zone=BERLIN, defaults=Defaults()).said)
        assert option.parameter in said, line


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
        ('"30 days"', "2026-10-25T00:00Z"),
        ('"2026-10-01 09:00"', "2026-10-01T07:00Z"),
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
    assert over(line).start == at(start)


def test_today_in_auckland_is_the_day_that_is_being_counted() -> None:
    """East of Greenwich "today" may not have begun in UTC; the running UTC day is meant."""
    evening = datetime(2026, 11, 24, 20, tzinfo=UTC)  # Wednesday morning in Auckland
    zone = ZoneInfo("Pacific/Auckland")
    found = parse(BY_NAME["deploys"], "from today", now=evening, zone=zone, defaults=Defaults())
    assert found.window is not None
    assert found.window.start == at("2026-11-24T00:00Z")


@pytest.mark.parametrize("line", ["this week", "monday", "from this week bucket hour"])
def test_a_week_can_be_asked_for_on_its_first_morning(line: str) -> None:
    """Monday in Tokyo begins while UTC counts Sunday; the week is there all the same."""
    monday = datetime(2026, 11, 22, 23, tzinfo=UTC)
    zone = ZoneInfo("Asia/Tokyo")
    found = parse(BY_NAME["deploys"], line, now=monday, zone=zone, defaults=Defaults())
    assert found.window is not None
    assert found.window.start < monday <= found.window.end


def test_an_end_in_the_future_is_now() -> None:
    """Nothing is asked about buckets that nobody has lived through."""
    assert over("from 2026-11-01 to 2026-12-24").end == at("2026-11-24T09:31Z")


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
        ("mobile web", "“mobile” is the project already: type “env web” or “app web” if it is one"),
        ("mobile web", "or “compare mobile web” for two projects"),
        ("mobile api", "is the project already"),
        ("mobile please", "is the project already"),
        ("mobile csv", "Table, CSV and Refresh are buttons"),
        ("mobile weekly", "Did you mean “every week”"),
        ("mobile mondy", "Did you mean “monday”"),
        ("mobile vs desktop", "put beside each other with “compare mobile desktop”"),
        ("30d vs last 30 days", "“vs” needs a value"),
        ("levels=yes", "“levels” stands by itself: leave “=yes” out"),
        ("by week", "“week” is not one of application or kind"),
        ("every month", "“month” is not a length of time"),
        ("mobile from", "needs a value"),
        ("by", "“by” needs a value: application or kind, one series for each"),
        ("2026-11-01 2026-11-15", "I read both “2026-11-01” and “2026-11-15” as times"),
        ("mobile 11/01/2026", "“11/01/2026” is not a time"),
        ("1.11.2026", "“1.11.2026” is not a time"),
        ("compare app web api search", "More than two are compared with commas"),
        (
            "env from 30d",
            "“env” needs a value: KEY, the environment. If “from” is its key, type env=",
        ),
        ("app 7d", "If “7d” is its key, type app=7d"),
        ("project levels", "type project=levels"),
        ("from=", "“from” needs a value"),
        ("mobile from soon", "“soon” is not a time"),
        ("from 2025-02-30", "There is no “2025-02-30”"),
        ("from 2026-10-01T25:00", "not a time of day"),
        ("from 2026-10-01T10:00+19:00", "no offset"),
        ("from tomorrow", "in the future"),
        ("from 2026-11-10 to 2026-11-01", "ends before it starts"),
        ("from 1970-01-01", "366 at most"),
        ("from 1970", "is not a time"),
        ("366d", "367 days, the last one only begun; a chart covers 366 at most"),
        ("from 1971-12-01 to 1971-12-30", "starts before 1972"),
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
        ("mobile 5y", "366 at most"),
        ("mobile 60y", "before the year 1970"),
        ("mobile 2026-13-40", "There is no “2026-13-40”"),
        ("1m", "a month is 30d or 1 month"),
        ('mobile "unfinished', "never closed"),
        ("project ../../etc", "cannot be the key of a project"),
        ("project <!channel>", "cannot be the key of a project"),
        ("env a\u2028b c", "“b” is the project already"),
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


@pytest.mark.parametrize(
    "line", ["help", "HELP", "?", "--help", "—help", "help me", "mobile help", "7d ?"]
)
def test_help_is_asked_for_in_any_of_its_spellings(line: str) -> None:
    """Whoever asks for help gets it, whatever stands behind."""
    with pytest.raises(HelpAsked):
        read(line)


@pytest.mark.parametrize(
    ("line", "start", "end"),
    [
        ("last week", "2026-11-16", "2026-11-23"),
        ("from last-week", "2026-11-16", "2026-11-24T09:31"),
        ("since=july", "2026-07-01", "2026-11-24T09:31"),
        ("yesterday", "2026-11-23", "2026-11-24"),
        ("since yesterday", "2026-11-23", "2026-11-24T09:31"),
        ("this week", "2026-11-23", "2026-11-24T09:31"),
        ("last month", "2026-10-01", "2026-11-01"),
        ("last quarter", "2026-07-01", "2026-10-01"),
        ("this year", "2026-01-01", "2026-11-24T09:31"),
        ("last year", "2025-01-01", "2026-01-01"),
        ("2026-07", "2026-07-01", "2026-08-01"),
        ("july", "2026-07-01", "2026-08-01"),
        ("december", "2025-12-01", "2026-01-01"),
        ("3 months", "2026-08-24", "2026-11-24T09:31"),
        ("last 1 year", "2025-11-24", "2026-11-24T09:31"),
        ("from last week to yesterday", "2026-11-16", "2026-11-23"),
        ("last month bucket hour", "2026-09-30T22:00", "2026-10-31T23:00"),
        ("to 2026-11-01", "2026-10-02", "2026-11-01"),
        ("to 30d", "2026-09-25", "2026-10-25"),
        ("to monday", "2026-10-24", "2026-11-23"),
        ("to tomorrow", "2026-10-25", "2026-11-24T09:31"),
        ("to 2026-11-01T09:00Z", "2026-10-02", "2026-11-01T09:00"),
        ("to 2026-11-01T09:00Z bucket hour", "2026-10-02T09:00", "2026-11-01T09:00"),
    ],
)
def test_periods_of_the_calendar_begin_and_end_by_themselves(
    line: str, start: str, end: str
) -> None:
    """In UTC days where days are counted, else in the days of who asks.

    What begins with one goes on until now.
    """
    window = over(line)
    assert (window.start, window.end) == (
        datetime.fromisoformat(start).replace(tzinfo=UTC),
        datetime.fromisoformat(end).replace(tzinfo=UTC),
    )


# -- what a chart cannot do without -----------------------------------------------------------


@pytest.mark.parametrize(
    ("chart", "line", "missing", "says"),
    [
        ("releases", "mobile", "environmentKey", "/releases needs an environment: type env and"),
        ("releases", "env production", "projectKey", "/releases needs a project: type its key"),
        ("leadtime", "", "projectKey", "/leadtime needs a project"),
        ("staleflags", "mobile by maintainer", "environmentKey", "/staleflags needs an env"),
        ("flagstatus", "compare env a b", "projectKey", "/flagstatus needs a project"),
        ("leadtime", "*", "projectKey", "/leadtime needs a project; it does not take all at once"),
        ("releases", "mobile env *", "environmentKey", "/releases needs an environment; it does"),
    ],
)
def test_what_is_needed_is_asked_for(chart: str, line: str, missing: str, says: str) -> None:
    """The line is refused before LaunchDarkly would, and says which key it lacks."""
    with pytest.raises(UsageError) as refused:
        asked(line, chart=chart)
    assert refused.value.lacking is not None
    assert refused.value.lacking.parameter == missing
    assert str(refused.value).startswith(says)


def test_defaults_fill_in_what_is_needed() -> None:
    """A workspace that has set its project and environment need not type them."""
    query = asked("", chart="releases", project="mobile", environment="production").query
    assert (query.project, query.environment) == ("mobile", "production")


@pytest.mark.parametrize("line", ["project *", "* env *", "projectKey=* 7d", "env *"])
def test_all_can_be_said_whatever_is_set(line: str) -> None:
    """A star is all projects or all environments, in a workspace that has its own set as well."""
    query = asked(line, project="mobile", environment="production").query
    assert query.project == (None if "*" in line.partition("env")[0] else "mobile")
    assert query.environment == (None if "env" in line else "production")


@pytest.mark.parametrize("kind", [kind for kind in CATALOG if kind.may_be_all], ids=str)
def test_a_line_without_a_project_means_the_same_once_one_is_set(kind: Kind) -> None:
    """That all are meant is written into it, so an old button does not change its mind."""
    first = asked("mobile" if "projectKey" in kind.required else "", chart=kind.name)
    later = {"project": "other", "environment": "production"}
    assert asked(first.line, chart=kind.name, **later).queries == first.queries
    assert asked(first.pinned, chart=kind.name, **later).queries == first.queries


@pytest.mark.parametrize(
    ("chart", "line", "group_by"),
    [
        ("deploys", "mobile", None),
        ("leadtime", "mobile", "stage"),
        ("leadtime", "mobile by application", "application"),
        ("staleflags", "mobile env p", "maintainer"),
        ("staleflags", "mobile env p by nothing", None),
    ],
)
def test_a_chart_has_its_usual_grouping(chart: str, line: str, group_by: str | None) -> None:
    """What the API would do by itself is said, and `by nothing` undoes it where that can be."""
    assert asked(line, chart=chart).query.group_by == group_by


def test_a_chart_of_how_things_stand_takes_no_time() -> None:
    """Nobody is made to believe that stale flags of last week can be shown."""
    for line in ("mobile env p 30d", "mobile env p from 30d", "mobile env p monday"):
        with pytest.raises(UsageError, match=r"now; it takes no time|takes no “from”"):
            asked(line, chart="staleflags")


def test_levels_and_percentiles_go_together() -> None:
    """Both are sent, in LaunchDarkly's order, whichever is typed first."""
    for line in ("mobile levels percentiles", "mobile percentiles expand metrics"):
        assert asked(line, chart="leadtime").query.expand == ("metrics", "percentiles")


# -- comparing --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "dimension", "keys"),
    [
        ("compare web api", "project", ["web", "api"]),
        ("compare web with api", "project", ["web", "api"]),
        ("compare web,api,docs", "project", ["web", "api", "docs"]),
        ("compare projects web vs api 7d", "project", ["web", "api"]),
        ("mobile compare env staging production", "environment", ["staging", "production"]),
        ("mobile compare app web,api by kind", "application", ["web", "api"]),
        ("mobile compare --app web,api", "application", ["web", "api"]),
        ("--compare=web,api", "project", ["web", "api"]),
        ("compare=web with api", "project", ["web", "api"]),
        ("mobile compare=env staging,production", "environment", ["staging", "production"]),
        ("mobile --compare=app web api", "application", ["web", "api"]),
    ],
)
def test_two_to_four_of_a_kind_are_compared(line: str, dimension: str, keys: list[str]) -> None:
    """One question for each, over the very same time."""
    found = asked(line, project="usual", environment=None)
    assert found.compared == dimension
    named: dict[str, list[str | None]] = {
        "project": [query.project for query in found.queries],
        "environment": [query.environment for query in found.queries],
        "application": [",".join(query.applications) for query in found.queries],
    }
    assert named[dimension] == keys
    assert len({query.window for query in found.queries}) == 1
    assert found.earlier is None
    others = [name for name in named if name != dimension]
    assert all(len(set(named[name])) == 1 for name in others)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("compare", "needs two of a kind"),
        ("compare web", "needs two of a kind"),
        ("mobile compare app web api docs", "More than two are compared with commas"),
        ("compare env staging", "needs two of a kind"),
        ("compare=app", "needs two of a kind"),
        ("compare=", "“compare” needs a value"),
        ("compare web web", "two to four different projects"),
        ("compare a,b,c,d,e", "two to four different projects"),
        ("mobile compare web api", "“mobile” is one more"),
        ("compare a b c", "“compare a b” puts projects beside each other, and “c” is one more"),
        ("env p compare env a b", "names the environments already; leave “env” out"),
        ("compare mobile 7d", "needs two of a kind"),
        ("compare 7d 30d", "needs two of a kind"),
        ("compare app web 7d", "needs two of a kind"),
        ("compare app web by kind", "needs two of a kind"),
        ("compare app from 7d", "needs two of a kind"),
        ("compare web with last week", "needs two of a kind"),
        ("compare web api vs last month", "either keys or periods"),
        ("compare app ../x,y", "cannot be the key of an application"),
    ],
)
def test_what_cannot_be_compared_is_refused(line: str, says: str) -> None:
    """With the reason, and an example that can be sent."""
    with pytest.raises(UsageError) as refused:
        asked(line)
    assert says in str(refused.value)
    asked(refused.value.example.removeprefix("/deploys"))


@pytest.mark.parametrize(
    ("line", "weeks"),
    [
        ("7d", 1),
        ("30d", 5),
        ("90d", 13),
        ("36h", 1),
        ("28d", 4),
        ("7d vs last week", 1),
        ("7d vs last month", 4),
        ("30d vs last month", 5),
        ("7d vs last quarter", 13),
        ("92d vs last quarter", 14),
        ("365d vs last year", 53),
        ("30d vs last year", 52),
        ("30d vs before", 5),
        ("from 2026-11-09 to 2026-11-16 vs 2026-11-02", 1),
    ],
)
def test_a_period_is_held_against_the_same_weekdays(line: str, weeks: int) -> None:
    """The fewest whole weeks that keep the two apart, or as many as are asked for."""
    earlier = asked(line).earlier
    assert earlier is not None
    assert earlier.shift == timedelta(weeks=weeks)


def test_a_period_may_be_held_against_any_beginning() -> None:
    """Then weekdays may differ, which is known."""
    earlier = asked("from 2026-11-01 to 2026-11-08 vs 2026-10-01").earlier
    assert earlier is not None
    assert earlier.shift == timedelta(days=31)
    assert not earlier.same_weekdays


@pytest.mark.parametrize(
    ("line", "start"),
    [
        ("november vs october", "2026-10-01T00:00Z"),
        ("october vs september", "2026-08-31T00:00Z"),
        ("october vs 2026-09", "2026-08-31T00:00Z"),
        ("2026-10 vs july", "2026-07-01T00:00Z"),
        ("today bucket hour vs yesterday", "2026-11-22T23:00Z"),
        ("7d vs monday", None),
        ("from 2026-11-19 vs october", "2026-10-01T00:00Z"),
        ("7d vs 2026-11-01T09:00", "2026-11-01T00:00Z"),
        ("12h vs 2026-11-01", "2026-10-31T23:31Z"),
        ("12h vs monday", "2026-11-22T23:31Z"),
        ("12h vs 2026-11-01T09:45Z", "2026-11-01T09:31Z"),
    ],
)
def test_the_earlier_period_begins_in_the_bucket_that_is_named(
    line: str, start: str | None
) -> None:
    """A month is a beginning like a date; buckets are held against whole ones."""
    if start is None:
        with pytest.raises(UsageError, match="reach into the chart"):
            asked(line)
        return
    found = asked(line)
    assert found.earlier is not None
    assert found.window is not None
    assert found.window.start - found.earlier.shift == at(start)
    assert found.earlier.shift % found.window.bucket_length == timedelta(0)
    assert found.earlier.window.end <= found.window.start


@pytest.mark.parametrize(
    ("line", "says", "example"),
    [
        ("7d vs 2026-11-20", "7 days from “2026-11-20” on reach into", "from 7d vs 2026-11-10"),
        ("7d vs yesterday", "have to begin by 2026-11-10", "from 7d vs 2026-11-10"),
        ("30d vs 2026-10-01", "have to begin by 2026-09-25", "from 30d vs 2026-09-25"),
        ("24h vs yesterday", "begin by 2026-11-22T09:00Z", "from 24h vs 2026-11-22T09:00Z"),
        (
            "30d vs last week",
            "“last week” is less far back than the 30 days",
            "from 30d vs last-month",
        ),
        (
            "8d vs last week",
            "“last week” is less far back than the 8 days",
            "from 8d vs last-month",
        ),
        (
            "90d vs last month",
            "“last month” is less far back than the 90 days",
            "from 90d vs last-quarter",
        ),
        ("30d bucket rolling vs last month", "Rolling windows overlap", None),
        ("4w every 2d vs last month", "leave “every” out", None),
        ("today vs last week", "No day of that time is over yet", None),
        ("today vs yesterday", "“bucket hour” has hours that are", None),
        ("7d vs 36500d", "is before the year 1970", None),
    ],
)
def test_what_cannot_be_held_against_anything_is_refused(
    line: str, says: str, example: str | None
) -> None:
    """Each reason has its own sentence, and an example that works."""
    with pytest.raises(UsageError) as refused:
        asked(line)
    assert says in str(refused.value)
    shown = refused.value.example.removeprefix("/deploys ")
    asked(shown)
    if example is not None:
        assert shown == example


# -- lines that are kept ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("chart", "line", "kept"),
    [
        (
            "deploys",
            "mobile 90d by application levels",
            "project mobile env * from 90d by application levels",
        ),
        ("deploys", "mobile", "project mobile env * from 30d"),
        ("deploys", "mobile today", "project mobile env * from today zone Europe/Berlin"),
        ("deploys", "mobile last month", "project mobile env * last-month zone Europe/Berlin"),
        (
            "deploys",
            'from "2026-10-01 09:00"',
            "project * env * from 2026-10-01t09:00 zone Europe/Berlin",
        ),
        (
            "deploys",
            "project * env * from 2026-10-01 09:00Z",
            "project * env * from 2026-10-01t09:00z",
        ),
        (
            "deploys",
            'since "last week"',
            "project * env * from last-week to now zone Europe/Berlin",
        ),
        ("deploys", "7d vs=last month", "project * env * from 7d vs last-month"),
        ("deploys", "60 d ago to 30 Days ago", "project * env * from 60d to 30days"),
        ("deploys", "to 2026-11-01T00:00Z", "project * env * to 2026-11-01t00:00z"),
        ("deploys", "compare web with api", "compare project web,api env * from 30d"),
        (
            "leadtime",
            "mobile percentiles levels",
            "project mobile env * from 30d levels percentiles",
        ),
        ("staleflags", "mobile env p by nothing", "project mobile env p by nothing"),
    ],
)
def test_a_line_is_kept_in_one_spelling(chart: str, line: str, kept: str) -> None:
    """Whoever presses a button asks what was asked, in the zone in which it was asked."""
    assert asked(line, chart=chart).line == kept


@pytest.mark.parametrize("kind", CATALOG, ids=lambda kind: kind.name)
def test_a_kept_line_asks_the_same_wherever_it_is_read(kind: Kind) -> None:
    """With the usual words and with fixed times; the latter for all time."""
    for example in kind.examples:
        first = asked(example, chart=kind.name, project="usual")
        again = asked(first.line, chart=kind.name, zone="Pacific/Auckland")
        assert again.queries == first.queries
        later = parse(
            kind,
            first.pinned,
            now=NOW + timedelta(days=40),
            zone=ZoneInfo("Asia/Kolkata"),
            defaults=Defaults(project="other"),
        )
        assert later.queries == first.queries
        assert later.earlier == first.earlier


def test_the_letters_of_a_key_are_those_that_the_refusal_names() -> None:
    """Whoever reads it knows which key can be typed, and how long it may be."""
    with pytest.raises(UsageError) as refused:
        read("project !")
    first, rest = str(refused.value).split("A key begins with ")[1].split("; ")
    for letter in map(chr, range(33, 127)):
        if letter in "=\"',":
            continue
        for key, named in ((f"{letter}x", first), (f"x{letter}x", rest)):
            if letter.isalnum() or letter in re.findall(r"(?<= )[^a-z0-9 ](?= )", f" {named} "):
                assert read(f"project={key}").project == key
            else:
                with pytest.raises(UsageError):
                    read(f"project={key}")
    assert read(f"project {'x' * 140}").project
    with pytest.raises(UsageError):
        read(f"project {'x' * 141}")


keys = st.from_regex(r"\A[A-Za-z0-9_@][A-Za-z0-9._@/:+-]{0,30}\Z")
_BARE = ["30d", "7d", "36h", "monday", "last-month", "2026-10-01", "2months", "1 month ago"]
_QUOTED = ['"last week"', '"30 days"', '"36 H ago"', '"2026-10-01 09:00"', '" 2026-10-01  9:05Z"']
SPANS = st.sampled_from([*_BARE, *_QUOTED])


@st.composite
def lines(draw: st.DrawFn) -> tuple[Kind, str]:
    """Any line that the bounds allow, with every option or without."""
    kind = draw(st.sampled_from(CATALOG))
    star = [] if kind.required else ["*"]
    project, env = (draw(st.one_of(keys, st.sampled_from([*star, "k"]))) for _ in range(2))
    needed = f"project={project} env={env}"
    more = [f"app={','.join(draw(st.lists(keys, min_size=1, max_size=3)))}"]
    if kind.has_time:
        more += [f"from {draw(SPANS)}", f"bucket {draw(st.sampled_from(['hour', 'day']))}"]
        more += [f"to {draw(SPANS)}", f"vs {draw(SPANS)}", "every week", "zone Asia/Tokyo"]
    if kind.group_by:
        more.append(f"by {draw(st.sampled_from(kind.group_by))}")
    more += list(kind.flags)
    chosen = draw(st.lists(st.sampled_from(more), unique=True))
    return kind, " ".join([needed, *chosen])


@given(lines(), st.sampled_from(["UTC", "Asia/Kolkata", "America/New_York", "Pacific/Apia"]))
def test_a_request_written_as_a_line_reads_back_as_itself(
    typed: tuple[Kind, str], zone: str
) -> None:
    """Buttons and digests keep lines; a line means the same wherever it is read."""
    kind, line = typed
    try:
        first = asked(line, chart=kind.name)
    except UsageError:
        reject()
    again = asked(first.line, chart=kind.name, zone=zone)
    assert (again.queries, again.earlier) == (first.queries, first.earlier)
    assert again.line == first.line
    pinned = asked(first.pinned, chart=kind.name, zone=zone)
    assert (pinned.queries, pinned.earlier) == (first.queries, first.earlier)


_STRAY = (
    'mobile = , " \' — "last_week" "2026-10-01_09:00" 2026-02-30 2026-10-01 09:00 today may a,b '
    "-1 999999999999999999999999999999 ٣d ½d 30 d 30d 36h 366d 1970 -- --= \x00 \ud800 and with "
    "help * metrics application app,api production yes include rolling hour day week UTC "
    "Europe/Berlin"
)
_OPTION_WORDS = sorted(
    {word for option in BY_PARAMETER.values() for word in (option.parameter, *option.words)}
    | {"levels", "percentiles"}
)
stray = st.sampled_from(_STRAY.replace("_", "\N{NO-BREAK SPACE}").split(" "))
names = st.sampled_from(_OPTION_WORDS)
words = st.one_of(
    stray,
    names,
    names.map("--{}".format),
    st.builds("{}={}".format, names, stray),
    st.builds("--{}={},{}".format, names, stray, stray),
    st.sampled_from(CALENDAR_WORDS),
)


@settings(max_examples=400)
@given(
    st.sampled_from(CATALOG),
    st.one_of(st.text(max_size=300), st.lists(words, max_size=12).map(" ".join)),
)
def test_whatever_is_typed_is_a_request_or_one_usage_error(kind: Kind, line: str) -> None:
    """No line raises anything but the usage error, and no question is larger than its bounds."""
    try:
        found = asked(line, chart=kind.name)
    except HelpAsked:
        return
    except UsageError as error:
        # What is shown below the sentence can be sent as it stands.
        asked(error.example.removeprefix(kind.command), chart=kind.name)
        return
    if (window := found.window) is not None:
        assert window.points <= MAX_POINTS
        assert window.start < window.end <= NOW + timedelta(minutes=1)
    assert 1 <= len(found.queries) <= 4
    kept = asked(found.line, chart=kind.name)
    assert (kept.queries, kept.earlier, kept.line) == (found.queries, found.earlier, found.line)
    again = asked(found.pinned, chart=kind.name)
    assert again.queries == found.queries


@pytest.mark.parametrize("seconds", [0, 1, 30, 59])
def test_the_last_minute_of_a_day_is_like_any_other(seconds: int) -> None:
    """The day is not over, so a week is held against the week before and not the one before it."""
    late = NOW.replace(hour=23, minute=59, second=seconds)
    kind, zone = BY_NAME["deploys"], ZoneInfo("UTC")
    found = parse(kind, "mobile 7d", now=late, zone=zone, defaults=Defaults())
    assert found.earlier is not None
    assert found.earlier.shift == found.earlier.length == timedelta(days=7)


@pytest.mark.parametrize(
    ("line", "start"),
    [
        ("from 2026-11-20 to 2026-11-26", 20),
        ("from yesterday to today", 25),
        ("from 2026-11-25 to 2026-11-26", 25),
        ("from monday to today", 23),
    ],
)
def test_what_ends_today_counts_all_of_yesterday_in_the_east_too(line: str, start: int) -> None:
    """A morning in Tokyo is yesterday in UTC, and that day is still being counted."""
    now = datetime(2026, 11, 25, 23, 30, tzinfo=UTC)
    zone = ZoneInfo("Asia/Tokyo")
    kind = BY_NAME["deploys"]
    window = parse(kind, f"mobile {line}", now=now, zone=zone, defaults=Defaults()).window
    assert window is not None
    assert (window.start.day, window.end) == (start, now)
    assert window.bucket is BucketType.DAY
