"""A typed request line becomes a query, or one sentence that says what to type instead.

    [project] [options]        mobile 90d by application

Options come in any order, with or without dashes, under the API's name or a short one. Phones bend
quotes and turn two dashes into one long one; both are straightened first. Nothing here looks at a
clock or asks anybody: `now`, the person's zone and the defaults are arguments.
"""

import difflib
import re
import shlex
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.catalog import OPTIONS, Kind, Option
from bot.query import DAY_MS, MAX_POINTS, MAX_RANGE, BucketType, Query, points
from bot.times import (
    CALENDAR_WORDS,
    UNIT_WORDS,
    Ago,
    Day,
    Moment,
    TimeWordError,
    end_of_minute,
    is_span,
    parse_moment,
    parse_span,
    resolve,
)

MAX_LINE: Final = 2_000
MAX_KEYS: Final = 50
# A project, environment or application key: LaunchDarkly's own have letters, digits, dots, dashes
# and underscores; applications that CI names may look like a path or a package scope.
_KEY: Final = re.compile(r"[A-Za-z0-9_@][A-Za-z0-9._@/:+-]{0,139}", re.ASCII)
_STRAIGHT: Final = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'"}
)
_LONG_DASH: Final = re.compile(r"(?<!\S)[–—−](?=\w)")
_COMMA: Final = re.compile(r"\s*,[\s,]*")
_TIME_LIKE: Final = re.compile(r"[0-9]+(-|[a-z]{1,2}$|$)", re.ASCII | re.IGNORECASE)
"""What somebody types who means a time, right or wrong: 5y, 2026-13-40, 20."""
_BARE_MS: Final = re.compile(r"[0-9]{1,13}", re.ASCII)


class UsageError(ValueError):
    """The line says nothing that can be asked. The message is a sentence for who typed it.

    Attributes:
        example: A whole command that works, to show below the sentence.
    """

    def __init__(self, sentence: str, *, example: str) -> None:
        super().__init__(sentence)
        self.example = example


class HelpAsked(Exception):  # noqa: N818 - no error: the person asked for help
    """The line asks how to use the command."""


@dataclass(frozen=True, slots=True)
class Defaults:
    """What fills in for what is left out of a line."""

    project: str | None = None
    environment: str | None = None
    span: timedelta = timedelta(days=30)


def parse(kind: Kind, line: str, *, now: datetime, zone: ZoneInfo, defaults: Defaults) -> Query:
    """Read a request line.

    Args:
        kind: The chart that is asked for.
        line: What was typed after the command.
        now: The present (aware).
        zone: The zone of the person who typed it.
        defaults: What fills in for what is left out.

    Raises:
        HelpAsked: If the line is "help" or "?".
        UsageError: If it is anything else that is no query.
    """
    words = _words(kind, line)
    if words and words[0].casefold() in {"help", "?", "--help", "-h"}:
        raise HelpAsked
    typed = _options(kind, words)
    try:
        return _query(kind, typed, now=now, zone=zone, defaults=defaults)
    except TimeWordError as problem:
        raise _refuse(kind, str(problem)) from None


def _refuse(kind: Kind, sentence: str, example: str | None = None) -> UsageError:
    return UsageError(sentence, example=f"{kind.command} {example or kind.examples[0]}")


# -- words ------------------------------------------------------------------------------------


def _words(kind: Kind, line: str) -> list[str]:
    if len(line) > MAX_LINE:
        raise _refuse(kind, f"That is {len(line):,} characters; {MAX_LINE:,} is the most I read.")
    plain = "".join(" " if _is_blank(char) else char for char in line.translate(_STRAIGHT))
    plain = _COMMA.sub(",", _LONG_DASH.sub("--", plain))
    lexer = shlex.shlex(plain, posix=True, punctuation_chars=False)
    lexer.whitespace_split, lexer.commenters, lexer.escape, lexer.quotes = True, "", "", '"'
    try:
        words = list(lexer)
    except ValueError:
        raise _refuse(kind, "A quotation mark is opened and never closed.") from None
    return _joined([_unwrapped(word) for word in words])


def _is_blank(char: str) -> bool:
    """Spaces of any width, and what cannot be seen at all (controls, marks of direction)."""
    return char.isspace() or unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"}


def _unwrapped(word: str) -> str:
    return word[1:-1] if len(word) > 1 and word[0] == word[-1] == "'" else word


def _joined(words: list[str]) -> list[str]:
    """Write "30 days" as "30days", which is how a length of time is read."""
    joined: list[str] = []
    for word in words:
        if joined and word.casefold() in UNIT_WORDS and _BARE_MS.fullmatch(joined[-1]):
            joined[-1] += word
        else:
            joined.append(word)
    return joined


# -- options ----------------------------------------------------------------------------------

_FLAGS: Final = {"levels": ("expand", "metrics")}


_NAMES: Final[dict[str, str]] = {option.parameter: f"“{option.words[0]}”" for option in OPTIONS}


