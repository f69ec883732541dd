"""What is said of digests: the digest itself, its introduction, and what became of its slots."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

from bot import words
from bot.answer import Answer
from bot.digests.ledger import PUNCTUAL
from bot.digests.model import Delivery, Digest
from bot.digests.moved import rank
from bot.digests.reading import Draft, text_of
from handlers import message
from handlers.message import Block, Message

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


class Form(Protocol):
    """How a digest is put into a message."""

    def __call__(
        self,
        shown: Digest,
        delivery: Delivery,
        parts: Iterable[Part],
        now: datetime,
        *,
        repeat: bool,
    ) -> Message:
        """The message; `repeat` says that it may stand in the channel already."""
        ...


def digest(
    shown: Digest, delivery: Delivery, parts: Iterable[Part], now: datetime, *, repeat: bool
) -> Message:
    """The digest: what moved first, then the rest, each with its picture.

    Args:
        shown: The digest.
        delivery: Which of its slots.
        parts: What it shows.
        now: The present.
        repeat: Whether it may stand in the channel already.
    """
    body = _body(parts)
    head = message.headed(title(shown), f"{_when(shown, delivery, now)} · {body.moved}")
    blocks = [head, *body.blocks, _below(shown, repeat=repeat), _buttons(shown)]
    return message.whole(f"{title(shown)}: {body.moved}. {body.first}", blocks)


def short(
    shown: Digest, delivery: Delivery, parts: Iterable[Part], now: datetime, *, repeat: bool
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
    blocks = [told, _below(shown, repeat=repeat), _buttons(shown)]
    return message.whole(f"{title(shown)}: {body.moved}.", blocks)


def preview(shown: Digest, parts: Iterable[Part], now: datetime) -> Message:
    """The digest as it would be now, without buttons, for one person.

    Args:
        shown: The digest; it may be one that nobody keeps yet.
        parts: What it shows.
        now: The present.
    """
    body, when = _body(parts), shown.cadence.slot_name(shown.cadence.next_due(now))
    silent = shown.only_moved and not body.any_moved
    note = "it would not be sent, since nothing moved" if silent else f"next due {when}"
    head = message.headed("Preview", f"{body.moved} · {note}")
    return message.whole(f"Preview: {body.moved}. {body.first}", [head, *body.blocks])


@dataclass(frozen=True, slots=True)
class _Body:
    """Charts in order, and what of them is said first."""

    blocks: list[Block]
    moved: str
    any_moved: bool
    first: str


def _body(parts: Iterable[Part]) -> _Body:
    ordered = sorted(parts, key=lambda part: -part.rank)
    moved = sum(part.rank > 0 for part in ordered)
    unread = sum(part.answer is None for part in ordered)
    said = f"{moved} of {len(ordered)} moved" if moved else "nothing moved"
    if unread:
        said += f", {unread} of {len(ordered)} could not be read"
    return _Body(
        blocks=[block for part in ordered for block in _blocks(part)],
        moved=said,
        any_moved=moved > 0,
        first=next((part.answer.told.summary for part in ordered if part.answer), "No numbers."),
    )


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
    return f"{week} · due {shown.cadence.slot_name(delivery.due)}{lateness}"


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


def _below(shown: Digest, *, repeat: bool) -> Block:
    parts = [f"set up by <@{shown.owner}>", f"/drumbeat digest edit {shown.id}"]
    if repeat:
        parts.append("may stand here twice: Slack did not say whether it took the first")
    return message.context(" · ".join(parts))


def _buttons(shown: Digest) -> Block:
    return message.actions(
        f"digest-{shown.id}",
        [
            (f"digest:pause:{shown.id}", "Pause", f"pause {shown.id}"),
            (f"digest:history:{shown.id}", "History", f"history {shown.id}"),
        ],
    )


# -- about digests ------------------------------------------------------------------------------


def introduction(shown: Digest, now: datetime) -> Message:
    """What the channel is told of a digest that will come to it."""
    lines = [
        f"{', '.join(shown.lines)}, {shown.cadence.spelled} ({shown.cadence.zone}).",
        f"It comes first {shown.cadence.slot_name(shown.cadence.next_due(now))}.",
    ]
    blocks = [
        message.rich(f"A digest for this channel: {title(shown)}", "", lines),
        message.context(
            f"set up by <@{shown.owner}> · change it with /drumbeat digest edit {shown.id}"
        ),
        _buttons(shown),
    ]
    return message.whole(f"A digest for this channel: {title(shown)}. {' '.join(lines)}", blocks)


def described(shown: Digest, now: datetime, first: str) -> Message:
    """What somebody is told of a digest: what, where, when, and its next five slots."""
    lines = [
        *shown.lines,
        f"{shown.cadence.spelled}, {shown.cadence.zone}"
        + (", only when something moved" if shown.only_moved else ""),
        *_next(shown, now),
    ]
    heading = f"{title(shown)} (number {shown.id})"
    blocks = [
        message.rich(first or heading, heading if first else "", lines),
        message.context(f"<#{shown.channel}> · set up by <@{shown.owner}>"),
        _all_buttons(shown),
    ]
    return message.whole(f"{first or heading}: {'; '.join(lines)}", blocks)


def _next(shown: Digest, now: datetime) -> Iterator[str]:
    if shown.paused is not None:
        yield f"paused: {shown.paused}"
        return
    yield "next:"
    for slot in shown.cadence.upcoming(now, 5):
        yield f"  {shown.cadence.slot_name(slot)}"


def _all_buttons(shown: Digest) -> Block:
    turned = "resume" if shown.paused is not None else "pause"
    deeds = (turned, "now", "preview", "history", "delete")
    return message.actions(
        f"digest-{shown.id}",
        [(f"digest:{deed}:{shown.id}", _LABELS[deed], f"{deed} {shown.id}") for deed in deeds],
    )


_LABELS: Final = {
    "pause": "Pause",
    "resume": "Resume",
    "now": "Send now",
    "preview": "Preview",
    "history": "History",
    "delete": "Delete",
}


def listed(digests: Iterable[Digest], now: datetime) -> Message:
    """All digests, a line each."""
    lines = [_line(one, now) for one in digests]
    if not lines:
        return message.sentence(
            "There are no digests yet. Set one up:",
            "/drumbeat digest add deploys 30d every monday 09:00",
        )
    return message.whole(
        f"{len(lines)} digests", [message.rich("Digests", "", lines), message.context(_HOW)]
    )


_HOW: Final = "/drumbeat digest show NUMBER tells more and has buttons"


def _line(one: Digest, now: datetime) -> str:
    state = f"paused: {one.paused}" if one.paused is not None else _first(one, now)
    name = f" “{one.name}”" if one.name else ""
    return f"{one.id}{name} · {', '.join(one.lines)} · {one.cadence.spelled} · {state}"


def _first(one: Digest, now: datetime) -> str:
    return f"next {one.cadence.slot_name(one.next_due or one.cadence.next_due(now))}"


def history(shown: Digest, deliveries: Iterable[Delivery]) -> Message:
    """What became of the latest slots, the newest first."""
    lines = [_became(shown, one) for one in deliveries] or ["It has not come yet."]
    return message.whole(
        f"{title(shown)}: {lines[0]}", [message.rich(title(shown), "what became of it", lines)]
    )


def _became(shown: Digest, one: Delivery) -> str:
    slot = shown.cadence.slot_name(one.due)
    late = one.ended_at - one.due if one.ended_at else timedelta(0)
    lateness = f", {words.length(_rounded(late))} late" if late >= PUNCTUAL else ""
    said = {
        "posted": f"sent{lateness}",
        "quiet": "silent, since nothing moved",
        "skipped": "skipped",
        "refused": "not sent",
        "unsure": "being settled with Slack",
    }.get(one.state, "under way")
    told = one.why if one.state != "posted" or lateness else None
    return f"{slot}: {said}{f' ({told})' if told else ''}"


def turned(shown: Digest, said: str, by: str) -> Message:
    """What a channel is told when one of its digests is paused, resumed or deleted."""
    blocks = [message.rich(title(shown), said, ()), message.context(f"by <@{by}>")]
    return message.whole(f"{title(shown)} {said}.", blocks)


def typed(shown: Digest) -> str:
    """The line that would set a digest up."""
    draft = Draft(shown.lines, shown.cadence, shown.channel, shown.only_moved, shown.name)
    return f"/drumbeat digest add {text_of(draft)}"


def editing(shown: Digest) -> Message:
    """The line to change and send, for somebody who asked how."""
    line = typed(shown).replace("digest add", f"digest edit {shown.id}")
    return message.with_commands(
        [f"{title(shown)} is set up with this line. Change it and send it again:"], [line]
    )


def usage() -> Message:
    """How digests are set up and looked after."""
    return message.with_commands(
        ["A digest brings charts to a channel in its own rhythm. Type for example:"],
        [
            "/drumbeat digest add deploys 30d every monday 09:00",
            "/drumbeat digest add deploys 30d, leadtime 30d every weekday 9:30 in #eng",
            "/drumbeat digest add deploys 7d every 1st only when something moved",
            "/drumbeat digest preview deploys 30d every monday",
            "/drumbeat digest list",
        ],
        message.lines(_MORE),
    )


_MORE: Final = (
    (
        "Then, with its number: show 3, edit 3, pause 3, resume 3, preview 3, now 3, history 3, "
        "delete 3."
    ),
    (
        "every day, every weekday, every monday and thursday, every 1st, or cron 0 9 * * 1-5; "
        "in your own time zone, or zone Europe/Berlin."
    ),
)
