"""What an alert has to tell, in words: which values of which buckets, since when, why it ends."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Final

from bot import words
from bot.alerts.backtest import WEEKS, Calmer
from bot.alerts.events import Event
from bot.alerts.memory import Correction
from bot.alerts.model import TOTAL
from bot.alerts.rules import Drop, Fall, Rule
from bot.alerts.seen import Counted
from bot.catalog import Kind
from bot.chart import Number
from bot.query import DAY_MS
from bot.reading import BUCKET_ZONE

_MOST: Final = 5
"""Buckets that are named; of more the first and the last ones."""
_RATINGS: Final = ("needs attention", "fair", "good", "excellent")
_FAILURES: Final[dict[str, str]] = {
    "UnauthorizedError": "LaunchDarkly does not accept the access token",
    "ForbiddenError": "LaunchDarkly does not let the access token read this",
    "NotFoundError": "LaunchDarkly has no such project, environment or application",
    "BadRequestError": "LaunchDarkly refuses the question",
    "RateLimitedError": "LaunchDarkly has been asked too often",
    "UnavailableError": "LaunchDarkly has a problem of its own",
    "TimedOutError": "LaunchDarkly did not answer in time",
    "UnreachableError": "LaunchDarkly cannot be reached",
    "UntrustedError": "the other side could not prove that it is LaunchDarkly",
    "BadAnswerError": "LaunchDarkly answers with what is no chart",
    "clock": "the clocks here and at LaunchDarkly differ by more than five minutes",
    "no_rating": "LaunchDarkly gives no rating of this",
}
_NO_SENSE: Final = "LaunchDarkly's answer makes no sense"


def failure(reason: str) -> str:
    """What a failure means, by its word."""
    return _FAILURES.get(reason, _NO_SENSE)


def told(series: str, event: Event, kind: Kind, *, whole: bool = False, advice: str = "") -> str:
    """An event in a sentence, its series first where there are several.

    Args:
        series: Its name.
        event: What happened.
        kind: The chart.
        whole: Whether an end is told to those who have not heard of the beginning.
        advice: What would make it calmer, where it flaps and that is known.
    """
    said = _SAID[event.key.kind](event, kind)
    if whole and event.key.kind == "closed" and event.episode:
        said = f"{_values(event.episode.buckets, event, kind)}; {said}"
    if event.key.kind == "flapping" and event.reason != "calm":
        said = f"{said}; {advice or _ADVICE}"
    return f"{series}: {said}" if series != TOTAL else f"{said[:1].upper()}{said[1:]}"


def _firing(event: Event, kind: Kind) -> str:
    started = event.episode.since if event.episode else None
    earlier = " or earlier" if event.episode and event.episode.is_older else ""
    is_older = started is not None and started < event.buckets[0].start
    since = f", since {_when(started, event)}{earlier}" if started and is_older else ""
    return f"{_values(event.buckets, event, kind)}{since}"


def _repeat(event: Event, kind: Kind) -> str:
    earlier = " or earlier" if event.episode and event.episode.is_older else ""
    since = f", since {_when(event.episode.since, event)}{earlier}" if event.episode else ""
    return f"still so: {_values(event.buckets, event, kind)}{since}"


def _closed(event: Event, kind: Kind) -> str:
    lasted, older = event.lasting, event.episode is not None and event.episode.is_older
    after = f" after {words.length(lasted)}{' or more' if older else ''}" if lasted else ""
    if event.reason == "corrected":
        return f"never was, as it turns out: {_corrected(event.corrections, event, kind)}"
    if event.reason == "recovered":
        return f"over{after}: {_values(event.buckets, event, kind)}"
    return f"over{after}, {event.note or _ENDS[event.reason]}"


_ENDS: Final[dict[str, str]] = {
    "rule_changed": "since somebody changed the alert",
    "bound_changed": "since LaunchDarkly changed its bound",
    "bound_removed": "since LaunchDarkly no longer sends its bound",
    "series_gone": "since LaunchDarkly no longer knows of it",
    "paused": "since somebody paused the alert",
    "deleted": "since somebody deleted the alert",
}


def _corrected(corrections: Iterable[Correction], event: Event, kind: Kind) -> str:
    return ", ".join(
        f"LaunchDarkly changed {_when(one.start, event)} from {_value(one.was, event, kind)} to "
        + (_value(one.now, event, kind) if one.now is not None else "no value")
        for one in corrections
    )


def _no_data(event: Event, _: Kind) -> str:
    since = f" since {_when(event.missing[0], event)}" if event.missing else ""
    return f"LaunchDarkly has sent no value{since}, so nobody knows how it is"


def _data_back(event: Event, kind: Kind) -> str:
    return f"values are back: {_values(event.buckets, event, kind)}"


def _error(event: Event, _: Kind) -> str:
    times = f"{event.health.failures} times in a row"
    return f"this could not be looked at {times}: {failure(event.reason)}"


def _readable(_event: Event, _: Kind) -> str:
    return "this can be looked at again"


def _flapping(event: Event, _: Kind) -> str:
    if event.reason == "calm":
        return "it has calmed down; it is told again when it fires"
    times = words.count(len(event.fired), ("time", "times"))
    return f"it fired {times} lately, so only a daily word comes until it is steady"


_ADVICE: Final = (
    "a longer run (for 2 days) or a recovery threshold (recovers at ...) would make it calmer"
)


def calmer(rule: Rule, found: Calmer, bucket_ms: int) -> str:
    """What a more patient rule would have done.

    For 2 days instead of 1 would have fired once instead of 4 times in the last 8 weeks.

    Args:
        rule: The one that there is.
        found: The more patient one.
        bucket_ms: How long a bucket is.
    """
    unit = bucket_word(bucket_ms)
    patience = words.count(found.rule.for_n, (unit, f"{unit}s"))
    fired = f"have fired {_times(found.firings)}" if found.firings else "never have fired"
    return (
        f"for {patience} instead of {rule.for_n} would {fired} instead of "
        f"{_times(found.instead_of)} in the last {WEEKS} weeks"
    )


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _bound(event: Event, _: Kind) -> str:
    return event.note.removeprefix("since ")


_SAID: Final[dict[str, Callable[[Event, Kind], str]]] = {
    "firing": _firing,
    "closed": _closed,
    "repeat": _repeat,
    "no_data": _no_data,
    "data_back": _data_back,
    "eval_error": _error,
    "eval_ok": _readable,
    "flapping": _flapping,
    "bound": _bound,
}


# -- values and buckets ---------------------------------------------------------------------------


def _values(buckets: tuple[Counted, ...], event: Event, kind: Kind) -> str:
    """Each value and its bucket; of many the first and the last."""
    named = [_bucket(one, event, kind) for one in buckets]
    if len(named) > _MOST:
        named = [*named[:2], f"{len(named) - 3} more", named[-1]]
    return ", ".join(named)


def _bucket(one: Counted, event: Event, kind: Kind) -> str:
    """3 deployments on Tue 24 Nov; of what is held against something, both."""
    shown = _value(one.value, event, kind)
    if isinstance(event.condition, Fall) and one.base is not None:
        return f"{shown} by {_when(one.start, event)}, {_rating(one.base)} before"
    if isinstance(event.condition, Drop) and one.base is not None:
        weeks = event.condition.weeks
        spans = "week" if weeks == 1 else f"{weeks} weeks"
        return f"{shown} in the {spans} to {_when(one.start, event)}, {one.base:,} before"
    unsent = "" if one.sent else " (LaunchDarkly sent no point)"
    return f"{shown} on {_when(one.start, event)}{unsent}"


def _value(value: Number, event: Event, kind: Kind) -> str:
    if isinstance(event.condition, Fall):
        return _rating(value)
    if kind.measure == "duration":
        return words.value(value, kind)
    return words.count(value, kind.noun)


def _rating(rank: Number) -> str:
    return _RATINGS[int(rank)] if 0 <= rank < len(_RATINGS) else "unknown"


def _when(start: datetime, event: Event) -> str:
    return bucket_named(start, event.bucket_ms)


def bucket_named(start: datetime, bucket_ms: int | None) -> str:
    """Tue 24 Nov, with the hour where buckets are shorter than a day."""
    day = f"{start:%a} {words.day(start)}"
    is_short = bucket_ms is not None and bucket_ms < DAY_MS
    return f"{day} {start:%H:%M}" if is_short else day


def buckets_are(bucket_ms: int | None) -> str:
    """How time is cut: day buckets, UTC."""
    return f"{bucket_word(bucket_ms)} buckets, {BUCKET_ZONE}"


def bucket_word(bucket_ms: int | None) -> str:
    """What a bucket is called: day, hour."""
    return "day" if timedelta(milliseconds=bucket_ms or DAY_MS) == timedelta(days=1) else "hour"
