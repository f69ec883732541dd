"""Blocks taken together: what no single block can tell, and what Slack adds to accepted ones.

Source: https://docs.slack.dev/reference/block-kit/blocks
"""

import copy
from collections.abc import Callable, Iterable, Iterator
from itertools import count
from typing import Any, Final

from bot.local.workspace.blocks.checks import Check, items, only, problem, variant
from bot.local.workspace.blocks.kinds import KINDS, SURFACES, Surface

Json = dict[str, Any]
FileCheck = Callable[[Json], bool]
"""Says of a `slack_file` object whether it names a picture that can be shown now."""

_MOST: Final[dict[Surface, int]] = {"message": 50, "modal": 100, "home": 100}
_MOST_MARKDOWN: Final = 12_000
_AT_MOST: Final = {"table": 1, "data_visualization": 2}
"""How many blocks of a kind one message may have."""
_CHECKS: Final[dict[Surface, Check]] = {
    surface: items(variant(only(KINDS, *sorted(kinds)), "block"), _MOST[surface], 0)
    for surface, kinds in SURFACES.items()
}


def problems(blocks: object, surface: Surface, file_is_ready: FileCheck, at: str) -> list[str]:
    """All that Slack finds wrong with blocks.

    Args:
        blocks: What an app sent.
        surface: Where they are to be shown.
        file_is_ready: Looks at the files they show.
        at: The pointer to them, such as `/blocks`.

    Returns:
        Sentences with pointers; none if the blocks are fine.
    """
    found = list(_CHECKS[surface](blocks, at))
    if found or not isinstance(blocks, list):
        return found
    return [
        *_twice((block for block in _pointed(blocks, at) if "block_id" in block[0]), "block_id"),
        *_actions_twice(blocks, at),
        *_files(blocks, at, file_is_ready),
        *(_crowded(blocks, at) if surface == "message" else ()),
    ]


def _pointed(blocks: list[Json], at: str) -> Iterator[tuple[Json, str]]:
    return ((block, f"{at}/{index}") for index, block in enumerate(blocks))


def _twice(pointed: Iterable[tuple[Json, str]], key: str) -> Iterator[str]:
    seen: set[str] = set()
    for item, pointer in pointed:
        name = item.get(key)
        if name is None:
            continue
        if name in seen:
            yield problem(f"`{key}` {name} already exists", f"{pointer}/{key}")
        seen.add(name)


def _actions_twice(blocks: list[Json], at: str) -> Iterator[str]:
    for block, pointer in _pointed(blocks, at):
        yield from _twice(_pointed(block.get("elements") or [], f"{pointer}/elements"), "action_id")


def _files(value: object, at: str, is_ready: FileCheck) -> Iterator[str]:
    if isinstance(value, dict):
        for name, item in value.items():
            if name == "slack_file" and not is_ready(item):
                yield problem("invalid slack file", f"{at}/{name}")
            yield from _files(item, f"{at}/{name}", is_ready)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _files(item, f"{at}/{index}", is_ready)


def _crowded(blocks: list[Json], at: str) -> Iterator[str]:
    for kind, most in _AT_MOST.items():
        if sum(block["type"] == kind for block in blocks) > most:
            yield problem(f"no more than {most} {kind} blocks allowed", at)
    if sum(len(block["text"]) for block in blocks if block["type"] == "markdown") > _MOST_MARKDOWN:
        yield problem(f"markdown must be less than {_MOST_MARKDOWN + 1} characters in all", at)


# -- what Slack adds --------------------------------------------------------------------------

_INTERACTIVE: Final = ("elements", "accessory", "element", "actions")
_NO_ACTION: Final = frozenset({"image", "plain_text", "mrkdwn", "card"})


def with_ids(blocks: Iterable[Json]) -> tuple[Json, ...]:
    """Checked blocks with a `block_id` and `action_id` where the app gave none.

    Both are only unique within one message or view, so they are simply numbered.
    """
    numbers = count(1)
    named = copy.deepcopy(list(blocks))
    for block in named:
        _name_block(block, numbers)
    return tuple(named)


def _name_block(block: Json, numbers: "count[int]") -> None:
    block.setdefault("block_id", f"b{next(numbers)}")
    for child in block.get("child_blocks") or ():
        _name_block(child, numbers)
    if block["type"] == "rich_text":
        return
    for element in elements(block):
        if element["type"] == "card":
            _name_block(element, numbers)
        elif element["type"] not in _NO_ACTION:
            element.setdefault("action_id", f"a{next(numbers)}")


def elements(block: Json) -> Iterator[Json]:
    """The elements that stand directly in a block."""
    for field in _INTERACTIVE:
        held = block.get(field) or ()
        yield from (held,) if isinstance(held, dict) else held


def find(blocks: Iterable[Json], block_id: str, action_id: str) -> Json | None:
    """The element that somebody used, wherever it stands in the blocks."""
    for block in blocks:
        inner = [*(block.get("child_blocks") or ()), *_cards(block)]
        if inner and (found := find(inner, block_id, action_id)):
            return found
        if block["block_id"] == block_id:
            for element in elements(block):
                if element.get("action_id") == action_id:
                    return element
    return None


def _cards(block: Json) -> list[Json]:
    return block["elements"] if block["type"] == "carousel" else []
