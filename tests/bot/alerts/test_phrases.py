"""What is typed behind `/drumbeat alert add`: what it says, what is said to it, and back again."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from bot.alerts.phrases import (
    COMMAND,
    AlertDraft,
    AlertLineError,
    bucket_of,
    phrase,
    read,
    rule_of,
    spelled,
    typed,
)
from bot.alerts.rules import (
    ALL_WEEKDAYS,
    MOST_BUCKETS,
    WEEKEND,
    Condition,
    Drop,
    Fall,
    Rule,
    RuleError,
    Threshold,
    Word,
    usual,
)
from bot.catalog import BY_NAME, CATALOG, Kind
from bot.chart import Number
from bot.digests.beside import LONGEST_NAME
from bot.digests.lines import request_of
from bot.grammar.defaults import Defaults
from bot.grammar.errors import UsageError
from bot.grammar.tokens import MAX_LINE
from bot.query import BucketType

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
HERE = Defaults(project="mobile", environment="production")
DEPLOYS, LEADTIME = BY_NAME["deploys"], BY_NAME["leadtime"]
MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000


def drafted(text: str, *, defaults: Defaults = HERE) -> AlertDraft:
    """What somebody in Berlin typed."""
    return read(text, now=NOW, zone=BERLIN, defaults=defaults)


def rule(text: str) -> Rule:
    """The rule that somebody typed behind a chart."""
    found = drafted(text).rule
    assert found is not None
    return found


def why_not(text: str) -> str:
    """The sentence that refuses a text; the command below it works, whatever is set."""
    with pytest.raises(AlertLineError) as caught:
        drafted(text)
    works = drafted(caught.value.example.removeprefix(COMMAND), defaults=Defaults())
    assert works.rule is not None
    return str(caught.value)


def test_an_alert_is_typed_in_one_line() -> None:
    """The whole of it: a chart, what is watched for, how patiently, where to, its name."""
    draft = drafted(
        "deploys mobile by application below 3 for 2 days on weekdays, recovers at 5 for 2 days "
        "grace 4h repeat every 2d in <#C123|eng> called “Quiet mobile”"
    )
    assert draft.line == "deploys project mobile env production bucket day by application"
    assert draft.kind is DEPLOYS
    assert draft.rule == Rule(
        Threshold("below", 3),
        missing="zero",
        for_n=2,
        recover_at=5,
        recover_n=2,
        weekdays_off=WEEKEND,
        grace=timedelta(hours=4),
        repeat=timedelta(days=2),
    )
    assert (draft.channel, draft.name, draft.note) == ("C123", "Quiet mobile", "")


def test_a_chart_alone_is_an_alert() -> None:
    """Whoever reads it then offers the bounds that its data carries."""
    draft = drafted('/deploys in <#C1> called "Any bound"')
    assert (draft.rule, draft.channel, draft.name) == (None, "C1", "Any bound")
    assert typed(draft) == f'{draft.line} in <#C1> called "Any bound"'


# -- the chart --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("deploys", "deploys"),
        ("/Deploys,", "deploys"),
        ("deployments:", "deploys"),
        ("releases", "releases"),
        ("leadtime", "leadtime"),
        ("lead time", "leadtime"),
        ("Lead  Time;", "leadtime"),
        ("stale flags", "staleflags"),
        ("/staleflags", "staleflags"),
        ("flag status", "flagstatus"),
    ],
)
def test_the_chart_comes_first(text: str, name: str) -> None:
    """By its command, or as its title has it."""
    assert (
        drafted(f"{text} at least 3 days"[: None if name == "leadtime" else -5]).kind.name == name
    )


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("deploys", "deploys project mobile env production bucket day"),
        ("deploys web env staging", "deploys project web env staging bucket day"),
        ("deploys project * env *", "deploys project * env * bucket day"),
        ("deploys app web, api", "deploys project mobile env production app web,api bucket day"),
        ("deploys bucket hour", "deploys project mobile env production bucket hour"),
        ("deploys bucket hour every 60m", "deploys project mobile env production bucket hour"),
        ("deploys every day", "deploys project mobile env production bucket day"),
        (
            "releases experiments yes global exclude",
            "releases project mobile env production bucket day experiments yes global exclude",
        ),
        (
            "leadtime percentiles",
            "leadtime project mobile env production bucket day percentiles",
        ),
        (
            "staleflags team payments by nothing",
            "staleflags project mobile env production by nothing team payments",
        ),
        ("flagstatus", "flagstatus project mobile env production"),
    ],
)
def test_the_charts_line_is_kept_whole(text: str, line: str) -> None:
    """With all that was filled in, without a time, and with its bucket: defaults may change."""
    draft = drafted(text)
    elsewhere = Defaults("other", "staging", timedelta(days=1))
    assert draft.line == line
    assert drafted(line, defaults=elsewhere) == draft
    kept = request_of(line, now=NOW, zone=BERLIN, defaults=elsewhere)
    assert bucket_of(kept) is bucket_of(draft.request)
    assert replace(kept.query, window=None) == replace(draft.request.query, window=None)


def test_what_is_set_of_times_changes_no_alert() -> None:
    """A chart of a day is one of hours and a year of hours is none; an alert has its own time."""
    assert drafted("deploys", defaults=replace(HERE, span=timedelta(days=1))) == drafted("deploys")
    year = replace(HERE, span=timedelta(days=366))
    assert drafted("deploys bucket hour", defaults=year) == drafted("deploys bucket hour")


def test_options_of_the_chart_may_stand_behind() -> None:
    """Whoever thinks of the environment late need not begin anew."""
    expected = drafted("deploys env staging by application below 3 for 2 days on weekdays")
    assert drafted("deploys below 3 by application for 2 days env staging on weekdays") == expected


def test_keys_may_be_words_of_an_alert() -> None:
    """Behind a “=”, as with the words of a chart; in the line that is kept as well."""
    draft = drafted("deploys project=below env=for app=over,web below 3")
    assert draft.line == "deploys project=below env=for app=over,web bucket day"
    assert drafted(typed(draft)) == draft


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Which chart is to be watched? Name it first: deploys, releases,"),
        ("below 3", "“below” is no chart. There are deploys,"),
        ("deplyos below 3", "“deplyos” is no chart. Did you mean “deploys”?"),
        ("deploys help", "“/deploys help” tells of the chart’s own options."),
        ("deploys 30d below 3", "“30d” is a time, and an alert takes none: it looks at the newest"),
        ("deploys below 3 30d", "“30d” is a time, and an alert takes none"),
        ("deploys from 2026-11-01 below 3", "“2026-11-01” is a time, and an alert takes none"),
        ("deploys until monday below 3", "“monday” is a time, and an alert takes none"),
        ("deploys vs last week below 3", "leave “vs” out"),
        ("deploys compare app web,api below 3", "leave “compare” out"),
        ("deploys zone Europe/Berlin below 3", "An alert takes no zone"),
        ("deploys bucket rolling below 3", "Rolling windows overlap"),
        ("deploys every 1w below 3", "An alert looks once at each day"),
        ("deploys every 1h below 3", "An alert looks once at each day"),
        ("deploys every soon below 3", "An alert looks once at each day"),
        ("deploys bucket hour every 2h below 3", "An alert looks once at each hour"),
        ("deploys below 3 every 1 second", "“repeat every 24h”"),
        ("deploys below 3 and releases below 2", "One alert watches one chart"),
        ('deploys called "x', "A quotation mark is opened and never closed."),
        (f"deploys {'a' * MAX_LINE}", "2,008 characters; 2,000 is the most I read."),
    ],
)
def test_a_chart_has_no_time_and_no_comparison(text: str, sentence: str) -> None:
    """Whatever a chart takes that an alert does not is named, with what can be had instead."""
    assert sentence in why_not(text)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("deploys by nobody below 3", "“nobody” is not one of application or kind."),
        ("deploys env below 3", "“env” needs a value"),
        ("deploys mobile foo below 3", "I do not know “foo” here."),
        ("staleflags bucket hour below 3", "/staleflags takes no “bucket”."),
        ("staleflags 30d below 3", "/staleflags says how things stand now; it takes no time."),
        ("deploys below 3 project ../../admin", "“../../admin” cannot be the key of a project."),
    ],
)
def test_what_is_wrong_with_a_chart_is_said_by_the_chart(text: str, sentence: str) -> None:
    """In its own words."""
    with pytest.raises(UsageError) as caught:
        drafted(text)
    assert sentence in str(caught.value)


def test_what_is_kept_can_be_read_again() -> None:
    """What becomes too long by what is filled in is too long."""
    keys = ",".join(f"{number}{'a' * 130}" for number in range(10, 24))
    assert len(drafted(f"deploys app {keys} below 3").line) < MAX_LINE
    text = f"deploys app {keys} below 3 name {'n' * LONGEST_NAME}"
    assert len(text) < MAX_LINE
    assert "2,000 is the most I read" in why_not(text)


def test_what_a_chart_lacks_can_be_asked_for() -> None:
    """The error says what is missing, as a chart's own does."""
    with pytest.raises(UsageError) as caught:
        drafted("leadtime above 2 days", defaults=Defaults())
    assert caught.value.lacking is not None
    assert caught.value.lacking.parameter == "projectKey"


