"""What is said of bounds: which they are, which side of them is bad, and who says so."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from bot import words
from bot.alerts.bounds import Answer
from bot.alerts.directions import ANSWERS, Direction
from bot.alerts.events import Event
from bot.alerts.holding import Spot, called, parts_of
from bot.alerts.model import TOTAL, Alert, Held
from bot.alerts.rules import Threshold
from bot.alerts.said import WORDS
from bot.catalog import BY_NAME, Kind
from handlers import message
from handlers.message import Block, Button, Message

_MOST: Final = 20
"""Bounds that are listed."""
_MOST_ASKED: Final = 5
"""Bounds that one message has buttons for."""
_LABELS: Final[dict[Answer, str]] = {
    "below": "Below is bad",
    "above": "Above is bad",
    "ignore": "Ignore it",
}
_MEANS: Final[dict[Answer, str]] = {
    "below": "below is bad",
    "above": "above is bad",
    "ignore": "ignored",
}
COMMAND: Final = "/drumbeat alert bounds"


def _kind(alert: Alert) -> Kind:
    return BY_NAME[alert.line.partition(" ")[0]]


# -- in the messages of alerts --------------------------------------------------------------------


def label(alert: Alert, name: str, event: Event | None = None) -> str:
    """What stands before what is said of a series: its name, and the bound it is held against.

    Args:
        alert: Whose.
        name: Under which it is remembered.
        event: What happened, which knows what the bound was then.
    """
    held = alert.bounds.get(name)
    if held is None:
        return name
    if event is not None and isinstance(event.condition, Threshold):
        word, value = event.condition.word, event.condition.value
    else:
        word, value = held.word, held.value
    bound = f"{called(held.name)} ({WORDS[word]} {words.value(value, _kind(alert))})"
    return f"{held.series}, {bound}" if held.series != TOTAL else _capital(bound)


def place(alert: Alert, name: str) -> str:
    """The same of what happened some time ago, when the bound may have been another."""
    held = alert.bounds.get(name)
    if held is None:
        return name
    bound = called(held.name)
    return f"{held.series}, {bound}" if held.series != TOTAL else _capital(bound)


def directions(alert: Alert, names: Iterable[str]) -> Iterator[str]:
    """Where the directions of bounds come from that a message is about, each once."""
    found = [alert.bounds[name] for name in names if name in alert.bounds]
    whys = dict.fromkeys((called(one.name), one.why) for one in found)
    is_one = len({why for _, why in whys}) == 1
    if is_one:
        yield found[0].why
        return
    for bound, why in whys:
        yield f"{_capital(bound)}: {_small(why)}"


def changing(alert: Alert, names: Iterable[str]) -> list[Button]:
    """The button that asks for another direction, where a message is about bounds."""
    if not any(name in alert.bounds for name in names):
        return []
    deed = f"direction {alert.id}"
    return [Button(f"alert:direction:{alert.id}", "Change direction", deed)]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _small(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


# -- before an alert is kept ----------------------------------------------------------------------


def listed(spots: Iterable[Spot], kind: Kind) -> list[str]:
    """Each bound of a chart's series in a line: its value, its direction, and who says so."""
    lines = list(dict.fromkeys(_line(one, kind) for one in spots))
    more = len(lines) - _MOST
    return [*lines[:_MOST], f"and {more} more"] if more > 0 else lines


def _line(one: Spot, kind: Kind) -> str:
    bound, side = one.judged.bound, one.judged.side
    value = words.value(bound.value, kind)
    what = f"{_capital(called(bound.name))}, {value}"
    return f"{what}: {side} it is bad. {one.why}" if one.rule and side else f"{what}: {one.why}"


# -- asking ---------------------------------------------------------------------------------------


def question(alert: Alert, unclear: Sequence[Direction]) -> Message:
    """What a channel is asked, once, about bounds whose bad side nobody knows."""
    head = "Which side of this bound is bad?" if len(unclear) == 1 else _WHICH
    lines = [
        f"LaunchDarkly sends {called(one.shown)} with {_chart(one.chart)} and says nowhere what "
        "it means. I ask once; until somebody answers, nothing fires because of it."
        for one in unclear
    ]
    below = f"for alert {alert.id} · {COMMAND} lists what is known"
    blocks = [
        message.rich(head, "", lines),
        *_rows((one.chart, one.name, one.shown) for one in unclear),
        message.context(below),
    ]
    return message.whole(f"{head} {lines[0]}", blocks)


