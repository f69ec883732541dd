"""What somebody wrote into the form of an alert: read from Slack's payload, then checked.

Of the fields a line is made as it could be typed, and read as one, so that both take the same and
refuse the same in the same words; each mistake is said at the field that makes it.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.alerts.bounded import WORD, Bounded, phrase, read, usual_of
from bot.alerts.model import Alert
from bot.alerts.phrases import AlertDraft, AlertLineError, bucket_of
from bot.alerts.rules import WEEKEND, Drop, Fall, Rule, usual
from bot.catalog import BY_NAME, Kind
from bot.digests.beside import name_of
from bot.digests.errors import CadenceError
from bot.grammar.defaults import Defaults
from bot.grammar.errors import UsageError
from bot.query import BucketType
from bot.reading import BUCKET_ZONE
from handlers.alert_form import CALLBACK, MOST_KEPT, TRIED, WATCHES, AlertForm, Watch, kept
from handlers.alert_words import shown_line
from handlers.filling import NotOurFormError, Problems

_ZONE: Final = ZoneInfo(BUCKET_ZONE)
"""Alerts take no times, so nothing is read by anybody's clock."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A form in which all is right.

    Attributes:
        draft: What it says.
        rule: What it watches for.
    """

    draft: AlertDraft
    rule: Rule


# -- reading ------------------------------------------------------------------------------------


def read_form(view: Mapping[str, Any]) -> AlertForm:
    """Read what stands on a page, or what it keeps unseen, as Slack tells it.

    Raises:
        NotOurFormError: If it is none of this version's.
    """
    callback = view.get("callback_id")
    if callback not in {CALLBACK, TRIED}:
        raise _other(callback)
    try:
        about = json.loads(view["private_metadata"])
        said = _said(view["state"]["values"]) if callback == CALLBACK else {}
        form = AlertForm(**about, **said)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as problem:
        raise NotOurFormError(f"A form of alerts came that is none: {problem!r}.") from problem
    if form.chart not in BY_NAME or form.watch not in WATCHES:
        raise _other(form.chart)
    return form


def _other(what: object) -> NotOurFormError:
    return NotOurFormError(f"A form of alerts came that is {what!r}.")


def _said(values: Mapping[str, Any]) -> dict[str, Any]:
    """What is in the fields of the first page."""
    typed = {name: _in(values, name, "value") for name in _TYPED}
    chosen = {name: values[name][name]["selected_option"]["value"] for name in ("chart", "watch")}
    return {
        **typed,
        **chosen,
        "channel": _in(values, "channel", "selected_conversation"),
        "weekdays": bool(values["days"]["days"].get("selected_options")),
    }


_TYPED: Final = ("request", "value", "run", "recovers", "more", "name")


def _in(values: Mapping[str, Any], name: str, key: str) -> str:
    return str(values[name][name].get(key) or "").strip()


# -- checking -----------------------------------------------------------------------------------


def checked(form: AlertForm, *, now: datetime, defaults: Defaults) -> Checked | Problems:
    """The alert that the fields say, or what is wrong with it, each at its field."""
    problems: Problems = {} if form.channel else {"channel": "Choose where it is told."}
    reading = partial(read, now=now, zone=_ZONE, defaults=defaults)
    draft, line = None, ""
    for name, clause in _clauses(form):
        longer = f"{line}{clause}"
        try:
            if name == "name":  # before its quotation marks are taken for those around it
                name_of(form.name)
            draft = reading(longer)
            if name == "request":
                _check_alone(draft)
        except (AlertLineError, UsageError, CadenceError) as problem:
            problems[name] = str(problem)
            if name in {"request", "value"}:  # all else is said of these
                break
        else:
            line = longer
    if len(kept(form)) > MOST_KEPT:
        problems.setdefault("request", _TOO_LONG)
    if problems or draft is None or draft.rule is None:
        return problems
    return Checked(draft, draft.rule)


_TOO_LONG: Final = "That is more than a form takes: type it behind /drumbeat alert add."


def _clauses(form: AlertForm) -> Iterator[tuple[str, str]]:
    """The line piece by piece, each with its field; each can be read with those before it."""
    yield "request", f"{form.chart} {form.request}".rstrip()
    yield "value", f" {_watched(form)}".rstrip()
    if form.run:
        yield "run", f", for {form.run}{' buckets' if form.run.isdecimal() else ''}"
    if form.weekdays:
        yield "days", ", on weekdays"
    if form.recovers:
        yield "recovers", f", recovers {_recovery(form)}"
    if form.more:
        yield "more", f", {form.more}"
    if form.channel:
        yield "channel", f", in <#{form.channel}>"
    if form.name:
        yield "name", f', called "{form.name}"'


_OPENERS: Final[dict[Watch, str]] = {
    "below": "below",
    "at_most": "at most",
    "above": "above",
    "at_least": "at least",
    "drops": "drops by",
    "falls": "rating falls",
    "bounds": WORD,
}
_BARE: Final = re.compile(r"[0-9.]+", re.ASCII)
_SAID: Final = re.compile(r"(?:at|after|for)\b", re.ASCII | re.IGNORECASE)


def _watched(form: AlertForm) -> str:
    return f"{_OPENERS[form.watch]} {_amount(form, form.value)}"


def _recovery(form: AlertForm) -> str:
    said = _amount(form, form.recovers)
    return said if _SAID.match(said) else f"at {said}"


def _amount(form: AlertForm, typed: str) -> str:
    """What was typed; of a drop a bare number is a percentage."""
    return f"{typed} %" if form.watch == "drops" and _BARE.fullmatch(typed) else typed


def _check_alone(draft: AlertDraft) -> None:
    """Refuse what has a field of its own."""
    if draft.rule is not None or draft.channel is not None or draft.name is not None:
        raise AlertLineError(
            "Here stand the chart's own options alone: what is watched for, the channel and the "
            "name have fields of their own."
        )


# -- filling in ---------------------------------------------------------------------------------


def filled_with(
    alert: Alert, rule: Rule, where: str, *, now: datetime, defaults: Defaults
) -> AlertForm:
    """A form for changing an alert, with all that it is.

    Args:
        alert: It.
        rule: What it watches for.
        where: The channel in which the form is opened.
        now: The present.
        defaults: What fills in for what a line leaves out.

    Raises:
        UsageError: If this version does not understand its line.
        AlertLineError: If there is more to it than the form has fields for.
    """
    reading = partial(read, now=now, zone=_ZONE, defaults=defaults)
    draft = reading(alert.line)
    watch, said = _words(rule, draft.kind, bucket_of(draft.request))
    short = shown_line(alert.line)
    is_same = reading(short).line == draft.line
    form = AlertForm(
        alert=alert.id,
        where=where,
        named=alert.name is not None,
        channel=alert.channel,
        chart=draft.kind.name,
        request=(short if is_same else alert.line).partition(" ")[2],
        watch=watch,
        run=str(rule.for_n),
        weekdays=rule.weekdays_off == WEEKEND,
        name=alert.name or "",
        **said,
    )
    found = checked(form, now=now, defaults=defaults)
    if not isinstance(found, Checked) or (found.draft.line, found.rule) != (draft.line, rule):
        raise AlertLineError(_NO_FIELDS)
    return form


_NO_FIELDS: Final = "There is more to this alert than the form has fields for."


def _words(rule: Rule, kind: Kind, bucket: BucketType) -> tuple[Watch, dict[str, str]]:
    """What stands in the fields of a rule that take words.

    What is usual is not written, so that each field has what is written of its part alone.
    """
    bare = (
        usual_of(kind, bucket) if isinstance(rule, Bounded) else usual(rule.condition, kind, bucket)
    )
    head = phrase(bare, kind, bucket)

    def written(**part: Any) -> str:  # noqa: ANN401 - parts of a rule
        return phrase(replace(bare, **part), kind, bucket).removeprefix(head).strip(" ,")

    over = written(recover_at=rule.recover_at, recover_n=rule.recover_n)
    days_off = frozenset() if rule.weekdays_off == WEEKEND else rule.weekdays_off
    watch = _watch_of(rule)
    return watch, {
        "value": head.removeprefix(_OPENERS[watch]).strip(),
        "recovers": over.removeprefix("recovers ").removeprefix("at "),
        "more": written(grace=rule.grace, repeat=rule.repeat, weekdays_off=days_off),
    }


def _watch_of(rule: Rule) -> Watch:
    condition = rule.condition
    if isinstance(rule, Bounded):
        return "bounds"
    if isinstance(condition, Fall):
        return "falls"
    return "drops" if isinstance(condition, Drop) else condition.word