# -- what is watched for ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("below 3", "below"),
        ("under 3", "below"),
        ("less than 3", "below"),
        ("Fewer Than 3 deployments", "below"),
        ("falls below 3", "below"),
        ("is below 3.0", "below"),
        ("< 3", "below"),
        ("at most 3", "at_most"),
        ("no more than 3 deploys", "at_most"),
        ("<=3", "at_most"),
        ("≤ 3", "at_most"),
        ("above 3", "above"),
        ("over 3", "above"),
        ("more than 003", "above"),
        ("rises above 3,", "above"),
        (">3", "above"),
        ("at least 3", "at_least"),
        ("no less than 3", "at_least"),
        ("no fewer than 3", "at_least"),
        (">= 3", "at_least"),
    ],
)
def test_numbers_are_compared_by_the_word_that_is_used(text: str, word: Word) -> None:
    """Four words, and what else people say for them."""
    assert rule(f"deploys {text}") == usual(Threshold(word, 3), DEPLOYS)


@pytest.mark.parametrize(
    ("text", "milliseconds"),
    [
        ("2d", 2 * DAY),
        ("2 days", 2 * DAY),
        ("1 Day", DAY),
        ("36h", 36 * HOUR),
        ("36 hrs", 36 * HOUR),
        ("90 min", 90 * MINUTE),
        ("90m", 90 * MINUTE),
        ("1.5 days", 36 * HOUR),
        ("0.25h", 15 * MINUTE),
        ("2w", 14 * DAY),
        ("90 seconds", 90_000),
        ("1 sec", 1_000),
        ("250 ms", 250),
        ("0.000001 d", 86),
        ("10000 days", 10_000 * DAY),
        ("0", 0),
    ],
)
def test_lead_times_have_units(text: str, milliseconds: int) -> None:
    """In one word or in two, and to the millisecond."""
    found = rule(f"lead time above {text} for 2 days")
    assert found == replace(usual(Threshold("above", milliseconds), LEADTIME), for_n=2)
    assert rule_of(phrase(found, LEADTIME), LEADTIME) == found