def _squeezed(word: str) -> str:
    """An option's name whatever its case and dashes: `--bucket-type` is `bucketType`."""
    return word.casefold().replace("-", "").replace("_", "")


_OPTION_BY_WORD: Final[dict[str, Option]] = {
    _squeezed(word): option
    for option in OPTIONS
    for word in (option.parameter, *option.words, *(("groupby",) if "by" in option.words else ()))
}


def _options(kind: Kind, words: list[str]) -> dict[str, str]:
    """Sort the words under the API's parameter names; a plain word is the project."""
    typed: dict[str, str] = {}
    rest = iter(words)
    for word in rest:
        name, equals, value = word.partition("=")
        squeezed = _squeezed(name)
        option = _OPTION_BY_WORD.get(squeezed)
        if squeezed in _FLAGS and not equals:
            parameter, value = _FLAGS[squeezed]
        elif option and option.parameter in kind.parameters:
            parameter, value = option.parameter, value if equals else next(rest, "")
            if not value:
                sentence = f"“{name}” needs a value: {option.value}, {option.help}."
                raise _refuse(kind, sentence, _EXAMPLES[option.parameter])
        else:
            parameter, value = _plain(kind, word, typed)
        if typed.setdefault(parameter, value) != value:
            both = f"“{_shown(typed[parameter])}” and “{_shown(value)}”"
            sentence = f"There are two values for {_NAMES[parameter]}: {both}."
            raise _refuse(kind, sentence)
    return typed


_EXAMPLES: Final = {
    "projectKey": "project mobile",
    "environmentKey": "env production",
    "applicationKey": "app web,api",
    "from": "from 30d",
    "to": "from 2026-10-01 to 2026-11-01",
    "bucketType": "4w every 1w",
    "bucketMs": "bucket rolling every 1d",
    "groupBy": "by application",
    "expand": "levels",
}


def _plain(kind: Kind, word: str, typed: dict[str, str]) -> tuple[str, str]:
    """A word that names no option: a time is where the chart starts, else it is the project."""
    if is_span(word) or word.casefold() in CALENDAR_WORDS or _TIME_LIKE.match(word):
        return "from", word
    if word.startswith("-") or "=" in word or "projectKey" in typed:
        raise _unknown(kind, word, typed.get("projectKey"))
    return "projectKey", word


def meant(kind: Kind, word: str) -> tuple[str, str] | None:
    """The word of ours that a stray word was probably meant to be, and a line that uses it."""
    names = [name for option in kind.options for name in option.words]
    names += [*_FLAGS, *CALENDAR_WORDS, *kind.group_by]
    near = difflib.get_close_matches(word.strip("-").partition("=")[0].casefold(), names, n=1)
    return (near[0], _example(kind, near[0])) if near else None


def _unknown(kind: Kind, word: str, project: str | None) -> UsageError:
    near = meant(kind, word)
    hint = f" Did you mean “{near[0]}”?" if near else ""
    if project and not near and not word.startswith("-"):
        hint = f" I read “{_shown(project)}” as the project; one chart shows one project."
    return _refuse(kind, f"I do not know “{_shown(word)}” here.{hint}", near and near[1])


def _example(kind: Kind, near: str) -> str:
    """An example that uses the word which was probably meant."""
    found = (line for line in kind.examples if near in line.split())
    option = _OPTION_BY_WORD.get(near)
    return next(found, _EXAMPLES[option.parameter] if option else kind.examples[0])


def _shown(word: str) -> str:
    return word if len(word) <= 40 else word[:39] + "…"  # noqa: PLR2004 - half a phone line


# -- the query --------------------------------------------------------------------------------


def _query(
    kind: Kind, typed: dict[str, str], *, now: datetime, zone: ZoneInfo, defaults: Defaults
) -> Query:
    bucket, bucket_ms = _bucket(kind, typed)
    moment = parse_moment(typed["from"], now=now, zone=zone) if "from" in typed else None
    begin: Moment = moment or Ago(defaults.span)
    if bucket is None:
        bucket = _usual_bucket(begin, bucket_ms)
        bucket_ms = bucket_ms or bucket.unit_ms
    utc_days = bucket is BucketType.DAY
    if isinstance(begin, Day) and begin.date > now.astimezone(zone).date():
        raise _refuse(kind, _FUTURE)
    if isinstance(begin, Ago) and begin.span < _SHORTEST:
        sentence = f"“{_shown(typed['from'])}” is less than an hour; a month is 30d."
        raise _refuse(kind, sentence, _EXAMPLES["from"])
    start = resolve(begin, now=now, zone=zone, utc_days=utc_days)
    until = parse_moment(typed.get("to", "now"), now=now, zone=zone)
    end = min(resolve(until, now=now, zone=zone, utc_days=utc_days), end_of_minute(now))
    start, end = _whole_ms(start), _whole_ms(end)
    _check_window(kind, start, end, bucket_ms, now=now)
    return Query(
        chart=kind.name,
        project=_key(kind, "project", typed.get("projectKey", defaults.project)),
        environment=_key(kind, "environment", typed.get("environmentKey", defaults.environment)),
        applications=_keys(kind, typed.get("applicationKey", "")),
        start=start,
        end=end,
        bucket=bucket,
        bucket_ms=bucket_ms,
        group_by=_choice(kind, "groupBy", kind.group_by, typed.get("groupBy")),
        expand=_expansions(kind, typed.get("expand", "")),
    )


