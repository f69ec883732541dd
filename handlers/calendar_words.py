"""What is said of a channel's days off."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from bot.calendars.kept import Kept
from bot.calendars.model import Deed, Off
from handlers import message
from handlers.message import Message

_MOST: Final = 40
"""Lines of a list; more is more than anybody reads."""
_SHOWN: Final = timedelta(days=31)
"""How long after it a day off is listed: charts of a month have it shaded."""
_EFFECTS: Final[dict[Deed, str]] = {
    "skip": "digests of these days are skipped",
    "shift": "digests of these days come on the next day that is not off",
}
EXAMPLE: Final = "/drumbeat calendar add 2026-12-24 to 2027-01-02 Christmas skip"


def when(off: Off) -> str:
    """Thu 24 Dec 2026 to Sat 2 Jan 2027."""
    first, last = _day(off.first), _day(off.last)
    return first if first == last else f"{first} to {last}"


def _day(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b %Y}"


def called(off: Off) -> str:
    """What days off are called."""
    return off.name or "Day off"


def added(one: Kept, affected: Iterable[str], *, is_told: bool) -> Message:
    """What somebody is told of days off that they added.

    Args:
        one: What was added.
        affected: What becomes of the slots on them.
        is_told: Whether the channel was told.
    """
    lines = [f"{when(one.off)}: {_EFFECTS[one.off.deed]}.", *affected, _untold(is_told=is_told)]
    told = [line for line in lines if line]
    heading = f"{called(one.off)} is in this channel's calendar (number {one.number})."
    return message.whole(f"{heading} {told[0]}", [message.rich(heading, "", told)])


def deleted(one: Kept, *, is_told: bool) -> Message:
    """What somebody is told of days off that they deleted."""
    return message.sentence(
        f"{called(one.off)} ({when(one.off)}) is not in this channel's calendar any more.",
        f"To have it back: {typed(one.off)}",
        _untold(is_told=is_told),
    )


def _untold(*, is_told: bool) -> str:
    return "" if is_told else "The channel itself could not be told."


def typed(off: Off) -> str:
    """The line that would add days off."""
    days = str(off.first) if off.first == off.last else f"{off.first} to {off.last}"
    name = f' "{off.name}"' if off.name else ""
    return f"/drumbeat calendar add {days}{name} {off.deed}"


def turned(off: Off, said: str, by: str) -> Message:
    """What a channel is told when its calendar changes."""
    lines = [f"{when(off)}: {_EFFECTS[off.deed]}."]
    blocks = [
        message.rich(f"{called(off)} {said}", "", lines),
        message.context(f"by <@{by}> · /drumbeat calendar list"),
    ]
    return message.whole(f"{called(off)} {said}: {when(off)}.", blocks)


def listed(known: Iterable[Kept], today: date) -> Message:
    """The days off of a channel that are to come, and those that charts still show."""
    coming = [one for one in known if one.off.last >= today - _SHOWN]
    if not coming:
        return message.sentence(
            "This channel has no days off. Digests come on every day of their rhythm.",
            f"For example: {EXAMPLE}",
        )
    lines = [_line(one) for one in coming[:_MOST]]
    if len(coming) > _MOST:
        lines.append(f"and {len(coming) - _MOST:,} more")
    blocks = [message.rich("Days off of this channel", "", lines), message.context(_HOW)]
    return message.whole(f"Days off of this channel: {lines[0]}", blocks)


_HOW: Final = "/drumbeat calendar delete NUMBER takes days out · add puts days in"


def _line(one: Kept) -> str:
    source = f" · from {one.source}" if one.source else ""
    name = f" · {one.off.name}" if one.off.name else ""
    return f"{one.number} · {when(one.off)}{name} · {one.off.deed}{source}"


def usage() -> Message:
    """How a channel's calendar is looked after."""
    return message.with_commands(
        ["A channel's calendar says on which days it wants no digest. Type for example:"],
        [
            EXAMPLE,
            "/drumbeat calendar add 2026-12-25 Christmas shift",
            "/drumbeat calendar list",
            "/drumbeat calendar delete 3",
        ],
        message.lines(
            [
                (
                    "skip leaves a digest out, as it is without a word for it; shift lets it come "
                    "at the same time of the next day that is not off."
                ),
                (
                    "Whoever runs Drumbeat can bring in an ICS file: "
                    "drumbeat digests holidays FILE.ics --channel C0123ABCD"
                ),
            ]
        ),
    )
