"""Digests and alerts as code: a file that says which there are, and what it would change.

    owner: U0123ABCD
    digests:
      monday-numbers:
        channel: C0123ABCD
        charts:
          - deploys mobile 30d
          - leadtime mobile 30d
        every: monday 09:00
        zone: Europe/Berlin
    alerts:
      mobile-quiet:
        channel: C0123ABCD
        line: deploys mobile below 3 for 2 days

What was made in Slack lives beside it and is left alone. What stands in the file and was changed in
Slack since is drift, and said to be; applying the file again ends it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final, TypeVar
from zoneinfo import ZoneInfo

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.alerts.bounded import phrase
from bot.alerts.bounded import read as read_alert
from bot.alerts.model import Wish
from bot.alerts.phrases import AlertLineError, bucket_of
from bot.digests.beside import name_of
from bot.digests.errors import CadenceError
from bot.digests.lines import request_of, try_moving
from bot.digests.model import Setting, WhenCalm
from bot.digests.reading import MOST_CHARTS, read
from bot.grammar.defaults import Defaults

_Slack = Annotated[str, Field(pattern=r"^[CGUW][A-Z0-9]{2,20}$")]
_Key = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]


_E = TypeVar("_E")
_T = TypeVar("_T")


class CodeError(ValueError):
    """The file cannot be used; the message lists every problem in its own line."""


class _Entry(BaseModel):
    """One digest of a file."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    channel: _Slack
    charts: Annotated[tuple[str, ...], Field(min_length=1, max_length=MOST_CHARTS)]
    every: str
    zone: str = "UTC"
    owner: _Slack | None = None
    when_calm: WhenCalm = "show"
    name: str | None = None


class _AlertEntry(BaseModel):
    """One alert of a file."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    channel: _Slack
    line: str
    owner: _Slack | None = None
    name: str | None = None


class _File(BaseModel):
    """All of a file."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    owner: _Slack
    digests: dict[_Key, _Entry] = Field(default_factory=dict)
    alerts: dict[_Key, _AlertEntry] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a file says, by keys and in its order.

    Attributes:
        digests: Which digests there are.
        alerts: Which alerts.
    """

    digests: Mapping[str, Setting]
    alerts: Mapping[str, Wish]


def parsed(text: str, *, now: datetime, defaults: Defaults) -> Wanted:
    """Read a file.

    Args:
        text: YAML.
        now: The present; each chart is tried.
        defaults: What fills in for what is left out of charts.

    Raises:
        CodeError: If anything in it cannot be; all of it is listed.
    """
    try:
        file = _File.model_validate(yaml.safe_load(text))
    except yaml.YAMLError as problem:
        raise CodeError(f"This is not YAML: {' '.join(str(problem).split())}.") from problem
    except ValidationError as problems:
        raise CodeError("\n".join(map(_said, problems.errors(include_input=False)))) from None
    wrong: list[str] = []
    digests = _each(file.digests, lambda one: _setting(one, file.owner, now, defaults), wrong)
    alerts = _each(file.alerts, lambda one: _wish(one, file.owner, now, defaults), wrong)
    if wrong:
        raise CodeError("\n".join(wrong))
    return Wanted(digests, alerts)


def _each(
    entries: Mapping[str, _E], read_one: Callable[[_E], _T], wrong: list[str]
) -> Mapping[str, _T]:
    """Read each entry; what is wrong with one is noted, and the others are read."""
    found: dict[str, _T] = {}
    for key, entry in entries.items():
        try:
            found[key] = read_one(entry)
        except ValueError as problem:
            wrong.append(f"{key}: {problem}")
    return found


def _said(problem: Mapping[str, object]) -> str:
    where = problem["loc"]
    path = ".".join(map(str, where)) if isinstance(where, tuple) else ""
    return f"{path or 'The file'}: {problem['msg']}."


def _setting(entry: _Entry, owner: str, now: datetime, defaults: Defaults) -> Setting:
    every = entry.every if entry.every.startswith("cron ") else f"every {entry.every}"
    draft = read(f"{'; '.join(entry.charts)} {every} zone {entry.zone}", zone=_UTC)
    said_beside = draft.channel or draft.name or draft.when_calm != "show"
    if len(draft.lines) != len(entry.charts) or said_beside:
        raise CadenceError("Each chart is an entry of its own, and all else has its own field.")
    for line in draft.lines:
        request_of(line, now=now, zone=draft.cadence.zone_info, defaults=defaults)
    try_moving(draft.lines, entry.when_calm, draft.cadence, now=now, defaults=defaults)
    return Setting(
        channel=entry.channel,
        owner=entry.owner or owner,
        lines=draft.lines,
        cadence=draft.cadence,
        when_calm=entry.when_calm,
        name=name_of(entry.name) if entry.name else None,
    )


def _wish(entry: _AlertEntry, owner: str, now: datetime, defaults: Defaults) -> Wish:
    draft = read_alert(entry.line, now=now, zone=_UTC, defaults=defaults)
    if draft.rule is None:
        raise AlertLineError("What is watched for? Say it: “deploys mobile below 3 for 2 days”.")
    if draft.channel or draft.name:
        raise AlertLineError("Its channel and its name have their own fields.")
    return Wish(
        channel=entry.channel,
        owner=entry.owner or owner,
        line=draft.line,
        phrase=phrase(draft.rule, draft.kind, bucket_of(draft.request)),
        name=name_of(entry.name) if entry.name else None,
        mention=draft.mention or None,
    )


_UTC: Final = ZoneInfo("UTC")