@pytest.mark.parametrize(
    ("text", "drop"),
    [
        ("drops by 50 %", Drop(50)),
        ("drop 50%", Drop(50)),
        ("down by 50 %", Drop(50)),
        ("is down 50 percent", Drop(50)),
        ("falls by 1%", Drop(1)),
        ("drops by 100 % over 2 weeks", Drop(100, 2)),
        ("drops by 50 % over the last 14 days", Drop(50, 2)),
        ("drops by 50% vs previous 2 weeks", Drop(50, 2)),
        ("drops by 50% versus the previous week", Drop(50, 1)),
        ("drops by 50% over 4w", Drop(50, 4)),
    ],
)
def test_weeks_are_held_against_those_before(text: str, drop: Drop) -> None:
    """One, unless more are named."""
    assert rule(f"deploys {text}") == usual(drop, DEPLOYS)


@pytest.mark.parametrize(
    "text", ["rating falls", "falls", "Rating drops", "its rating falls", "rating gets worse"]
)
def test_a_rating_falls(text: str) -> None:
    """The chart is then asked for it, which it else is not."""
    draft = drafted(f"deploys {text}")
    assert draft.rule == usual(Fall(), DEPLOYS)
    assert draft.request.query.expand == ("metrics",)
    assert drafted("deploys levels rating falls") == draft


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("deploys below", "“below” what? Say it: “below 3”."),
        ("deploys below for 2 days", "“below” what?"),
        ("leadtime falls below", "“below” what? Say it: “below 2 days”."),
        ("deploys below 0", "say at most 0, or below 1"),
        ("deploys at least 0", "Everything is at least 0"),
        ("deploys below 3,5", "“3,5” can be read in more than one way: 3.5 or 35."),
        ("deploys below 1,000.5", "“1,000.5” can be read in more than one way. Numbers"),
        ("deploys below 1_000", "“1_000” is no number"),
        ("deploys below 1e400", "“1e400” is no number"),
        ("deploys below nan", "“nan” is no number"),
        ("deploys below ٣", "“٣” is no number"),
        ("deploys below -3", "“-3” is no number"),
        ("deploys below 3.", "“3.” is no number"),
        ("deploys below .5", "“.5” is no number"),
        ("deploys above 9999999999999", "“9999999999999” is over the limit"),
        ("deploys above 0.1234567", "“0.1234567” is over the limit"),
        ("deploys below 3d", "“3d” has a unit. Deployments are counted"),
        ("deploys below 3 days", "I do not know “days” here."),
        ("deploys below 50 %", "A count is no percentage like 50 %: try “drops by 50 %”."),
        ("lead time above 2", "2 what? A length of time has a unit: 2 days, 2h or 2 min."),
        ("lead time above 2 for 3 days", "2 what?"),
        (
            "lead time above 2 moons",
            "“moons” is no unit of time: those are ms, s, min, h, d and w.",
        ),
        ("lead time above 2 months", "A month is not always as long: say it in days."),
        ("lead time above 1d12h", "“1d12h” has more than one unit"),
        ("lead time above 10001 days", "“10001 days” is longer than 10,000 days."),
        ("deploys drops", "By how much?"),
        ("deploys drop 50", "50 what? A drop is a percentage: “50 %”."),
        ("deploys drop 50 days", "“days” is no percentage"),
        ("deploys drop 150%", "A drop is by 1 to 100 percent, not by 150."),
        ("deploys drop 0%", "A drop is by 1 to 100 percent, not by 0."),
        ("deploys drop 12.5%", "A drop is by whole percents, from 1 to 100, not by 12.5."),
        ("deploys drop 50% over", "“over” how long? Weeks are compared: “over 2 weeks”."),
        ("deploys drop 50% vs previous 5 days", "type 7 days or 14 days."),
        ("deploys drop 50% over 25 days", "type 21 days or 28 days."),
        ("deploys drop 50% over 30 days", "1 to 4 whole weeks can be compared, not 5."),
        ("deploys drop 50% over 0 weeks", "1 to 4 whole weeks can be compared, not 0."),
        ("lead time drops by 50 %", "Only counts drop by a percentage"),
        ("stale flags drop by 50 %", "/staleflags says how things stand now"),
        ("deploys rating", "“rating falls”"),
        ("flagstatus rating falls", "LaunchDarkly gives /flagstatus no rating that could fall."),
        ("deploys bucket hour rating falls", "A rating is looked at once a day"),
        ("deploys below 3 above 10", "An alert watches for one thing, and “above 10” is another"),
    ],
)
def test_what_could_never_be_watched_for_is_refused(text: str, sentence: str) -> None:
    """With what is wrong about it, and how it is typed."""
    assert sentence in why_not(text)


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("lead time below 2 days", "A short lead time is usually good news"),
        ("lead time above 2 days", ""),
        ("deploys at least 3", "Many deployments are usually good news"),
        ("deploys at most 3", ""),
        ("stale flags under 3", "Few stale flags are usually good news"),
        ("stale flags over 3", ""),
        ("flag status below 3", ""),
        ("deploys drops by 50 %", ""),
        ("lead time rating falls", ""),
    ],
)
def test_unusual_sides_are_noted(text: str, note: str) -> None:
    """They are taken all the same."""
    found = drafted(text).note
    assert found.startswith(note)
    assert bool(found) == bool(note)