_WHICH: Final = "Which side of these bounds is bad?"


def choice(alert: Alert) -> Message:
    """The bounds of an alert, each with the buttons that give it a direction."""
    chart = _kind(alert).name
    held = {parts_of(name)[1]: one for name, one in alert.bounds.items()}
    if not held:
        return message.sentence(f"Alert {alert.id} has met no bounds yet.")
    lines = [f"{_capital(called(one.name))}: {_stands(one)}" for one in held.values()]
    rows = _rows((chart, name, one.name) for name, one in held.items())
    head = "Which side is bad?"
    scope = f"bounds of {_chart(chart)}, for everybody here"
    return message.whole(head, [message.rich(head, scope, lines[:_MOST]), *rows])


def _stands(held: Held) -> str:
    if not held.is_watched:
        return f"not watched now. {held.why}"
    return f"{held.word} it is bad now. {held.why}"


def _rows(bounds: Iterable[tuple[str, str, str]]) -> list[Block]:
    """A row of buttons for each bound; of several each row says which it is about."""
    asked = list(bounds)[:_MOST_ASKED]
    blocks: list[Block] = []
    for at, (chart, name, shown) in enumerate(asked):
        if len(asked) > 1:
            blocks.append(message.rich(_capital(called(shown)), ""))
        buttons = [
            Button(f"alert:{answer}:{at}", _LABELS[answer], f"bounds {chart} {answer} {name}")
            for answer in ANSWERS
        ]
        blocks.append(message.actions(f"alert-bound-{at}", buttons))
    return blocks


def answered(one: Direction) -> str:
    """What was answered, in a sentence."""
    said = _MEANS[one.answer or "ignore"]
    return f"{_capital(called(one.shown))} of {_chart(one.chart)}: {said} from now on."


def told(one: Direction, by: str) -> Message:
    """What a channel is told when somebody chose a direction."""
    text = answered(one)
    return message.whole(text, [message.rich(text, ""), message.context(f"by <@{by}>")])


def _chart(name: str) -> str:
    return BY_NAME[name].title.lower()


# -- all that is known ----------------------------------------------------------------------------


def known(alerts: Iterable[Alert], said: Sequence[Direction]) -> Message:
    """Each bound that is known in a line: its name, its direction, who says so."""
    answers = {(one.chart, one.name): one for one in said}
    lines: dict[tuple[str, str], tuple[str, str | None]] = {}
    for alert in alerts:
        for name, held in alert.bounds.items():
            key = (_kind(alert).name, parts_of(name)[1])
            if held.is_watched and key not in answers:
                text = f"{held.word} is bad. {held.why}"
                lines[key] = (f"{_chart(key[0])}, {called(held.name)}: {text}", None)
    for key, one in answers.items():
        text = f"{_chart(one.chart)}, {called(one.shown)}: "
        text += f"{_MEANS[one.answer]}, says " if one.answer else "asked; nobody has answered yet."
        lines[key] = (text, one.said_by if one.answer else None)
    if not lines:
        return message.sentence(
            "No bound of LaunchDarkly's is known here yet.",
            "An alert meets them: /drumbeat alert add deploys bounds",
        )
    shown = [lines[key] for key in sorted(lines)][: 2 * _MOST]
    blocks = [message.rich("Bounds", "which side is bad, and who says so")]
    blocks += [_said(text, by) for text, by in shown]
    blocks.append(message.context(f"to change one: {COMMAND} deploys below target"))
    return message.whole(f"{len(lines)} bounds", blocks)


def _said(text: str, by: str | None) -> Block:
    """A line, and whoever says so behind it."""
    elements: list[Block] = [{"type": "text", "text": text}]
    if by is not None:
        elements.append({"type": "user", "user_id": by})
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}
