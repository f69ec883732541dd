"""Rich text, and the tables and task lists that may hold it.

Source: https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from bot.local.workspace.blocks.checks import (
    Check,
    Rule,
    boolean,
    items,
    number,
    one_of,
    problem,
    record,
    string,
    unique,
    variant,
)
from bot.local.workspace.blocks.elements import kind

_MOST_RUNS: Final = 10_000
"""Slack names no limit for the parts of a text; this one keeps a check from taking for ever."""
_STYLE: Final[dict[str, Check]] = {
    "style": record(
        {},
        dict.fromkeys(
            (
                *("bold", "italic", "strike", "code", "underline"),
                *("highlight", "client_highlight", "unlink"),
            ),
            boolean,
        ),
    )
}
_NAME: Final = string(0)

_RUNS: Final[dict[str, Check]] = {
    "text": kind("text", {"text": _NAME}, _STYLE),
    "link": kind("link", {"url": _NAME}, {"text": _NAME, "unsafe": boolean, **_STYLE}),
    "emoji": kind(
        "emoji",
        {"name": _NAME},
        {
            "unicode": _NAME,
            "url": _NAME,
            "skin_tone": number(1, 6, whole=True),
            "display_name": _NAME,
            **_STYLE,
        },
    ),
    "user": kind("user", {"user_id": _NAME}, _STYLE),
    "usergroup": kind("usergroup", {"usergroup_id": _NAME}, _STYLE),
    "channel": kind("channel", {"channel_id": _NAME}, _STYLE),
    "team": kind("team", {"team_id": _NAME}, _STYLE),
    "broadcast": kind("broadcast", {"range": one_of("here", "channel", "everyone")}, _STYLE),
    "color": kind("color", {"value": _NAME}, _STYLE),
    "date": kind(
        "date",
        {"timestamp": number(whole=True), "format": _NAME},
        {"url": _NAME, "fallback": _NAME, **_STYLE},
    ),
}
_PARTS: Final = items(variant(_RUNS), _MOST_RUNS, 0)
_BORDER: Final[dict[str, Check]] = {"border": number(0, 1, whole=True)}
_SECTION: Final = kind("rich_text_section", {"elements": _PARTS})
_LIST: Final = kind(
    "rich_text_list",
    {
        "style": one_of("bullet", "ordered"),
        "elements": items(variant({"rich_text_section": _SECTION}), _MOST_RUNS),
    },
    {"indent": number(0, 8, whole=True), "offset": number(0, whole=True), **_BORDER},
)
_RICH: Final[dict[str, Check]] = {
    "rich_text_section": _SECTION,
    "rich_text_list": _LIST,
    "rich_text_quote": kind("rich_text_quote", {"elements": _PARTS}, _BORDER),
    "rich_text_preformatted": kind(
        "rich_text_preformatted", {"elements": _PARTS}, {**_BORDER, "language": _NAME}
    ),
}
_ID: Final[dict[str, Check]] = {"block_id": string(255)}

RICH_TEXT: Final = kind("rich_text", {"elements": items(variant(_RICH), 1_000)}, _ID)

# -- tables -----------------------------------------------------------------------------------

_RAW: Final[dict[str, Check]] = {
    "raw_text": kind("raw_text", {"text": _NAME}),
    "raw_number": kind("raw_number", {"value": number()}, {"text": _NAME}),
}
_CELL: Final = variant({**_RAW, "rich_text": RICH_TEXT})
_HEADER_CELL: Final = variant(_RAW, "type of a header cell")
_COLUMN: Final = record({}, {"align": one_of("left", "center", "right"), "is_wrapped": boolean})


def _count(value: object) -> int:
    """How many characters all texts in some JSON have."""
    if isinstance(value, dict):
        own = sum(len(v) for k, v in value.items() if k == "text" and isinstance(v, str))
        return own + sum(map(_count, value.values()))
    return sum(map(_count, value)) if isinstance(value, list) else 0


def _at_most(characters: int) -> Rule:
    def rule(value: Mapping[str, Any], pointer: str) -> Iterator[str]:
        if _count(value["rows"]) > characters:
            yield problem(f"must be less than {characters + 1} characters", f"{pointer}/rows")

    return rule


def _even(value: Mapping[str, Any], pointer: str) -> Iterator[str]:
    if len({len(row) for row in value["rows"]}) > 1:
        yield problem("all rows must have the same number of columns", f"{pointer}/rows")


def _plain_header(value: Mapping[str, Any], pointer: str) -> Iterator[str]:
    for index, cell in enumerate(value["rows"][0]):
        yield from _HEADER_CELL(cell, f"{pointer}/rows/0/{index}")


def _has_header_column(value: Mapping[str, Any], pointer: str) -> Iterator[str]:
    if value.get("row_header_column_index", 0) >= len(value["rows"][0]):
        yield problem("there is no such column", f"{pointer}/row_header_column_index")


TABLE: Final = kind(
    "table",
    {"rows": items(items(_CELL, 20), 100)},
    {"column_settings": items(_COLUMN, 20), **_ID},
    _at_most(10_000),
)
DATA_TABLE: Final = kind(
    "data_table",
    {"caption": _NAME, "rows": items(items(_CELL, 20), 201, 2)},
    {
        "page_size": number(1, 100, whole=True),
        "row_header_column_index": number(0, whole=True),
        **_ID,
    },
    _even,
    _plain_header,
    _has_header_column,
    _at_most(20_000),
)

# -- tasks ------------------------------------------------------------------------------------

_SOURCE: Final = kind("url", {"url": _NAME, "text": _NAME})
_TASK: Final[dict[str, Check]] = {"task_id": _NAME, "title": _NAME}
_TASK_REST: Final[dict[str, Check]] = {
    "details": RICH_TEXT,
    "output": RICH_TEXT,
    "sources": items(_SOURCE, 100, 0),
}
_DONE: Final = ("in_progress", "complete", "error")
TASK_CARD: Final = kind("task_card", {**_TASK, "status": one_of(*_DONE)}, {**_TASK_REST, **_ID})
PLAN: Final = kind(
    "plan",
    {
        "title": _NAME,
        "tasks": items(record({**_TASK, "status": one_of("pending", *_DONE)}, _TASK_REST), 50, 0),
    },
    _ID,
    unique("tasks", "task_id"),
)