# -- beside it --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("for 2 days", {"for_n": 2}),
        ("for 1 day", {"for_n": 1}),
        ("for 30d", {"for_n": 30}),
        ("for 2 buckets", {"for_n": 2}),
        ("for 2 days in a row", {"for_n": 2}),
        ("for 5 weekdays", {"for_n": 5, "weekdays_off": WEEKEND}),
        ("for 5 weekdays on weekdays", {"for_n": 5, "weekdays_off": WEEKEND}),
        ("on weekdays", {"weekdays_off": WEEKEND}),
        ("weekdays only", {"weekdays_off": WEEKEND}),
        ("only on weekdays", {"weekdays_off": WEEKEND}),
        ("not on weekends", {"weekdays_off": WEEKEND}),
        ("except weekends", {"weekdays_off": WEEKEND}),
        ("on sunday to thursday", {"weekdays_off": frozenset({4, 5})}),
        ("on mon-wed, Saturdays and sun", {"weekdays_off": frozenset({3, 4})}),
        ("only on friday", {"weekdays_off": ALL_WEEKDAYS - {4}}),
        ("on monday to sunday", {"weekdays_off": frozenset()}),
        ("recovers at 5", {"recover_at": 5}),
        ("recover 5.5", {"recover_at": 5.5}),
        ("recovers at 5 for 2 days", {"recover_at": 5, "recover_n": 2}),
        ("recovers at 5 for 2 days for 3 days", {"recover_at": 5, "recover_n": 2, "for_n": 3}),
        ("recovers after 2 days", {"recover_n": 2}),
        ("grace 4h", {"grace": timedelta(hours=4)}),
        ("grace period of 90 min", {"grace": timedelta(minutes=90)}),
        ("grace 0h", {"grace": timedelta(0)}),
        ("grace 24 hours", {"grace": timedelta(hours=24)}),
        ("repeat every 2d", {"repeat": timedelta(days=2)}),
        ("repeats every day", {"repeat": timedelta(days=1)}),
        ("repeat 90min", {"repeat": timedelta(minutes=90)}),
        ("repeat every 1 week", {"repeat": timedelta(days=7)}),
        ("never repeat", {"repeat": None}),
        ("repeat never", {"repeat": None}),
    ],
)
def test_patience_is_said_beside_it(text: str, changes: dict[str, Any]) -> None:
    """Before what is watched for as well as behind it; all else is as usual."""
    expected = replace(usual(Threshold("below", 3), DEPLOYS), **changes)
    assert rule(f"deploys below 3 {text}") == expected
    assert rule(f"deploys {text}, below 3") == expected


