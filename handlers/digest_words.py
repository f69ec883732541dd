"""What is said of digests: the digest itself, its introduction, and what became of its slots."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

from bot import words
from bot.answer import Answer
from bot.calendars.model import NO_DAYS_OFF, Calendar
from bot.deliveries import Delivery
from bot.digests.beside import PHRASES
from bot.digests.fates import Fate, comes_next, upcoming
from bot.digests.model import Digest, WhenCalm
from bot.digests.moved import is_calm, rank
from bot.digests.planning import PUNCTUAL
from bot.digests.reading import Draft, text_of
from handlers import message
from handlers.message import Block, Button, Message, Question

_MOST_SHORT: Final = 300
_MOST_LINES: Final = 8


@dataclass(frozen=True, slots=True)
class Part:
    """One chart of a digest.

    Attributes:
        line: What it shows: a request line with its chart's name first.
        answer: What there is to say, or None.
        problem: Why there is nothing to say, or why there is no picture; or "".
        picture: The block that shows its picture, or None.
    """

    line: str
    answer: Answer | None
    problem: str = ""
    picture: Block | None = None

    @property
    def rank(self) -> int:
        """How remarkable it is; what could not be read is nothing that moved."""
        return rank(self.answer) if self.answer else 0

    @property
    def is_calm(self) -> bool:
        """Whether it is known that nothing of it moved."""
        return self.answer is not None and is_calm(self.answer)


def manner(shown: Digest, parts: Iterable[Part], *, is_asked: bool = False) -> WhenCalm:
    """How much of a digest comes: all, unless nothing moved; whoever asks for it gets all.

    Args:
        shown: The digest.
        parts: What it shows, with pictures or without.
        is_asked: Whether somebody asked for it outside of its rhythm.
    """
    may_be_less = not is_asked and all(part.is_calm for part in parts)
    return shown.when_calm if may_be_less else "show"


class Form(Protocol):
    """How a digest is put into a message."""

    def __call__(
        self,
        shown: Digest,
        delivery: Delivery,
        parts: Sequence[Part],
        now: datetime,
        *,
        repeat: bool,
    ) -> Message:
        """The message; `repeat` says that it may stand in the channel already."""
        ...


def digest(
    shown: Digest, delivery: Delivery, parts: Sequence[Part], now: datetime, *, repeat: bool
) -> Message:
    """The digest: what moved first, then the rest, each with its picture; or one line of each.

    Args:
        shown: The digest.
        delivery: Which of its slots.
        parts: What it shows.
        now: The present.
        repeat: Whether it may stand in the channel already.
    """
    body, when = _body(parts), _when(shown, delivery, now)
    text = f"{title(shown)}: {body.moved}. {body.first}"
    below = _below(shown, parts, repeat=repeat)
    if manner(shown, parts, is_asked=delivery.asked_by is not None) == "line":
        head = message.rich(title(shown), f"{when} · {body.moved}", _numbers(parts))
        return message.whole(text, [head, below, _buttons(shown, may_show=True)])
    head = message.rich(title(shown), f"{when} · {body.moved}")
    return message.whole(text, [head, *body.blocks, below, _buttons(shown)])


def _numbers(parts: Iterable[Part]) -> Iterator[str]:
    """The first numbers of each chart in a line of their own."""
    return (part.answer.told.summary.removesuffix(".") for part in parts if part.answer)


def short(
    shown: Digest, delivery: Delivery, parts: Sequence[Part], now: datetime, *, repeat: bool
) -> Message:
    """The digest without pictures and details, where Slack does not take all of it.

    Args:
        shown: The digest.
        delivery: Which of its slots.
        parts: What it shows.
        now: The present.
        repeat: Whether it may stand in the channel already.
    """
    body = _body(parts)
    asked = [f"/{line}"[:_MOST_SHORT] for line in shown.lines[:_MOST_LINES]]
    told = message.rich(
        title(shown),
        f"{_when(shown, delivery, now)} · {body.moved}",
        [body.first[:_MOST_SHORT], "Slack did not take the charts. Each can be asked for:", *asked],
    )
    blocks = [told, _below(shown, parts, repeat=repeat), _buttons(shown)]
    return message.whole(f"{title(shown)}: {body.moved}.", blocks)


def preview(
    shown: Digest, parts: Sequence[Part], now: datetime, calendar: Calendar = NO_DAYS_OFF
) -> Message:
    """The digest as it would be now, without buttons, for one person.

    Args:
        shown: The digest; it may be one that nobody keeps yet.
        parts: What it shows.
        now: The present.
        calendar: Of its channel.
    """
    body, how = _body(parts), manner(shown, parts)
    note = _WOULD.get(how, f"next due {_coming(shown, calendar, now)}")
    lines = _numbers(parts) if how == "line" else ()
    head = message.rich("Preview", f"{body.moved} · {note}", lines)
    return message.whole(f"Preview: {body.moved}. {body.first}", [head, *body.blocks])


_WOULD: Final[dict[WhenCalm, str]] = {
    "silent": "it would not be sent, since nothing moved",
    "line": "it would be sent in one line, and the charts when somebody presses “Show it”",
}


@dataclass(frozen=True, slots=True)
class _Body:
    """Charts in order, and what of them is said first."""

    blocks: list[Block]
    moved: str
    first: str


def _body(parts: Iterable[Part]) -> _Body:
    ordered = sorted(parts, key=lambda part: -part.rank)
    return _Body(
        blocks=[block for part in ordered for block in _blocks(part)],
        moved=_moved(ordered),
        first=next((part.answer.told.summary for part in ordered if part.answer), "No numbers."),
    )


def _moved(parts: Sequence[Part]) -> str:
    """How many moved, and of how many nobody knows; of the others that they did not."""
    moved = sum(part.rank > 0 for part in parts)
    calm = sum(part.is_calm for part in parts)
    unread = sum(part.answer is None for part in parts)
    counts = {
        "{} of {} moved": moved,
        "{} of {} could not be read": unread,
        "the past of {} of {} could not be read": len(parts) - moved - calm - unread,
    }
    said = [form.format(number, len(parts)) for form, number in counts.items() if number]
    if calm and not moved:
        said.append("nothing else moved" if said else "nothing moved")
    return ", ".join(said)


def title(shown: Digest) -> str:
    """What a digest is called."""
    return shown.name or f"Digest {shown.id}"


def _when(shown: Digest, delivery: Delivery, now: datetime) -> str:
    """Week 47 · due Mon 23 Nov 09:00 Europe/Berlin, and if it is late, by how much and why."""
    local = delivery.due.astimezone(shown.cadence.zone_info)
    week = f"week {local.isocalendar().week}"
    if delivery.asked_by:
        return f"{week} · asked for, besides its rhythm"
    late = now - delivery.due
    why = f": {delivery.why}" if delivery.why else ""
    lateness = f" · {words.length(_rounded(late))} late{why}" if late >= PUNCTUAL else ""
    due = f"{shown.cadence.slot_name(delivery.due)}{_postponed(shown, delivery)}"
    return f"{week} · due {due}{lateness}"


def _postponed(shown: Digest, delivery: Delivery) -> str:
    """From which slot a day off moved it, if one did."""
    if delivery.moved_from is None:
        return ""
    return f", not {shown.cadence.slot_name(delivery.moved_from)} ({delivery.moved_why})"


def _rounded(late: timedelta) -> timedelta:
    unit = timedelta(minutes=1) if late < timedelta(hours=2) else timedelta(hours=1)
    return (late // unit) * unit


def _blocks(part: Part) -> Iterator[Block]:
    told = part.answer.told if part.answer else None
    problem = [part.problem] if part.problem else []
    if told is None:
        yield message.rich(part.line, "", problem)
        return
    yield message.rich(told.heading, told.scope, [*told.lines, *problem])
    if part.picture:
        yield part.picture


def _below(shown: Digest, parts: Iterable[Part], *, repeat: bool) -> Block:
    """Who set it up, and when its numbers were read, which may be before it was due."""
    read = [part.answer.chart.read_at for part in parts if part.answer]
    at = [f"read {min(read).astimezone(shown.cadence.zone_info):%H:%M}"] if read else []
    said = [*at, f"set up by <@{shown.owner}>", f"/drumbeat digest edit {shown.id}"]
    if repeat:
        said.append("may stand here twice: Slack did not say whether it took the first")
    return message.context(" · ".join(said))


def _buttons(shown: Digest, *, may_show: bool = False) -> Block:
    buttons = [
        Button(f"digest:{deed}:{shown.id}", _LABELS[deed], f"{deed} {shown.id}")
        for deed in ("pause", "history")
    ]
    show = Button(f"digest:now:{shown.id}", "Show it", f"now {shown.id}")
    return message.actions(f"digest-{shown.id}", [show, *buttons] if may_show else buttons)


NEW: Final = "new"
"""What is typed for a form."""
EDIT: Final = "digest:edit:"
"""How the id begins of a button that opens one."""


def new_button() -> Button:
    """Opens the form for a new digest."""
    return Button("digest:new", "New digest", NEW)


def edit_button(number: str) -> Button:
    """Opens the form with a digest in it."""
    return Button(f"{EDIT}{number}", "Edit", f"edit {number}")


# -- about digests ------------------------------------------------------------------------------


def introduction(shown: Digest, now: datetime, calendar: Calendar = NO_DAYS_OFF) -> Message:
    """What the channel is told of a digest that will come to it."""
    lines = [
        f"{', '.join(shown.lines)}, {shown.cadence.spelled} ({shown.cadence.zone}){_calm(shown)}.",
        f"It comes first {_coming(shown, calendar, now)}.",
    ]
    blocks = [
        message.rich(f"A digest for this channel: {title(shown)}", "", lines),
        message.context(
            f"set up by <@{shown.owner}> · change it with /drumbeat digest edit {shown.id}"
        ),
        _buttons(shown),
    ]
    return message.whole(f"A digest for this channel: {title(shown)}. {' '.join(lines)}", blocks)


def described(
    shown: Digest, now: datetime, first: str, calendar: Calendar = NO_DAYS_OFF
) -> Message:
    """What somebody is told of a digest: what, where, when, and its next five slots."""
    lines = [
        *shown.lines,
        f"{shown.cadence.spelled}, {shown.cadence.zone}{_calm(shown)}",
        *_next(shown, now, calendar),
    ]
    heading = f"{title(shown)} (number {shown.id})"
    blocks = [
        message.rich(first or heading, heading if first else "", lines),
        message.context(f"<#{shown.channel}> · set up by <@{shown.owner}>"),
        _all_buttons(shown),
    ]
    return message.whole(f"{first or heading}: {'; '.join(lines)}", blocks)


def _calm(shown: Digest) -> str:
    """What comes when nothing moved, where that is not as usual."""
    phrase = PHRASES[shown.when_calm]
    return f", {phrase}" if phrase else ""


def _next(shown: Digest, now: datetime, calendar: Calendar) -> Iterator[str]:
    if shown.paused is not None:
        yield f"paused: {shown.paused}"
        return
    yield "next:"
    for one in upcoming(shown.cadence, calendar, now, 5):
        yield f"  {fated(shown, one)}"


def fated(shown: Digest, one: Fate) -> str:
    """What becomes of a slot that is still to come."""
    slot = shown.cadence.slot_name(one.slot)
    if one.at is None:
        return f"{slot}: skipped ({one.why})"
    if one.at != one.slot:
        return f"{slot}: comes {shown.cadence.slot_name(one.at)} ({one.why})"
    return slot


def _coming(shown: Digest, calendar: Calendar, now: datetime) -> str:
    return shown.cadence.slot_name(comes_next(shown.cadence, calendar, now))


def _all_buttons(shown: Digest) -> Block:
    turned = "resume" if shown.paused is not None else "pause"
    buttons = [
        Button(f"digest:{deed}:{shown.id}", _LABELS[deed], f"{deed} {shown.id}")
        for deed in (turned, "now", "preview", "history")
    ]
    delete = Button(
        f"digest:delete:{shown.id}", "Delete", f"delete {shown.id}", _whether_to_delete(shown)
    )
    return message.actions(f"digest-{shown.id}", [edit_button(str(shown.id)), *buttons, delete])


def _whether_to_delete(shown: Digest) -> Question:
    return Question(
        title="Delete this digest?",
        text=f"{title(shown)} will not come again. Pause lets it rest instead.",
        yes="Delete",
        no="Keep it",
    )


_LABELS: Final = {
    "pause": "Pause",
    "resume": "Resume",
    "now": "Send now",
    "preview": "Preview",
    "history": "History",
}


def listed(
    digests: Iterable[Digest],
    now: datetime,
    calendar_of: Callable[[Digest], Calendar] = lambda _: NO_DAYS_OFF,
) -> Message:
    """All digests, a line each."""
    lines = [_line(one, now, calendar_of(one)) for one in digests]
    button = message.actions("digest-new", [new_button()])
    if not lines:
        line = "Set one up here, or type: /drumbeat digest add deploys 30d every monday 09:00"
        said = message.sentence("There are no digests here yet.", line)
        return Message(said.text, (*said.blocks, button))
    shown = [message.rich("Digests", "", lines), message.context(_HOW), button]
    return message.whole(f"{len(lines)} digests", shown)


_HOW: Final = (
    "/drumbeat digest show NUMBER tells more and has buttons · yours, and those of this channel"
)


def _line(one: Digest, now: datetime, calendar: Calendar) -> str:
    coming = f"next {_coming(one, calendar, now)}"
    state = f"paused: {one.paused}" if one.paused is not None else coming
    name = f" “{one.name}”" if one.name else ""
    return f"{one.id}{name} · {', '.join(one.lines)} · {one.cadence.spelled} · {state}"


def history(shown: Digest, deliveries: Iterable[Delivery]) -> Message:
    """What became of the latest slots, the newest first."""
    lines = [_became(shown, one) for one in deliveries] or ["It has not come yet."]
    return message.whole(
        f"{title(shown)}: {lines[0]}", [message.rich(title(shown), "what became of it", lines)]
    )


def _became(shown: Digest, one: Delivery) -> str:
    slot = f"{shown.cadence.slot_name(one.due)}{_postponed(shown, one)}"
    late = one.ended_at - one.due if one.ended_at else timedelta(0)
    lateness = f", {words.length(_rounded(late))} late" if late >= PUNCTUAL else ""
    said = {
        "posted": f"sent{_SENT_AS.get(one.manner or '', '')}{lateness}",
        "quiet": "silent, since nothing moved",
        "skipped": "skipped",
        "refused": "not sent",
        "unsure": "being settled with Slack",
    }.get(one.state, "under way")
    told = one.why if one.state != "posted" or lateness else None
    return f"{slot}: {said}{f' ({told})' if told else ''}"


_SENT_AS: Final = {"line": " as one line, since nothing moved"}
"""How much of it was sent, where that was not all."""


def turned(shown: Digest, said: str, by: str) -> Message:
    """What a channel is told when one of its digests is paused, resumed or deleted."""
    blocks = [message.rich(title(shown), said, ()), message.context(f"by <@{by}>")]
    return message.whole(f"{title(shown)} {said}.", blocks)


def typed(shown: Digest) -> str:
    """The line that would set a digest up."""
    draft = Draft(shown.lines, shown.cadence, shown.channel, shown.when_calm, shown.name)
    return f"/drumbeat digest add {text_of(draft)}"


def retyped(shown: Digest) -> str:
    """The line that would make a digest what it is."""
    return typed(shown).replace("digest add", f"digest edit {shown.id}", 1)


def editing(shown: Digest) -> Message:
    """The line to change and send, for somebody who asked how."""
    return message.with_commands(
        [f"{title(shown)} is set up with this line. Change it and send it again:"], [retyped(shown)]
    )


def usage() -> Message:
    """How digests are set up and looked after."""
    return message.with_commands(
        ["A digest brings charts to a channel in its own rhythm. Type for example:"],
        [
            "/drumbeat digest new",
            "/drumbeat digest add deploys 30d every monday 09:00",
            "/drumbeat digest add deploys 30d, leadtime 30d every weekday 9:30 in #eng",
            "/drumbeat digest add deploys 7d every 1st only when something moved",
            "/drumbeat digest add deploys 7d every day one line when nothing moved",
            "/drumbeat digest preview deploys 30d every monday",
            "/drumbeat digest list",
        ],
        message.lines(_MORE),
    )


_MORE: Final = (
    "The first opens a form; the others need none.",
    (
        "Then, with its number: show 3, edit 3, pause 3, resume 3, preview 3, now 3, history 3, "
        "delete 3."
    ),
    (
        "every day, every weekday, every monday and thursday, every 1st, or cron 0 9 * * 1-5; "
        "in your own time zone, or zone Europe/Berlin."
    ),
)
