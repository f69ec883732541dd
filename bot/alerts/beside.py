"""Beside what is watched for, in any order: how patiently, where to, and under which name."""

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Final

from bot.alerts.amounts import length, number, parted, percentage, plain, written
from bot.alerts.clauses import DAYS, Clause, What
from bot.alerts.comparing import About, amount_of
from bot.alerts.conditions import falls
from bot.alerts.mistyped import EXAMPLE, AlertLineError
from bot.alerts.rules import (
    ALL_WEEKDAYS,
    MOST_BUCKETS,
    WEEKEND,
    Drop,
    RuleError,
    Threshold,
)
from bot.alerts.said import WORDS
from bot.chart import Number
from bot.digests.beside import name_of
from bot.digests.errors import CadenceError, printable
from bot.query import BucketType

_LONGEST_REPEAT: Final = timedelta(days=366)
NOBODY: Final = ""
"""Of a mention: that nobody is called, not even who was before."""
_RECOVERING: Final = "deploys below 3 for 2 days, recovers at 5"
_REPEATING: Final = "deploys below 1 for 2 days, repeat every 2d"
_NAMED: Final = 'deploys below 1 for 2 days called "Quiet days"'
_UNITS: Final[dict[BucketType, frozenset[str]]] = {
    BucketType.DAY: frozenset(
        {"d", "day", "days", "weekday", "weekdays", "workday", "workdays", "bucket", "buckets"}
    ),
    BucketType.HOUR: frozenset({"h", "hr", "hrs", "hour", "hours", "bucket", "buckets"}),
}
"""What the buckets in a row are called that a rule waits for."""


def _for(clause: Clause, about: About) -> dict[str, Any]:
    return _run("for_n", clause, about)


def _run(field: str, clause: Clause, about: About) -> dict[str, Any]:
    """How many buckets in a row; weekdays are days, of which others do not count."""
    count, per = parted(clause.part("number"), clause.part("per"))
    value = number(count) if count else 2
    if not (count and per):
        sentence = f"“{printable(clause.text)}” what? This alert counts {about.many}"
        raise AlertLineError(f"{sentence}: “for {plain(value)} {about.many}”.")
    if per not in _UNITS[about.bucket]:
        raise _no_bucket(count, per, about)
    if not isinstance(value, int) or not 1 <= value <= MOST_BUCKETS:
        raise AlertLineError(
            f"“for” takes 1 to {MOST_BUCKETS} {about.many} in a row, not {printable(count)}."
        )
    days_off = {"weekdays_off": WEEKEND} if per.startswith(("week", "work")) else {}
    return {field: value, **days_off}


def _no_bucket(count: str, per: str, about: About) -> AlertLineError:
    """What to say of another unit than that of the buckets."""
    sentence = f"This alert counts {about.many}"
    if per in _UNITS[BucketType.DAY] and per.startswith(("week", "work")):
        return AlertLineError(f"{sentence}: “for {printable(count)} {about.many} on weekdays”.")
    buckets, rest = divmod(
        length(count, per, example=EXAMPLE), timedelta(milliseconds=about.bucket.unit_ms)
    )
    if not rest:
        return AlertLineError(f"{sentence}: that is “for {buckets:,} {about.many}”.")
    hours = " “bucket hour” behind the chart makes it count hours." if about.kind.has_time else ""
    return AlertLineError(f"{sentence}, so nothing shorter than one can be waited for.{hours}")


def _days(clause: Clause, _: About) -> dict[str, Any]:
    days, by_name = clause.part("days"), re.search("week|work", clause.opener)
    if bool(days) == bool(by_name):
        raise AlertLineError(
            "Which days count? Type “on weekdays”, or name them: “on monday, tuesday and friday”."
        )
    return {"weekdays_off": ALL_WEEKDAYS - _named(days) if days else WEEKEND}


