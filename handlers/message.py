"""What a message looks like: plain values in, Slack's blocks out; nothing is sent here.

Words that came from data or from people's keyboards go into `rich_text` and `plain_text` objects,
which Slack shows as they are. The one place that Slack parses is the message's `text`, shown in
notifications; there `&`, `<` and `>` are escaped, once.

Source: https://docs.slack.dev/reference/block-kit/blocks
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from bot import words
from bot.catalog import ALL, Kind, Option
from bot.describe.answer import Description
from bot.grammar.defaults import Defaults
from bot.grammar.errors import UsageError, listed
from bot.insights.errors import InsightsError
from bot.times import LOOKS

Block = dict[str, Any]
MAX_TEXT: Final = 2_900
"""Slack's limit for one text is 3,000."""
_MAX_ALT: Final = 1_900
WAITING: Final = "LaunchDarkly has not answered yet; I am waiting."
_FRESH: Final = timedelta(seconds=3)


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent: blocks, and the text that stands for them where blocks are not shown."""

    text: str
    blocks: tuple[Block, ...]


def escaped(text: str) -> str:
    """Text for the places that Slack parses; done once, last.

    Source: https://docs.slack.dev/messaging/formatting-message-text#escaping
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


# -- the answer -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an answer comes from.

    Attributes:
        user: Who asked for it first.
        line: What was asked.
        read_at: When LaunchDarkly answered.
        now: The present.
        changed_by: Who pressed a button since, or "".
    """

    user: str
    line: str
    read_at: datetime
    now: datetime
    changed_by: str = ""


def answer(
    told: Description,
    origin: Origin,
    *,
    exhibit: Block | None = None,
    notes: Iterable[str] = (),
    buttons: Block | None = None,
) -> Message:
    """The numbers, the picture or the table when there is one, and how they were counted.

    Args:
        told: The words of the report.
        origin: Where they come from.
        exhibit: A picture, or a table in letters of one width.
        notes: Further lines, such as why there is no picture.
        buttons: A row of buttons.
    """
    words_ = rich(told.heading, told.scope, [*told.lines, *notes])
    blocks = (words_, exhibit, _context(told.footnote, origin), buttons)
    shown = tuple(block for block in blocks if block is not None)
    return Message(_spoken(told.summary), shown)


def letters(text: str, below: str = "") -> Block:
    """Text in letters of one width, and perhaps a line below it."""
    elements: list[Block] = [{"type": "rich_text_preformatted", "elements": [_text(text)]}]
    if below:
        elements.append(_section([_text(below)]))
    return {"type": "rich_text", "elements": elements}


def image(file: str, alt: str) -> Block:
    """A picture that was uploaded, with its description."""
    return {
        "type": "image",
        "slack_file": {"id": file},
        "alt_text": alt if len(alt) <= _MAX_ALT else alt[: _MAX_ALT - 1] + "…",
    }


def rich(heading: str, scope: str, lines: Iterable[str] = ()) -> Block:
    """A heading and lines, all shown as they are."""
    elements = [_text(heading, bold=True), _text(f" · {scope}" if scope else "")]
    elements += [_text("\n" + line) for line in lines]
    section = _section([part for part in elements if part["text"]])
    return {"type": "rich_text", "elements": [section]}


def signed(heading: str, lines: Iterable[tuple[str, str, str]]) -> Block:
    """A heading and lines, each with somebody's name in it: what stands before, who, what follows.

    Whoever has no id of Slack's is named as they are.
    """
    elements = [_text(heading, bold=True)]
    for before, who, after in lines:
        named = {"type": "user", "user_id": who} if _USER.fullmatch(who) else _text(who)
        elements += [_text(f"\n{before}"), named, *([_text(after)] if after else [])]
    return {"type": "rich_text", "elements": [_section(elements)]}


_USER: Final = re.compile("[UW][A-Z0-9]{2,20}")


def _text(text: str, *, bold: bool = False) -> dict[str, Any]:
    style = {"style": {"bold": True}} if bold else {}
    return {"type": "text", "text": _short(text), **style}


def _context(footnote: str, origin: Origin) -> Block:
    """How it was counted, when it was read (in each reader's own zone), and who asked what."""
    stamp, utc = int(origin.read_at.timestamp()), f"{origin.read_at:%Y-%m-%d %H:%M} UTC"
    read = f"<!date^{stamp}^{{date_short_pretty}} {{time}}|{utc}>"
    age = origin.now - origin.read_at
    aged = f" ({words.ago(age)})" if age > _FRESH else ""
    other = origin.changed_by if origin.changed_by != origin.user else ""
    changed = f", changed by <@{other}>" if other else ""
    return {
        "type": "context",
        "elements": [
            {
                "type": "mrkdwn",
                "text": f"{escaped(footnote)} · read {read}{aged} · <@{origin.user}>{changed}",
            },
            {"type": "plain_text", "text": _short(origin.line, 200), "emoji": False},
        ],
    }


# -- parts of other messages ------------------------------------------------------------------


def whole(said: str, blocks: Iterable[Block]) -> Message:
    """A message of blocks, and what is said where blocks are not shown."""
    return Message(_spoken(said), tuple(blocks))


def lines(texts: Iterable[str]) -> Block:
    """Lines within rich text."""
    return _section([_text("\n".join(texts))])


def context(text: str) -> Block:
    """A small line that Slack parses: nothing that people or data said belongs here."""
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": text}]}


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody is asked before a button does something that cannot be undone by another.

    Attributes:
        title: The question.
        text: What becomes of it.
        yes: What doing it is called.
        no: What leaving it is called.
    """

    title: str
    text: str
    yes: str
    no: str


@dataclass(frozen=True, slots=True)
class Button:
    """A button: its id, its label, what it carries, and what it asks before it is pressed."""

    action: str
    label: str
    value: str
    question: Question | None = None


def plain(text: str) -> Block:
    """Words that Slack shows as they are."""
    return {"type": "plain_text", "text": text, "emoji": False}


def actions(block: str, buttons: Iterable[Button]) -> Block:
    """A row of buttons."""
    return {"type": "actions", "block_id": block, "elements": [_button(one) for one in buttons]}


def _button(button: Button) -> Block:
    shown = {
        "type": "button",
        "action_id": button.action,
        "text": plain(button.label),
        "value": button.value,
    }
    asked = button.question
    if asked is None:
        return shown
    confirm = {
        "title": plain(asked.title),
        "text": plain(asked.text),
        "confirm": plain(asked.yes),
        "deny": plain(asked.no),
        "style": "danger",
    }
    return {**shown, "confirm": confirm}


# -- private words ----------------------------------------------------------------------------


def sentence(first: str, *more: str) -> Message:
    """A private line or two."""
    lines = [first, *(line for line in more if line)]
    elements = [_text("\n" * bool(number) + line) for number, line in enumerate(lines)]
    blocks = ({"type": "rich_text", "elements": [_section(elements)]},)
    return Message(_spoken(" ".join(lines)), blocks)


def problem(error: InsightsError, *, now: datetime) -> Message:
    """Why there is no chart, and what to do."""
    when = ""
    if error.passing and error.retry_at is not None:
        seconds = max(1, round((error.retry_at - now).total_seconds()))
        when = f"I may ask again in {words.length(timedelta(seconds=seconds))}."
    return sentence(error.sentence, error.remedy, when)


def wrong(error: UsageError, defaults: Defaults, typed: str) -> Message:
    """What was not understood, and a command that works."""
    example = defaults.at_home(error.example, typed)
    return with_commands([str(error), "For example:"], [example])


def usage(kind: Kind, defaults: Defaults) -> Message:
    """How a command is used: what it does, examples for what is usually asked, every option."""
    options = [
        [_text(f"{option.words[0]} {_value(kind, option)}", bold=True), _text(f" {option.help}")]
        for option in kind.options
    ]
    return with_commands(
        [f"{kind.command} shows {kind.summary}.", "Type for example:"],
        [f"{kind.command} {defaults.at_home(example)}" for example in kind.examples],
        _section([_text("Options, in any order, with or without dashes:")]),
        {
            "type": "rich_text_list",
            "style": "bullet",
            "elements": [_section(option) for option in options],
        },
        _section([_text("\n".join(_more(kind)))]),
    )


def _value(kind: Kind, option: Option) -> str:
    """What can be typed behind an option, on this very chart."""
    if option.parameter == "groupBy":
        return "|".join(kind.choices(option))
    return "|".join(kind.expand) if option.parameter == "expand" else option.value


_GOOD: Final = {
    "more": "More is better.",
    "fewer": "Fewer is better.",
    "shorter": "Shorter is better.",
}
_FLAGS: Final = {
    "levels": "adds LaunchDarkly's own rating",
    "percentiles": "adds how long the slow ones take",
}
_BAND: Final = " and, for one application, the band of DORA's survey"


def _more(kind: Kind) -> Iterator[str]:
    """What else is worth knowing about a chart."""
    if kind.flags:
        band = {"levels": _BAND} if kind.surveyed else {}
        yield " ".join(f"{flag} {_FLAGS[flag]}{band.get(flag, '')}." for flag in kind.flags)
    needs = tuple(option.noun for option in kind.options if option.parameter in kind.required)
    if needs:
        yield f"It needs a {listed(needs).replace(' or ', ' and an ')}."
    if kind.may_be_all:
        stars = (f"{one.short} {ALL} means all {one.noun}s" for one in kind.may_be_all)
        yield f"{', '.join(stars)}."
    if kind.has_time:
        yield LOOKS
    if kind.good:
        yield _GOOD[kind.good]


def with_commands(lines: list[str], commands: list[str], *more: Block) -> Message:
    """Lines, then commands that can be copied, then parts of further rich text."""
    blocks = [
        _section([_text("\n".join(lines))]),
        {"type": "rich_text_preformatted", "elements": [_text("\n".join(commands))]},
        *more,
    ]
    text = " ".join([*lines, *commands])
    return Message(_spoken(text), ({"type": "rich_text", "elements": blocks},))


def _section(elements: list[Block]) -> Block:
    return {"type": "rich_text_section", "elements": elements}


def _spoken(text: str) -> str:
    """Text for notifications: short enough to stay within Slack's 4,000 whatever is escaped."""
    return escaped(_short(text, 700))


def _short(text: str, most: int = MAX_TEXT) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