def test_a_drop_recovers_at_a_percentage() -> None:
    """By which it is no longer down."""
    assert rule("deploys drops by 50 %, recovers at 20 %").recover_at == 20


def test_hours_are_counted_where_they_are_typed() -> None:
    """Patience is then typed in hours, and less long where nothing is said."""
    found = rule("deploys bucket hour below 1 for 3 hours on weekdays recovers at 2 for 2h")
    usually = usual(Threshold("below", 1), DEPLOYS, BucketType.HOUR)
    assert found == replace(usually, for_n=3, recover_at=2, recover_n=2, weekdays_off=WEEKEND)


CLAUSES = (
    "below 3",
    "for 2 days",
    "on weekdays",
    "recovers at 5",
    "grace 4h",
    "never repeat",
    "in <#C1|eng>",
    'called "x, for 9 days"',
)


@given(st.permutations(CLAUSES), st.sampled_from([", ", "; ", " and ", ", and "]))
def test_the_order_does_not_matter(clauses: list[str], between: str) -> None:
    """Nor does what stands in between, and what is quoted is no clause."""
    expected = drafted(f"deploys {' '.join(CLAUSES)}")
    assert expected.name == "x, for 9 days"
    assert drafted(f"deploys {between.join(clauses)}") == expected


def test_what_stands_right_behind_a_recovery_belongs_to_it() -> None:
    """What comes after a comma does not."""
    assert rule("deploys recovers at 5 for 2 days, below 3").recover_n == 2
    assert rule("deploys recovers at 5, for 2 days, below 3").for_n == 2


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("below 3 for", "“for” what? This alert counts days: “for 2 days”."),
        ("below 3 for 2", "“for 2” what? This alert counts days: “for 2 days”."),
        ("below 3 for 0 days", "“for” takes 1 to 30 days in a row, not 0."),
        ("below 3 for 31 days", "“for” takes 1 to 30 days in a row, not 31."),
        ("below 3 for 1000000 days", "“for” takes 1 to 30 days in a row, not 1000000."),
        ("below 3 for 1.5 days", "“for” takes 1 to 30 days in a row, not 1.5."),
        ("below 3 for two days", "“two” is no number"),
        ("below 3 for 2 hours", "“bucket hour” behind the chart makes it count hours."),
        ("below 3 for 2 weeks", "This alert counts days: that is “for 14 days”."),
        ("below 3 for 2 moons", "“moons” is no unit of time"),
        ("bucket hour below 3 for 2 days", "This alert counts hours: that is “for 48 hours”."),
        ("bucket hour below 3 for 2 weekdays", "“for 2 hours on weekdays”"),
        ("below 3 on", "Which days count?"),
        ("below 3 only", "Which days count?"),
        ("below 3 on weekdays monday", "Which days count?"),
        ("below 3 recovers", "“recovers” at what?"),
        ("below 3 recover 2", "It cannot recover at 2, which is itself below 3: it is over at 3"),
        ("above 3 recovers at 4", "It cannot recover at 4, which is itself above 3"),
        ("drop 50% recovers at 60%", "Down by 60 % is still down by 50 % or more."),
        ("drop 50% recovers at 20", "20 what? A drop is a percentage"),
        ("rating falls recovers at 3", "A rating recovers by being what it was"),
        ("at least 1 recovers at 0", "It would never recover"),
        ("below 3 grace", "“grace” needs a length of time: “grace 4h”."),
        ("below 3 grace 4", "4 what?"),
        ("below 3 grace 25h", "Buckets are waited for up to 24 hours after their end."),
        ("below 3 repeat", "“repeat” needs a length of time: “repeat every 2d”."),
        ("below 3 repeat every 5 min", "An alert is repeated after an hour at the earliest."),
        ("below 3 repeat every 367 days", "after a year at the latest; or type “never repeat”."),
        ("below 3 never repeat every 2d", "An alert is repeated, or never"),
        ("below 3 in #general", "Slack has not made a link of “in #general”"),
        ("below 3 in general", "Slack has not made a link of “in general”"),
        ("below 3 #general", "Slack has not made a link of “#general”"),
        ("below 3 in", "Slack has not made a link of “in”"),
        ("below 3 for 2 days for 3 days", "“for 3 days” is one too many: say it once."),
        ("below 3 on weekdays on monday", "“on monday” is one too many: say it once."),
        ("below 3 in <#C1> in <#C1>", "“in <#C1>” is one too many: say it once."),
        ("for 2 days", "“for 2 days” of what? Say first what is watched for"),
    ],
)
def test_patience_that_could_never_work_is_refused(text: str, sentence: str) -> None:
    """With what is wrong about it; of how things stand now there are no hours."""
    assert sentence in why_not(f"deploys {text}")