def _named(days: str) -> frozenset[int]:
    """The days of a list, in which one to another are those in between as well."""
    found: set[int] = set()
    for piece in re.split(r" ?, ?(?:and )?| and ", days.lower()):
        ends = [DAYS[day] for day in re.findall("[a-z]{3,}", piece)]
        found |= {(ends[0] + step) % 7 for step in range((ends[-1] - ends[0]) % 7 + 1)}
    return frozenset(found)


def _recovers(clause: Clause, about: About) -> dict[str, Any]:
    run = _run("recover_n", clause, about) if clause.part("run") else {}
    if not clause.part("amount"):
        if not run:
            sentence = "“recovers” at what? Type “recovers at 5”, or “recovers after 2 days”."
            raise AlertLineError(sentence, example=_RECOVERING)
        return run
    return {"recover_at": _recovery(clause, about), **run}


def _recovery(clause: Clause, about: About) -> Number:
    """The value, or the percentage of a drop, at which it is over."""
    if isinstance(about.condition, Drop):
        return percentage(clause.part("amount"), clause.part("unit"))
    if not isinstance(about.condition, Threshold):
        raise RuleError("A rating recovers by being what it was; there is nothing to choose.")
    value, limit = amount_of(clause, about), about.condition.value
    is_low = falls(about.condition)
    if value < limit if is_low else value > limit:
        at, edge = written(value, about.kind), written(limit, about.kind)
        raise AlertLineError(
            f"It cannot recover at {at}, which is itself {WORDS[about.condition.word]} {edge}: it "
            f"is over at {edge} or {'more' if is_low else 'less'}.",
            example=_RECOVERING,
        )
    return value


def _grace(clause: Clause, _: About) -> dict[str, Any]:
    return {"grace": _span(clause, "grace 4h", EXAMPLE)}


def _repeat(clause: Clause, _: About) -> dict[str, Any]:
    if clause.opener.startswith("never") or clause.part("never"):
        if clause.part("amount"):
            sentence = "An alert is repeated, or never: “repeat every 2d” or “never repeat”."
            raise AlertLineError(sentence, example=_REPEATING)
        return {"repeat": None}
    span = _span(clause, "repeat every 2d", _REPEATING)
    if span > _LONGEST_REPEAT:
        sentence = "An alert is repeated after a year at the latest; or type “never repeat”."
        raise AlertLineError(sentence, example=_REPEATING)
    return {"repeat": span}


def _span(clause: Clause, usage: str, example: str) -> timedelta:
    if not clause.part("amount"):
        sentence = f"“{printable(clause.text)}” needs a length of time: “{usage}”."
        raise AlertLineError(sentence, example=example)
    return length(clause.part("amount"), clause.part("unit"), example=example)


def _channel(clause: Clause, _: About) -> dict[str, Any]:
    if key := clause.part("id"):
        return {"channel": key.upper()}
    raise AlertLineError(
        f"Slack has not made a link of “{printable(clause.text)}”, so I cannot tell which channel "
        "it is: pick it from the list that Slack opens when you type #, or leave it out."
    )


def _mention(clause: Clause, _: About) -> dict[str, Any]:
    """A person, or a group of them; nobody where that was said before."""
    if who := clause.part("who"):
        return {"mention": f"<{who}>"}
    if clause.part("unknown").casefold() in {"nobody", "no-one"}:
        return {"mention": NOBODY}
    raise AlertLineError(
        f"Slack has not made a link of “{printable(clause.text)}”, so I cannot tell whom to call: "
        "pick a person or a group from the list that Slack opens when you type @, or say “mention "
        "nobody”."
    )


def _name(clause: Clause, _: About) -> dict[str, Any]:
    quoted = clause.part("quoted")
    try:
        return {"name": name_of(quoted[1:-1] if quoted else clause.part("unquoted"))}
    except CadenceError as problem:
        raise AlertLineError(str(problem), example=_NAMED) from None


BESIDE: Final[Mapping[What, Callable[[Clause, About], dict[str, Any]]]] = {
    "for": _for,
    "days": _days,
    "recovers": _recovers,
    "grace": _grace,
    "repeat": _repeat,
    "channel": _channel,
    "mention": _mention,
    "name": _name,
}
