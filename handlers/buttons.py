"""The buttons below a chart: each carries the line that it asks, so an old one still asks it.

A button's value is a request line with its chart's name before it, in the grammar that people type
and the README promises. Whatever version of Drumbeat posted it, the one that is running reads it,
or says what to type instead. Nothing is kept for a button anywhere.

Source: https://docs.slack.dev/reference/block-kit/block-elements/button-element
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

from bot.catalog import NOTHING, Name
from bot.earlier import AGO
from bot.query import MAX_POINTS
from bot.request import Request
from bot.times import parse_span

Block = dict[str, Any]
View = Literal["chart", "table"]
Deed = Literal["chart", "table", "csv"]
_RANGES: Final = ("7d", "30d", "90d")
_MOST_LETTERS: Final = 2_000
"""What a button may carry."""
_OWNER: Final = re.compile(r"asked-by-(?P<user>[A-Z0-9]{2,20})", re.ASCII)
_CSV: Final = re.compile(r"(?P<digest>[0-9a-f]{12}) (?P<line>.+)", re.ASCII | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a button asks for.

    Attributes:
        deed: Show a chart, show a table, or give a file.
        line: A request line with its chart's name before it.
        digest: Of the file that was drawn, where one is asked for.
    """

    deed: Deed
    line: str
    digest: str = ""


def buttons(request: Request, *, view: View, owner: str, digest: str | None) -> Block | None:
    """The row of buttons; None where the line is too long for any button to carry.

    Args:
        request: What the message shows.
        view: How it shows it.
        owner: Who asked for it first.
        digest: Of the file of its numbers; None where there are no numbers.
    """
    elements = [
        one for one in _elements(request, view, digest) if len(one["value"]) <= _MOST_LETTERS
    ]
    if not elements:
        return None
    return {"type": "actions", "block_id": f"asked-by-{owner}", "elements": elements}


def _elements(request: Request, view: View, digest: str | None) -> Iterator[Block]:
    yield from _ranges(request, view)
    yield from _groups(request, view)
    yield _button(f"{view}:again", "Refresh", _line(request, request.line))
    if digest is None:
        return
    if view == "chart":
        yield _button("table:show", "Table", _line(request, request.line))
    else:
        yield _button("chart:show", "Chart", _line(request, request.line))
    yield _button("csv:give", "CSV", f"{digest} {_line(request, request.pinned)}")


def _ranges(request: Request, view: View) -> Iterator[Block]:
    """How far back, the one that is shown marked."""
    if not request.kind.has_time:
        return
    said = dict(request.said)
    for span in _RANGES:
        changes: dict[Name, str | None] = {
            "from": span,
            "to": None,
            "vs": _still(said.get("vs"), span),
        }
        if not _fits(request, span):
            changes |= {"bucketType": None, "bucketMs": None}
        line = request.changed(changes)
        label = f"✓ {span}" if line == request.line else span
        yield _button(f"{view}:{span}", label, _line(request, line))


def _fits(request: Request, span: str) -> bool:
    """Whether a range is cut by the same buckets: into two at least, and no more than is drawn."""
    length = parse_span(span)
    return request.window is not None and (
        2 * request.window.bucket_length <= length
        and length // request.window.bucket_length + 2 <= MAX_POINTS
    )


def _still(beginning: str | None, span: str) -> str | None:
    """What another range is held against: `last month` goes with it while it is before all of it.

    A beginning that somebody named belongs to the range that it was named for.
    """
    back = AGO.get(beginning or "")
    return beginning if back and parse_span(span) <= back.most else None


def _groups(request: Request, view: View) -> Iterator[Block]:
    """Every other way to group, and not to; what is compared stands apart already."""
    kind, current = request.kind, request.query.group_by
    for group in kind.group_by:
        if group not in {current, request.compared}:
            line = request.changed({"groupBy": group})
            yield _button(f"{view}:by-{group}", f"By {group}", _line(request, line))
    if current and kind.groupless:
        line = request.changed({"groupBy": NOTHING if kind.usual_group else None})
        yield _button(f"{view}:by-nothing", "All together", _line(request, line))


def _line(request: Request, line: str) -> str:
    return f"{request.kind.name} {line}".strip()


def _button(action: str, label: str, value: str) -> Block:
    return {
        "type": "button",
        "action_id": action,
        "text": {"type": "plain_text", "text": label, "emoji": False},
        "value": value,
    }


# -- read back --------------------------------------------------------------------------------


def wish(action: str, value: str) -> Wish | None:
    """What a button asks for; None for one that no version that we know of has made."""
    match action.partition(":")[0]:
        case "chart":
            return Wish("chart", value)
        case "table":
            return Wish("table", value)
        case "csv":
            found = _CSV.fullmatch(value)
            return Wish("csv", found["line"], found["digest"]) if found else None
        case _:
            return None


def owner_of(block: str) -> str | None:
    """Who asked for a message first, as its row of buttons says."""
    found = _OWNER.fullmatch(block)
    return found["user"] if found else None