def test_flags_are_looked_at_once_a_day() -> None:
    """So nobody is told of hours that cannot be had."""
    assert rule("staleflags above 30 for 2 days").for_n == 2
    assert why_not("staleflags above 30 for 2 hours").endswith("can be waited for.")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('called "Quiet mobile"', "Quiet mobile"),
        ("named “Quiet  mobile”", "Quiet mobile"),
        ("name Quiet mobile", "Quiet mobile"),
        ("name '); DELETE FROM rules;--", "'); DELETE FROM rules;--"),
        ("name <!channel> outage", "<!channel> outage"),
        ("name 🚀部署é", "🚀部署é"),
        ('called "for 2 days in #general"', "for 2 days in #general"),
        (f"name {'A' * LONGEST_NAME}", "A" * LONGEST_NAME),
        ("name tab\there", "tab here"),
    ],
)
def test_a_name_is_kept_as_it_is(text: str, name: str) -> None:
    """What it may do to Slack or a database is for those who write there."""
    draft = drafted(f"deploys below 3 {text}")
    assert draft.name == name
    assert drafted(typed(draft)) == draft


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("called", "There is nothing between the quotation marks."),
        ('called " "', "There is nothing between the quotation marks."),
        ("called x in <#C1>", "Where more words follow, a name stands in quotation marks"),
        ('name 5" disks "', "there are none in it"),
        (f"name {'A' * (LONGEST_NAME + 1)}", "A name has 80 letters at most; this one has 81."),
        ("name a\0b", "a character that cannot be seen (U+0000)"),
        ('called "a\u202eb"', "a character that cannot be seen (U+202E)"),
        ('called "a\u2066b"', "a character that cannot be seen (U+2066)"),
    ],
)
def test_a_name_is_short_and_can_be_seen(text: str, sentence: str) -> None:
    """Quotation marks tell it from the words beside it."""
    assert sentence in why_not(f"deploys below 3 {text}")


# -- words that mean nothing ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("deploys belw 3", "I do not know “belw” here. Did you mean “below 3”?"),
        ("deploys mobile belw 3", "I do not know “belw” here. Did you mean “below 3”?"),
        ("deploys project mobile belw 3", "I do not know “belw” here. Did you mean “below 3”?"),
        ("deploys below 3 fro 2 days", "I do not know “fro” here. Did you mean “for 2 days”?"),
        ("deploys below 3, fro 2 days", "I do not know “fro” here. Did you mean “for 2 days”?"),
        ("deploys below 3 for 2 graec 4h", "I do not know “graec” here. Did you mean “grace 4h”?"),
        ("deploys below 3 weekend", "I do not know “weekend” here. Did you mean “on weekdays”?"),
        ("deploys below 3 recoves at 5", "Did you mean “recovers at 5”?"),
        ("deploys below 3 never", "Did you mean “never repeat”?"),
        ("deploys below 3 please", "I do not know “please” here. What may stand there is"),
        ("deploys below 3 mobile", "I do not know “mobile” here. What may stand there is"),
        ("deploys below 3 \x1b[31m", "I do not know “[31m” here."),
        ("deploys mobile 3", "“3” stands alone: say what about it, as in “below 3”"),
        ("deploys below 3 4", "“4” stands alone"),
        ("deploys below 3 for 2 days 5", "“5” stands alone"),
    ],
)
def test_nothing_is_ignored(text: str, sentence: str) -> None:
    """The first word that is not understood is named, and the nearest one that would be."""
    assert sentence in why_not(text)


def answered(text: str) -> str | AlertDraft:
    """What was read, or the sentence that refuses it."""
    try:
        return drafted(text)
    except (AlertLineError, UsageError) as problem:
        return str(problem)


@pytest.mark.parametrize(
    ("said", "mention"),
    [
        ("mention <@U123|ken>", "<@U123>"),
        ("mention <!subteam^S9|@eng>", "<!subteam^S9>"),
        ("mention nobody", ""),
        ("", None),
    ],
)
def test_whom_to_call_is_said_by_a_link(said: str, mention: str | None) -> None:
    """Which Slack makes; it can be typed again."""
    draft = drafted(f"deploys mobile below 3 {said}")
    assert draft.mention == mention
    assert drafted(typed(draft)).mention == (mention or None)


@pytest.mark.parametrize("whom", ["@ken", "<!channel>", "<!here>", "everybody", ""])
def test_nobody_is_called_who_is_no_link(whom: str) -> None:
    """Nor is a whole channel."""
    assert "whom to call" in str(answered(f"deploys mobile below 3 mention {whom}"))


@pytest.mark.parametrize("start", ["", "deploys ", "deploys below 3 ", "lead time above "])
@given(text=st.text(max_size=60))
def test_anything_is_either_read_or_answered(start: str, text: str) -> None:
    """With a sentence that is not long; what was read can be typed again."""
    found = answered(f"{start}{text}")
    if isinstance(found, str):
        assert len(found) < 400
    else:
        assert drafted(typed(found)) == found


