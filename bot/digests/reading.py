"""What is typed behind `/drumbeat digest add`, read.

    deploys mobile 30d, leadtime mobile every monday 09:00 in #eng

First the charts, each as its own command has it, then the rhythm. The rhythm is the last one, since
`every 1w` in a chart's options is how long a bucket is. Beside it stand, in any order, a channel, a
zone, a name, and what comes when nothing moved. The charts' own options are read when the charts
are asked for.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from bot.catalog import BY_NAME
from bot.digests.beside import PHRASES, Said, read_before, read_behind, when_calm
from bot.digests.cadence import Cadence
from bot.digests.errors import CadenceError, printable
from bot.digests.model import WhenCalm
from bot.digests.rhythms import END, has_days, hidden, last_rhythm
from bot.grammar.errors import listed
from bot.grammar.hints import near
from bot.grammar.tokens import MAX_LINE, straight

MOST_CHARTS: Final = 6


@dataclass(frozen=True, slots=True)
class Draft:
    """A digest as somebody wants it, before anybody has looked whether the charts can be asked for.

    Attributes:
        lines: The charts, each a request line behind the chart's name: `deploys mobile 30d`.
        cadence: How often it comes, and by which clock.
        channel: Slack's id of the channel that was named, or None.
        when_calm: What comes when nothing moved.
        name: What it is called, or None.
    """

    lines: tuple[str, ...]
    cadence: Cadence
    channel: str | None
    when_calm: WhenCalm
    name: str | None


def read(text: str, *, zone: ZoneInfo) -> Draft:
    """Read what was typed.

    Args:
        text: What stood behind `/drumbeat digest add`.
        zone: The zone of the person who typed it.

    Raises:
        CadenceError: If it is no digest.
    """
    line = _line(text)
    rhythm = last_rhythm(line)
    said: Said = {}
    read_behind(line[rhythm.end :], said)
    before = read_before(line[: rhythm.start], said)
    cadence = Cadence(rhythm.cron, said.get("zone", zone.key))
    return Draft(
        lines=_lines(before),
        cadence=cadence,
        channel=said.get("channel"),
        when_calm=when_calm(said),
        name=said.get("name"),
    )


def charts(text: str) -> tuple[str, ...]:
    """Read charts that have no rhythm beside them: one a line, or several as they are typed in one.

    Raises:
        CadenceError: If there are none, too many, or one is no chart.
    """
    return _lines("; ".join(line for line in map(_line, text.splitlines()) if line))


def text_of(draft: Draft) -> str:
    """What can be typed to get the same digest, wherever it is typed."""
    parts = [
        ", ".join(draft.lines),
        draft.cadence.typed,
        f"zone {draft.cadence.zone}",
        f"in <#{draft.channel}>" if draft.channel else "",
        PHRASES[draft.when_calm],
        f'called "{draft.name}"' if draft.name else "",
    ]
    return " ".join(part for part in parts if part)


def _line(text: str) -> str:
    """The text with plain quotation marks and single spaces."""
    if len(text) > MAX_LINE:
        raise CadenceError(f"That is {len(text):,} characters; {MAX_LINE:,} is the most I read.")
    line = " ".join(straight(text).split())
    if line.count('"') % 2:
        raise CadenceError("A quotation mark is opened and never closed.")
    return line


_NAMES: Final = "|".join(BY_NAME)
_CHART: Final = re.compile(rf"/?({_NAMES})(?:[ ,;]+|$)", re.ASCII | re.IGNORECASE)
_BETWEEN_CHARTS: Final = re.compile(
    # The comma in “app web,api” is none of these; a semicolon always is one.
    rf"(?: ?[,;][ ,;]*(?:and )?| and | ?&(?:amp;)? ?)(?=/?(?:{_NAMES}){END})| ?;[ ,;]*",
    re.ASCII | re.IGNORECASE,
)


def _lines(text: str) -> tuple[str, ...]:
    """The charts, each as a line of its own."""
    lines = tuple(_as_line(piece) for piece in _pieces(text))
    if not lines:
        raise CadenceError(f"Which chart should come? Name it first: {listed(tuple(BY_NAME))}.")
    if len(lines) > MOST_CHARTS:
        most = f"{MOST_CHARTS} is the most that one digest brings"
        raise CadenceError(f"That is {len(lines)} charts; {most}.")
    return lines


def _pieces(text: str) -> Iterator[str]:
    start, bounds = 0, [match.span() for match in _BETWEEN_CHARTS.finditer(hidden(text))]
    for end, after in (*bounds, (len(text), len(text))):
        if piece := text[start:end].strip(" ,;"):
            yield piece
        start = after


def _as_line(piece: str) -> str:
    """One chart's request line behind its name, which has no slash and small letters."""
    match = _CHART.match(piece)
    if match is None:
        word = re.split("[ ,;]", piece)[0]
        meant = near(word.removeprefix("/"), BY_NAME)
        hint = f"Did you mean “{meant}”?" if meant else f"There are {listed(tuple(BY_NAME))}."
        raise CadenceError(f"“{printable(word)}” is no chart. {hint}")
    rest = piece[match.end() :]
    if "<#" in hidden(rest):
        raise CadenceError("A digest comes to one channel: name it once, beside the rhythm.")
    if has_days(rest):
        raise CadenceError(
            "All charts of a digest come at once: it has one rhythm, and no chart its own."
        )
    return f"{match[1].lower()} {rest}".rstrip()
