"""What somebody wrote into the form of a digest: read from Slack's payload, then checked.

Each field is read by what reads it in a typed line, so that both take the same and refuse the same;
a form can say of all its fields at once what is wrong.
"""

import functools
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final, TypeVar
from zoneinfo import ZoneInfo

from bot.digests import reading
from bot.digests.beside import name_of
from bot.digests.cadence import Cadence, zone_named
from bot.digests.choices import REPEATS, Choice, Repeat, cron_of
from bot.digests.errors import CadenceError
from bot.digests.lines import request_of, try_moving
from bot.digests.model import CALMS, Setting, WhenCalm
from bot.grammar.defaults import Defaults
from bot.grammar.errors import UsageError
from handlers.form import CALLBACK, Form

Problems = dict[str, str]
"""What is wrong, by the field in which it is."""
_T = TypeVar("_T")


class NotOurFormError(ValueError):
    """The view is none that this version of Drumbeat opened."""


def read_form(view: Mapping[str, Any]) -> Form:
    """Read what stands in a view, as Slack tells it.

    Raises:
        NotOurFormError: If it is none of this version's.
    """
    if view.get("callback_id") != CALLBACK:
        raise NotOurFormError(f"A form came that is {view.get('callback_id')!r}.")
    try:
        about = json.loads(view["private_metadata"])
        values = view["state"]["values"]
        return Form(
            digest=None if about["digest"] is None else int(about["digest"]),
            zone=zone_named(about["zone"]).key,
            channel=_text(values, "channel", "selected_conversation") or "",
            charts=_text(values, "charts", "value") or "",
            choice=Choice(
                repeat=_repeat(values),
                time=_text(values, "time", "selected_time"),
                days=_days(values),
                line=_text(values, "line", "value"),
            ),
            name=_text(values, "name", "value") or "",
            when_calm=_when_calm(values),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        raise NotOurFormError(f"A form came that lacks something: {problem!r}.") from problem


def _text(values: Mapping[str, Any], name: str, field: str) -> str | None:
    """What is in a field; "" where it is empty, None where it was not asked."""
    if name not in values:
        return None
    return str(values[name][name].get(field) or "")


def _repeat(values: Mapping[str, Any]) -> Repeat:
    said = values["repeat"]["repeat"]["selected_option"]["value"]
    return REPEATS[REPEATS.index(said)]


def _when_calm(values: Mapping[str, Any]) -> WhenCalm:
    said = values["calm"]["calm"]["selected_option"]["value"]
    return CALMS[CALMS.index(said)]


def _days(values: Mapping[str, Any]) -> tuple[int, ...] | None:
    if "days" not in values:
        return None
    return tuple(int(one["value"]) for one in values["days"]["days"]["selected_options"] or ())


# -- checking -----------------------------------------------------------------------------------


def checked(form: Form, by: str, *, now: datetime, defaults: Defaults) -> Setting | Problems:
    """What somebody wants of a digest, or what is wrong with it, each at its field."""
    problems: Problems = {} if form.channel else {"channel": "Choose where it comes."}
    cadence = _tried(
        _CADENCE.get(form.choice.repeat, "time"),
        lambda: Cadence(cron_of(form.choice), form.zone),
        problems,
    )
    lines = _tried("charts", lambda: _lines(form, now, defaults), problems)
    name = _tried("name", lambda: name_of(form.name) if form.name.strip() else None, problems)
    if cadence and lines:
        moving = functools.partial(try_moving, lines, form.when_calm, cadence)
        _tried("calm", lambda: moving(now=now, defaults=defaults), problems)
    if problems or cadence is None or lines is None:
        return problems
    return Setting(form.channel, by, lines, cadence, form.when_calm, name)


_CADENCE: Final[dict[Repeat, str]] = {"week": "days", "cron": "line"}
"""Where a rhythm can be wrong; its time comes from a clock and is right."""


def _lines(form: Form, now: datetime, defaults: Defaults) -> tuple[str, ...]:
    lines = reading.charts(form.charts)
    for line in lines:
        try:
            request_of(line, now=now, zone=ZoneInfo(form.zone), defaults=defaults)
        except UsageError as problem:
            raise CadenceError(f"{line}: {problem}" if len(lines) > 1 else str(problem)) from None
    return lines


def _tried(field: str, read: Callable[[], _T], problems: Problems) -> _T | None:
    try:
        return read()
    except (CadenceError, UsageError) as problem:
        problems[field] = str(problem)
        return None
