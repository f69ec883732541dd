"""The form in which an alert is set up or changed: what it holds, and how Slack shows it.

It has two pages: on the first is said what is watched for, on the second is shown what that would
have done; only then it is kept.

Source: https://docs.slack.dev/reference/views/modal-views
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Final, Literal, get_args

from bot.catalog import CATALOG
from bot.digests.beside import LONGEST_NAME
from bot.grammar.tokens import MAX_LINE
from handlers.inputs import begins, field, option
from handlers.message import Block, Button, actions, plain, rich

CALLBACK: Final = "alert-form-1"
"""Names the first page and what it is made of; another version's has another."""
TRIED: Final = "alert-tried-1"
"""Likewise the second page."""
BACK: Final = "alert-back"
"""The button that leads from the second page to the first."""
MOST_KEPT: Final = 3_000
"""Letters that Slack keeps with a form."""
_LONGEST: Final = 100

Watch = Literal["below", "at_most", "above", "at_least", "drops", "falls", "bounds"]
"""What is watched for."""
WATCHES: Final[tuple[Watch, ...]] = get_args(Watch)


@dataclass(frozen=True, slots=True)
class AlertForm:
    """What stands in the form, as it was typed.

    Attributes:
        alert: The number of the alert that is changed, or None for a new one.
        where: The channel in which the form was opened.
        named: Whether the alert that is changed has a name, which it keeps or changes.
        channel: Where it is told, or "".
        chart: The name of the chart.
        request: What is typed behind the chart's name.
        watch: What is watched for.
        value: The number that this is held against, with its unit, or "".
        run: For how many buckets in a row.
        weekdays: Whether only weekdays count.
        recovers: At what it is over, or "".
        more: Further words, as they are typed: grace 4h.
        name: What it is called, or "".
    """

    alert: int | None
    where: str
    named: bool = False
    channel: str = ""
    chart: str = "deploys"
    request: str = ""
    watch: Watch = "below"
    value: str = "1"
    run: str = "2"
    weekdays: bool = True
    recovers: str = ""
    more: str = ""
    name: str = ""


def blank(channel: str) -> AlertForm:
    """A form for a new alert; what stands in it works as it is.

    Args:
        channel: Where somebody asked; a conversation between people gets no alert.
    """
    return AlertForm(None, channel, channel="" if channel.startswith("D") else channel)


def is_alerts(callback: object) -> bool:
    """Whether a form is one of alerts, of this version or of another."""
    return str(callback).startswith("alert-")


def kept(form: AlertForm) -> str:
    """All of it, as the second page keeps it unseen."""
    return json.dumps(asdict(form), ensure_ascii=False)


# -- the first page -----------------------------------------------------------------------------


def view(form: AlertForm) -> Block:
    """The first page."""
    about = {"alert": form.alert, "where": form.where, "named": form.named}
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "private_metadata": json.dumps(about),
        "title": _title(form),
        "submit": plain("Try it"),
        "close": plain("Cancel"),
        "blocks": [
            _chart(form),
            _request(form),
            _watch(form),
            _value(form),
            _run(form),
            _days(form),
            _recovers(form),
            _more(form),
            _channel(form),
            _name(form),
        ],
    }


def _title(form: AlertForm) -> Block:
    return plain("New alert" if form.alert is None else f"Edit alert {form.alert}"[:24])


def _chart(form: AlertForm) -> Block:
    options = {kind.name: option(kind.title, kind.name) for kind in CATALOG}
    return field("chart", "Chart", _select(options, form.chart))


def _request(form: AlertForm) -> Block:
    hint = (
        "As you would type it behind the chart's command, without a time. Add “by application” to "
        "watch each application, “bucket hour” to watch hours instead of days."
    )
    element = _line(form.request, "mobile env production by application", most=MAX_LINE)
    return _optional(field("request", "Project, environment, options", element, hint=hint))


_WATCHED: Final[dict[Watch, str]] = {
    "below": "Below",
    "at_most": "At most",
    "above": "Above",
    "at_least": "At least",
    "drops": "Drops by %, week against week",
    "falls": "LaunchDarkly’s own rating falls",
    "bounds": "Beyond the bounds that the data carries",
}


def _watch(form: AlertForm) -> Block:
    options: dict[str, Block] = {one: option(label, one) for one, label in _WATCHED.items()}
    return field("watch", "Alert when it is", _select(options, form.watch))


def _value(form: AlertForm) -> Block:
    hint = "A number, for a lead time with its unit: 2 days. A rating and bounds have none."
    return _optional(field("value", "Value", _line(form.value, "1"), hint=hint))


def _run(form: AlertForm) -> Block:
    return field("run", "For how many days or hours in a row", _line(form.run, "2"))


def _days(form: AlertForm) -> Block:
    only = option("Only weekdays count", "weekdays")
    element = {
        "type": "checkboxes",
        "options": [only],
        **begins("initial_options", [only] if form.weekdays else []),
    }
    return _optional(field("days", "Days", element))


def _recovers(form: AlertForm) -> Block:
    hint = "So that it is over only once it is clearly better. Empty: as soon as it is not so."
    return _optional(field("recovers", "Recovers at", _line(form.recovers, "5"), hint=hint))


def _more(form: AlertForm) -> Block:
    hint = "As you would type it: how long late numbers are waited for, how often it is repeated."
    element = _line(form.more, "grace 4h, repeat every 2d", most=2 * _LONGEST)
    return _optional(field("more", "Anything else", element, hint=hint))


def _channel(form: AlertForm) -> Block:
    element = {
        "type": "conversations_select",
        "filter": {"include": ["public", "private"]},
        "default_to_current_conversation": True,
        **begins("initial_conversation", form.channel),
    }
    return field("channel", "Channel", element)


def _name(form: AlertForm) -> Block:
    shown = field("name", "Name", _line(form.name, "Quiet mobile", most=LONGEST_NAME))
    return shown if form.named else _optional(shown)


def _select(options: dict[str, Block], chosen: str) -> Block:
    return {
        "type": "static_select",
        "options": list(options.values()),
        "initial_option": options[chosen],
    }


def _line(value: str, placeholder: str, *, most: int = _LONGEST) -> Block:
    return {
        "type": "plain_text_input",
        "max_length": most,
        "placeholder": plain(placeholder),
        **begins("initial_value", value),
    }


def _optional(shown: Block) -> Block:
    return {**shown, "optional": True}


# -- the second page ----------------------------------------------------------------------------


def waiting(form: AlertForm) -> Block:
    """What is shown at once, until it is known what the alert would have done."""
    return {
        "type": "modal",
        "callback_id": TRIED,
        "private_metadata": kept(form),
        "title": _title(form),
        "close": plain("Cancel"),
        "blocks": [rich(_WAIT, "", [_NOT_YET])],
    }


_WAIT: Final = "Trying it on the past; LaunchDarkly is asked."
_NOT_YET: Final = "Nothing is set up yet."


def tried(form: AlertForm, blocks: Iterable[Block]) -> Block:
    """What the alert would have done, and the button that keeps it.

    Args:
        form: As it was sent.
        blocks: What it would have done, or why nobody knows.
    """
    back = actions("alert-back", [Button(BACK, "Change it", "back")])
    submit = plain("Set it up" if form.alert is None else "Save")
    return {**waiting(form), "submit": submit, "blocks": [*blocks, back]}


def notice(sentence: str) -> Block:
    """A modal that only says something."""
    section = {"type": "section", "text": plain(sentence)}
    title, close = plain("Alert"), plain("Close")
    return {"type": "modal", "title": title, "close": close, "blocks": [section]}