WORDS = [
    *("deploys", "leadtime", "below", "over", "<", "<=", "at", "most", "no", "more", "than", "is"),
    *("3", "50", "%", "2d", "1.1.1", "days", "for", "on", "only", "weekdays", "mon", "and", "to"),
    *(",", ";", "-", "<#C1|x>", "in", "#x", "called", '"', "drops", "by", "vs", "previous", "its"),
    *("rating", "falls", "recovers", "after", "grace", "repeat", "never", "a", "app", "levels"),
]


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("start", ["", "deploys ", "deploys below 3 ", "lead time above "])
def test_reading_comes_to_an_end(start: str, word: str) -> None:
    """However often a word comes: a form that tried the same again and again would never."""
    for between in (" ", "", ", "):
        text = f"{start}{(word + between) * MAX_LINE}"[: MAX_LINE - 1] + "!"
        with suppress(AlertLineError, UsageError):
            assert drafted(text).line


# -- and back again ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("deploys below 3 grace 120 min", "below 3"),
        ("deploys under 3 for 2d only on weekdays", "below 3 for 2 days on weekdays"),
        ("deploys under 3; recover 5; grace 0.5h", "below 3, recovers at 5, grace 30min"),
        ("deploys < 3 on thu-sat and mon", "below 3 on monday, thursday, friday and saturday"),
        ("deploys drop 50% over 14 days", "drops by 50 % over 2 weeks"),
        ("deploys down 50% recovers at 20%", "drops by 50 %, recovers at 20 %"),
        ("deploys falls for 2 buckets never repeat", "rating falls for 2 days, never repeat"),
        ("lead time over 1.5d repeat every 48h", "above 36h, repeat every 2d"),
        ("lead time over 0s recovers after 3 days", "above 0h, recovers after 3 days"),
    ],
)
def test_a_rule_has_one_spelling(text: str, written: str) -> None:
    """In which it can be typed again; of what is usual nothing is said."""
    draft = drafted(text)
    assert draft.rule is not None
    assert phrase(draft.rule, draft.kind) == written
    assert typed(draft) == f"{draft.line} {written}"


PEOPLE_READ = {
    "deploys below 3 for 2 days on weekdays recovers at 5": (
        "below 3 on 2 days in a row; weekends do not count; it recovers at 5"
    ),
    "deploys at most 3 recovers at 5 for 2 days": (
        "at most 3; it recovers above 5 for 2 days in a row"
    ),
    "deploys at least 3 recovers at 2": "at least 3; it recovers below 2",
    "deploys above 3 on mon to thu and sun": "above 3; Fridays and Saturdays do not count",
    "lead time above 36h recovers at 1 day": "above 36 hours; it recovers at 1 day",
    "lead time above 1.5 min": "above 90 seconds",
    "deploys drop 50% over 2 weeks recovers at 20%": (
        "down by 50 % or more in the last 14 days that are over, against the 14 days before; it "
        "recovers once it is down by less than 20 %"
    ),
    "deploys rating falls for 2 days recovers after 3 days": (
        "LaunchDarkly’s own rating is lower than it was, on 2 days in a row; it recovers after 3 "
        "days in a row"
    ),
    "deploys bucket hour below 1 for 3 hours grace 0h repeat every 90 min": (
        "below 1 in 3 hours in a row; it does not wait once the hour has ended; it is repeated "
        "every 90 minutes"
    ),
    "deploys below 3 grace 4h never repeat": (
        "below 3; it waits 4 hours once the day has ended; it is told once and not repeated"
    ),
}


@pytest.mark.parametrize(("text", "sentence"), PEOPLE_READ.items())
def test_people_read_a_sentence(text: str, sentence: str) -> None:
    """With exact numbers, and both lengths of what is compared."""
    draft = drafted(text)
    assert draft.rule is not None
    assert spelled(draft.rule, draft.kind, bucket_of(draft.request)) == sentence


def test_people_are_told_of_days_off() -> None:
    """They are not typed, but they matter."""
    holidays = replace(rule("deploys below 3 on weekdays"), days_off=frozenset({NOW.date()}))
    assert spelled(holidays, DEPLOYS) == "below 3; weekends and days off do not count"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("below 3 by application", "I do not know “by” here."),
        ("below 3 in <#C1>", "no part of what is watched for"),
        ('below 3 called "x"', "no part of what is watched for"),
        ("", "What is watched for?"),
        ("for 2 hours", "of what?"),
    ],
)
def test_a_phrase_is_a_rule_and_nothing_else(text: str, sentence: str) -> None:
    """Neither a chart nor a channel belongs to it."""
    with pytest.raises(AlertLineError) as caught:
        rule_of(text, DEPLOYS)
    assert sentence in str(caught.value)


def test_a_bound_that_is_no_whole_number_is_written_all_the_same() -> None:
    """What nobody could type has to be shown too."""
    assert phrase(usual(Threshold("above", 1.25), LEADTIME), LEADTIME) == "above 1.25ms"
    assert phrase(usual(Threshold("above", 10**15), DEPLOYS), DEPLOYS) == f"above {10**15}"


