"""The form in which a digest is set up or changed: what it holds, and how Slack shows it.

Source: https://docs.slack.dev/reference/views/modal-views
"""

import json
from dataclasses import dataclass
from typing import Final

from bot.digests.beside import LONGEST_NAME
from bot.digests.choices import NEEDED, Choice, Repeat, choice_of
from bot.digests.model import Digest, WhenCalm
from bot.digests.reading import MOST_CHARTS
from bot.times import WEEKDAYS
from handlers.inputs import begins, field, option
from handlers.message import Block, plain

CALLBACK: Final = "digest-form-1"
"""Names the form and what it is made of; another version's has another."""
_USUAL_TIME: Final = "09:00"
_LONGEST_CHARTS: Final = 3_000
_LONGEST_LINE: Final = 100


@dataclass(frozen=True, slots=True)
class Form:
    """What stands in the form.

    Attributes:
        digest: The number of the digest that is changed, or None for a new one.
        zone: By whose clock it comes.
        channel: Where it comes, or "".
        charts: Its charts, one a line.
        choice: How often it comes.
        name: What it is called, or "".
        when_calm: What comes when nothing moved.
    """

    digest: int | None
    zone: str
    channel: str = ""
    charts: str = ""
    choice: Choice = Choice("week", _USUAL_TIME, (1,))  # noqa: RUF009 - frozen
    name: str = ""
    when_calm: WhenCalm = "show"


def blank(channel: str, zone: str) -> Form:
    """A form for a new digest, with the channel in which it was asked for.

    Args:
        channel: Where somebody asked; a conversation between people gets no digest.
        zone: The zone of the person who asked.
    """
    return Form(None, zone, "" if channel.startswith("D") else channel)


def filled_with(digest: Digest) -> Form:
    """A form for changing a digest, with all that it is."""
    return Form(
        digest=digest.id,
        zone=digest.cadence.zone,
        channel=digest.channel,
        charts="\n".join(digest.lines),
        choice=choice_of(digest.cadence.cron),
        name=digest.name or "",
        when_calm=digest.when_calm,
    )


def view(form: Form) -> Block:
    """The form as a modal; of a rhythm it asks what that rhythm takes."""
    is_new = form.digest is None
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "private_metadata": json.dumps({"digest": form.digest, "zone": form.zone}),
        "title": plain("New digest" if is_new else f"Edit digest {form.digest}"[:24]),
        "submit": plain("Set up" if is_new else "Save"),
        "close": plain("Cancel"),
        "blocks": [
            _channel(form),
            _charts(form),
            _repeat(form.choice),
            *(_PARTS[part](form) for part in NEEDED[form.choice.repeat]),
            _name(form),
            _calm(form),
        ],
    }


def notice(sentence: str) -> Block:
    """A modal that only says something."""
    section = {"type": "section", "text": plain(sentence)}
    title, close = plain("Digest"), plain("Close")
    return {"type": "modal", "title": title, "close": close, "blocks": [section]}


# -- what is asked ------------------------------------------------------------------------------


def _channel(form: Form) -> Block:
    element = {
        "type": "conversations_select",
        "filter": {"include": ["public", "private"]},
        **begins("initial_conversation", form.channel),
    }
    return field("channel", "Channel", element)


def _charts(form: Form) -> Block:
    element = {
        "type": "plain_text_input",
        "multiline": True,
        "max_length": _LONGEST_CHARTS,
        "placeholder": plain("deploys 30d"),
        **begins("initial_value", form.charts),
    }
    hint = (
        "One a line, each as you would type it behind a slash: deploys mobile 30d by application. "
        f"At most {MOST_CHARTS}; what moved comes first."
    )
    return field("charts", "Charts", element, hint=hint)


_REPEATS: Final[dict[Repeat, str]] = {
    "day": "Every day",
    "weekday": "Every weekday, Monday to Friday",
    "week": "On days of the week",
    "month": "On the 1st of every month",
    "cron": "By a cron line",
}


def _repeat(choice: Choice) -> Block:
    options = {repeat: option(label, repeat) for repeat, label in _REPEATS.items()}
    element = {
        "type": "radio_buttons",
        "options": list(options.values()),
        "initial_option": options[choice.repeat],
    }
    # Told at once, so that what this rhythm takes is asked next.
    return {**field("repeat", "How often", element), "dispatch_action": True}


def _days(form: Form) -> Block:
    # Cron counts from Sunday on, people from Monday.
    options = {
        (number + 1) % 7: option(day.capitalize(), str((number + 1) % 7))
        for number, day in enumerate(WEEKDAYS)
    }
    element = {
        "type": "multi_static_select",
        "options": list(options.values()),
        "placeholder": plain("Choose days"),
        **begins("initial_options", [options[day] for day in form.choice.days or ()]),
    }
    return field("days", "Days", element)


def _time(form: Form) -> Block:
    element = {"type": "timepicker", "initial_time": form.choice.time or _USUAL_TIME}
    return field("time", "Time", element, hint=_clock(form))


def _line(form: Form) -> Block:
    element = {
        "type": "plain_text_input",
        "max_length": _LONGEST_LINE,
        "placeholder": plain("0 9 * * 1-5"),
        **begins("initial_value", form.choice.line),
    }
    hint = f"Minute, hour, day of the month, month and day of the week. {_clock(form)}"
    return field("line", "Cron line", element, hint=hint)


def _clock(form: Form) -> str:
    return f"By the clock of {form.zone}."


_PARTS: Final = {"days": _days, "time": _time, "line": _line}


def _name(form: Form) -> Block:
    element = {
        "type": "plain_text_input",
        "max_length": LONGEST_NAME,
        "placeholder": plain("Monday numbers"),
        **begins("initial_value", form.name),
    }
    return {**field("name", "Name", element), "optional": True}


_CALMS: Final[dict[WhenCalm, str]] = {
    "show": "All of it, as usual",
    "line": "One line with the numbers",
    "silent": "Nothing: it stays silent",
}


def _calm(form: Form) -> Block:
    options = {calm: option(label, calm) for calm, label in _CALMS.items()}
    element = {
        "type": "radio_buttons",
        "options": list(options.values()),
        "initial_option": options[form.when_calm],
    }
    hint = "Nothing moved while no number is clearly other than before."
    return field("calm", "When nothing moved", element, hint=hint)
