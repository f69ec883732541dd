"""A line to a request: the whole way."""

from dataclasses import replace
from datetime import datetime
from typing import Final, cast
from zoneinfo import ZoneInfo, available_timezones

from bot.catalog import ALL, NOTHING, OPTIONS, Kind, Option, Parameter
from bot.earlier import AGO, Earlier
from bot.grammar import comparing
from bot.grammar.comparing import Compared
from bot.grammar.defaults import Defaults
from bot.grammar.errors import Lacking, UsageError, refuse, shown
from bot.grammar.examples import example_of
from bot.grammar.tokens import tokens
from bot.grammar.typed import Typed, sort
from bot.grammar.values import choice, expansions, key, keys, length
from bot.grammar.windows import earlier, window
from bot.query import Query, Window
from bot.request import Dimension, Request
from bot.times import TimeWordError, needs_zone, spelled

_ON_THE_WIRE: Final = {"yes": "true", "no": "false"}
_FILTERS: Final[tuple[Parameter, ...]] = (
    "hasExperiments",
    "global",
    "maintainerId",
    "maintainerTeamKey",
)


def parse(kind: Kind, line: str, *, now: datetime, zone: ZoneInfo, defaults: Defaults) -> Request:
    """Read a request line.

    Args:
        kind: The chart that is asked for.
        line: What was typed after the command.
        now: The present (aware).
        zone: The zone of the person who typed it.
        defaults: What fills in for what is left out.

    Raises:
        HelpAsked: If it says "help" or "?".
        UsageError: If it is anything else that is no request.
    """
    typed = _settled(kind, sort(kind, tokens(kind, line)), defaults)
    zone = _zone(kind, typed.get("zone"), zone)
    try:
        covered = window(kind, typed, usual=defaults.span, now=now, zone=zone)
        before = earlier(kind, typed, covered, now=now, zone=zone)
    except TimeWordError as problem:
        raise refuse(kind, str(problem)) from None
    return _request(kind, typed, zone, covered, before)


def _settled(kind: Kind, typed: Typed, defaults: Defaults) -> Typed:
    """What was typed and what fills in for the rest, each value checked and in one spelling."""
    found = comparing.settle(kind, typed)
    compared = found.parameter if found else None
    settled = _filled_in(kind, typed, compared, defaults)
    for option in kind.options:
        if option.parameter in settled:
            settled[option.parameter] = _checked(kind, option, settled[option.parameter])
    _check_required(kind, typed, settled, compared)
    return settled


def _filled_in(kind: Kind, typed: Typed, compared: Parameter | None, defaults: Defaults) -> Typed:
    """What was typed over what is meant if nothing is; what is compared has no default."""
    usual: dict[Parameter, str | None] = {
        "projectKey": defaults.project,
        "environmentKey": defaults.environment,
        "from": f"{defaults.span.days}d" if kind.has_time and "to" not in typed else None,
    }
    fallback: Typed = {name: value for name, value in usual.items() if value and name != compared}
    return {**fallback, **typed}


def _checked(kind: Kind, option: Option, value: str) -> str:
    """A value as its option's rule reads it; times are read later, together."""
    if option.rule == "key":
        return ALL if value == ALL else key(kind, option, value)
    if option.rule == "keys":
        return ",".join(keys(kind, option, value))
    if option.rule == "choice":
        return choice(kind, option, value)
    if option.rule == "span":
        return length(value)
    if option.rule == "choices":
        return ",".join(expansions(kind, option, value))
    return value if option.rule == "other" else spelled(value)


def _check_required(kind: Kind, typed: Typed, settled: Typed, compared: Parameter | None) -> None:
    """Refuse a line without which LaunchDarkly would; its defaults may have filled it in."""
    for option in OPTIONS:
        name = cast("Parameter", option.parameter)
        if name not in kind.required or name == compared or settled.get(name, ALL) != ALL:
            continue
        how = "type its key" if name == "projectKey" else f"type {option.short} and its key"
        why = "; it does not take all at once" if name in typed else ""
        raise UsageError(
            f"{kind.command} needs {option.a_noun}{why}: {how}.",
            example=f"{kind.command} {kind.examples[0]}",
            lacking=Lacking(
                name, settled.get("projectKey"), {one: settled[one] for one in typed if one != name}
            ),
        )


def _zone(kind: Kind, name: str | None, otherwise: ZoneInfo) -> ZoneInfo:
    if name is None:
        return otherwise
    named = {zone.casefold(): zone for zone in available_timezones()}.get(name.casefold())
    if named is None:
        sentence = f"“{shown(name)}” is not a time zone. Zones are named like Europe/Berlin."
        raise refuse(kind, sentence, example_of(kind, "zone"))
    return ZoneInfo(named)


# -- the questions ----------------------------------------------------------------------------


def _request(
    kind: Kind, typed: Typed, zone: ZoneInfo, covered: Window | None, before: Earlier | None
) -> Request:
    group = typed.get("groupBy", kind.usual_group)
    query = Query(
        chart=kind.name,
        project=_one(typed.get("projectKey")),
        environment=_one(typed.get("environmentKey")),
        applications=_split(typed.get("applicationKey")),
        window=covered,
        group_by=None if group == NOTHING else group,
        expand=_split(typed.get("expand")),
        filters=tuple(
            (name, _ON_THE_WIRE.get(typed[name], typed[name])) for name in _FILTERS if name in typed
        ),
    )
    compared = Compared.of(typed["compare"]) if "compare" in typed else None
    return Request(
        kind=kind,
        said=tuple(_said(kind, typed, zone, compared).items()),
        queries=_each(query, compared),
        compared=compared.dimension if compared else None,
        earlier=None if compared else before,
        zone=zone,
    )


def _said(kind: Kind, typed: Typed, zone: ZoneInfo, compared: Compared | None) -> Typed:
    """What has to be typed to mean the same anywhere, whatever is set there.

    The zone is said where a time needs one, and that all projects are meant where none is named.
    """
    beginning = typed.get("vs")
    times = [typed.get("from"), typed.get("to"), None if beginning in AGO else beginning]
    every: Typed = {one.parameter: ALL for one in kind.may_be_all}
    if compared is not None:
        every.pop(compared.parameter, None)
    said = {**every, **typed}
    said.pop("zone", None)
    return {**said, "zone": zone.key} if any(needs_zone(word) for word in times) else said


def _each(query: Query, compared: Compared | None) -> tuple[Query, ...]:
    """One question, or one for each of what is compared."""
    if compared is None:
        return (query,)
    return tuple(_of(query, compared.dimension, one) for one in compared.keys)


def _of(query: Query, dimension: Dimension, key_: str) -> Query:
    if dimension == "project":
        return replace(query, project=key_)
    if dimension == "environment":
        return replace(query, environment=key_)
    return replace(query, applications=(key_,))


def _one(key_: str | None) -> str | None:
    """A key, or None where all are meant."""
    return None if key_ == ALL else key_


def _split(listed: str | None) -> tuple[str, ...]:
    return tuple((listed or "").split(",")) if listed else ()