def _bucket(kind: Kind, typed: dict[str, str]) -> tuple[BucketType | None, int]:
    """The bucket that was typed and its length; None and 0 for what was not."""
    words = tuple(bucket.value for bucket in BucketType)
    word = _choice(kind, "bucketType", words, typed.get("bucketType"))
    bucket = BucketType(word) if word else None
    every = typed.get("bucketMs")
    if every is None:
        return bucket, bucket.unit_ms if bucket else 0
    length = timedelta(milliseconds=int(every)) if _BARE_MS.fullmatch(every) else parse_span(every)
    if length <= timedelta(0):
        raise _refuse(kind, "A bucket has to be longer than nothing.", _EXAMPLES["bucketMs"])
    if length > MAX_RANGE:
        sentence = f"A bucket of “{_shown(every)}” is longer than the longest chart."
        raise _refuse(kind, sentence, _EXAMPLES["bucketMs"])
    return bucket, length // timedelta(milliseconds=1)


def _usual_bucket(begin: Moment, bucket_ms: int) -> BucketType:
    """Days; hours where two days or less are asked for; rolling for any other length."""
    if bucket_ms:
        return BucketType.DAY if bucket_ms % DAY_MS == 0 else BucketType.ROLLING
    short = isinstance(begin, Ago) and begin.span <= timedelta(days=2)
    return BucketType.HOUR if short else BucketType.DAY


_SHORTEST: Final = timedelta(hours=1)
_FUTURE: Final = "That starts in the future; there is nothing to count yet."


def _whole_ms(moment: datetime) -> datetime:
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def _check_window(
    kind: Kind, start: datetime, end: datetime, bucket_ms: int, *, now: datetime
) -> None:
    """Bound the work before anybody is asked for it."""
    if start >= now:
        raise _refuse(kind, _FUTURE)
    if start == end:
        sentence = "That is no time at all: “to” is the first moment that no longer counts."
        raise _refuse(kind, f"{sentence} For one day say the next one.", _EXAMPLES["to"])
    if start > end:
        read = f"I read it as {start:%Y-%m-%d %H:%M} to {end:%Y-%m-%d %H:%M} UTC"
        raise _refuse(kind, f"That ends before it starts: {read}.", _EXAMPLES["to"])
    if end - start > MAX_RANGE:
        days = (end - start) // timedelta(days=1)
        sentence = f"That is {days:,} days; a chart covers {MAX_RANGE.days} at most."
        raise _refuse(kind, sentence, "52w")
    if points(start, end, bucket_ms) > MAX_POINTS:
        count = (end - start) // timedelta(milliseconds=bucket_ms)
        sentence = f"That would be {count:,} buckets; {MAX_POINTS:,} is the most one chart shows."
        raise _refuse(kind, sentence, "90d bucket hour")


def _choice(kind: Kind, name: str, choices: tuple[str, ...], word: str | None) -> str | None:
    if word is None:
        return None
    low = word.casefold()
    if low in choices:
        return low
    near = difflib.get_close_matches(low, choices, n=1)
    hint = f" Did you mean “{near[0]}”?" if near else ""
    sentence = f"“{_shown(word)}” is not one of {_listed(choices)}.{hint}"
    raise _refuse(kind, sentence, _EXAMPLES[name])


def _listed(choices: tuple[str, ...]) -> str:
    return choices[0] if len(choices) == 1 else f"{', '.join(choices[:-1])} or {choices[-1]}"


def _expansions(kind: Kind, words: str) -> tuple[str, ...]:
    chosen = (_choice(kind, "expand", kind.expand, word) for word in words.split(",") if word)
    return tuple(dict.fromkeys(word for word in chosen if word))


def _keys(kind: Kind, words: str) -> tuple[str, ...]:
    keys = tuple(dict.fromkeys(word for word in words.split(",") if word))
    if len(keys) > MAX_KEYS:
        raise _refuse(kind, f"That is {len(keys)} applications; {MAX_KEYS} is the most I ask for.")
    for key in keys:
        _key(kind, "application", key)
    return keys


def _key(kind: Kind, what: str, word: str | None) -> str | None:
    if word is None or _KEY.fullmatch(word):
        return word
    sentence = (
        f"“{_shown(word)}” cannot be the key of {'an' if what[0] in 'ae' else 'a'} {what}. "
        "Keys have letters, digits, dots, dashes and underscores, and no spaces."
    )
    raise _refuse(kind, sentence)