NUMBERS: st.SearchStrategy[Number] = st.integers(0, 10**12 - 1) | st.builds(
    lambda whole, parts: float(Decimal(f"{whole}.{parts:06}")),
    st.integers(0, 10**6),
    st.integers(1, 999_999),
)
LENGTHS = st.integers(0, 10_000 * DAY) | st.integers(0, 10_000).map(lambda days: days * DAY)
COMPARED: st.SearchStrategy[Word] = st.sampled_from(["below", "at_most", "above", "at_least"])


@st.composite
def conditions(draw: st.DrawFn, kind: Kind, bucket: BucketType) -> Condition:
    """Anything that can be watched for in a chart."""
    values = LENGTHS if kind.measure == "duration" else NUMBERS
    forms: list[st.SearchStrategy[Condition]] = [st.builds(Threshold, COMPARED, values)]
    if kind.measure == "count" and kind.has_time:
        forms.append(st.builds(Drop, st.integers(1, 100), st.integers(1, 4)))
    if kind.expand and bucket is BucketType.DAY:
        forms.append(st.just(Fall()))
    return draw(st.one_of(forms))


@st.composite
def rules(draw: st.DrawFn) -> tuple[Kind, BucketType, Rule]:
    """Any rule that can be typed, and what it is about."""
    kind = draw(st.sampled_from(CATALOG))
    hours = kind.has_time and draw(st.booleans())
    bucket = BucketType.HOUR if hours else BucketType.DAY
    runs = st.integers(1, MOST_BUCKETS)
    try:
        condition = draw(conditions(kind, bucket))
        values = LENGTHS if kind.measure == "duration" else NUMBERS
        values = st.integers(0, 100) if isinstance(condition, Drop) else values
        found = replace(
            usual(condition, kind, bucket),
            for_n=draw(runs),
            recover_at=None if isinstance(condition, Fall) else draw(st.none() | values),
            recover_n=draw(runs),
            weekdays_off=draw(st.just(WEEKEND) | st.frozensets(st.integers(0, 6), max_size=6)),
            grace=timedelta(milliseconds=draw(st.integers(0, DAY))),
            repeat=draw(
                st.none()
                | st.timedeltas(timedelta(hours=1), timedelta(days=366)).map(
                    lambda span: span // timedelta(milliseconds=1) * timedelta(milliseconds=1)
                )
            ),
        )
    except RuleError:
        reject()
    return kind, bucket, found


@given(rules())
def test_every_rule_can_be_typed_again(about: tuple[Kind, BucketType, Rule]) -> None:
    """By its phrase, behind the chart's line, and as the whole of what was typed."""
    kind, bucket, wanted = about
    written = phrase(wanted, kind, bucket)
    assert rule_of(written, kind, bucket) == wanted
    assert spelled(wanted, kind, bucket)
    hours = " bucket hour" if bucket is BucketType.HOUR else ""
    draft = drafted(f"{drafted(f'{kind.name}{hours}').line} {written}")
    assert draft.rule == wanted
    assert drafted(typed(draft), defaults=Defaults()) == draft


KEYS = st.from_regex(r"[A-Za-z0-9_@][A-Za-z0-9._@/:+-]{0,12}", fullmatch=True) | st.sampled_from(
    [
        *("is", "are", "goes", "falls", "drops", "drop", "rises", "its", "the", "not", "except"),
        *("without", "only", "on", "in", "no", "at", "less", "fewer", "below", "over", "more"),
        *("never", "repeat", "grace", "name", "for", "after", "and", "weekdays", "rating", "down"),
        *("recovers", "by", "env", "30d", "month", "help"),
    ]
)


@given(KEYS, KEYS, st.lists(KEYS, min_size=1, max_size=3), st.sampled_from(CATALOG))
def test_keys_are_never_taken_for_words(
    project: str, environment: str, applications: list[str], kind: Kind
) -> None:
    """Not when they are typed with a “=”, and not in the line that is kept."""
    keys = [f"project={project}", f"env={environment}"]
    keys += [f"app={','.join(applications)}"] if kind.has_time else []
    for clause in ("", " below 3 days", " at most 3 days", " rating falls", " in <#C1>"):
        if kind.measure == "count":
            clause = clause.removesuffix(" days")  # noqa: PLW2901 - the same for counts
        if clause == " rating falls" and not kind.expand:
            continue
        draft = drafted(f"{kind.name} {' '.join(keys)}{clause}")
        query = draft.request.query
        assert (query.project, query.environment) == (project, environment)
        assert query.applications == (tuple(dict.fromkeys(applications)) if kind.has_time else ())
        assert drafted(typed(draft), defaults=Defaults("other", "staging")) == draft
