"""Each kind of block: what it holds, how much of it, and on which surfaces it may stand.

Source: https://docs.slack.dev/reference/block-kit/blocks, each limit from the page of its block.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal

from bot.local.workspace.blocks.charts import DATA_VISUALIZATION
from bot.local.workspace.blocks.checks import (
    Check,
    at_least_one,
    boolean,
    items,
    one_of,
    only,
    problem,
    string,
    variant,
)
from bot.local.workspace.blocks.elements import (
    ELEMENTS,
    IMAGE,
    IMAGE_FIELDS,
    IMAGE_SOURCE,
    IN_ACTIONS,
    IN_INPUT,
    IN_SECTION,
    kind,
    plain,
    words,
)
from bot.local.workspace.blocks.rich import DATA_TABLE, PLAN, RICH_TEXT, TABLE, TASK_CARD

Surface = Literal["message", "modal", "home"]

_ID: Final[dict[str, Check]] = {"block_id": string(255)}
_TEXTS: Final = {
    "plain_text": words(0),
    "mrkdwn": words(0),
}

_CARD: Final = kind(
    "card",
    {},
    {
        "hero_image": IMAGE,
        "icon": IMAGE,
        "slack_icon": kind("icon", {"name": string(0)}),
        "title": words(150),
        "subtitle": words(150),
        "body": words(200),
        "subtext": words(200),
        "actions": items(variant(only(ELEMENTS, "button"), "element"), 3),
        **_ID,
    },
    at_least_one("hero_image", "title", "actions", "body"),
)


def _collapsible(value: Mapping[str, Any], pointer: str) -> Iterator[str]:
    collapsible = bool(value.get("is_collapsible"))
    if value.get("default_collapsed") and not collapsible:
        yield problem("default_collapsed needs is_collapsible", pointer)
    if value.get("has_header_divider") and collapsible:
        yield problem("has_header_divider is not for what collapses", pointer)


BASIC: Final[dict[str, Check]] = {
    "actions": kind(
        "actions",
        {"elements": items(variant(only(ELEMENTS, *IN_ACTIONS), "element"), 25)},
        _ID,
    ),
    "context": kind(
        "context", {"elements": items(variant({**_TEXTS, "image": IMAGE}, "element"), 10)}, _ID
    ),
    "divider": kind("divider", {}, _ID),
    "file": kind("file", {"external_id": string(0), "source": one_of("remote")}, _ID),
    "header": kind("header", {"text": plain(150)}, _ID),
    "image": kind(
        "image",
        {"alt_text": string(2000)},
        {"title": plain(2000), **IMAGE_FIELDS, **_ID},
        IMAGE_SOURCE,
    ),
    "input": kind(
        "input",
        {"label": plain(2000), "element": variant(only(ELEMENTS, *IN_INPUT), "element")},
        {"hint": plain(2000), "optional": boolean, "dispatch_action": boolean, **_ID},
    ),
    "rich_text": RICH_TEXT,
    "section": kind(
        "section",
        {},
        {
            "text": words(3000),
            "fields": items(words(2000), 10),
            "accessory": variant(only(ELEMENTS, *IN_SECTION), "element"),
            "expand": boolean,
            **_ID,
        },
        at_least_one("text", "fields"),
    ),
    "table": TABLE,
    "video": kind(
        "video",
        {
            "alt_text": string(2000),
            "thumbnail_url": string(3000),
            "video_url": string(3000),
            "title": plain(200),
        },
        {
            "author_name": string(50),
            "description": plain(200),
            "provider_icon_url": string(2000),
            "provider_name": string(50),
            "title_url": string(2000),
            **_ID,
        },
    ),
}
"""The blocks that a container may hold, too."""

KINDS: Final[dict[str, Check]] = {
    **BASIC,
    "alert": kind(
        "alert",
        {"text": words(200)},
        {"level": one_of("default", "info", "warning", "error", "success"), **_ID},
    ),
    "card": _CARD,
    "carousel": kind("carousel", {"elements": items(variant({"card": _CARD}, "element"), 10)}, _ID),
    "container": kind(
        "container",
        {"child_blocks": items(variant(BASIC, "block"), 10)},
        {
            "title": plain(150),
            "rich_text_title": RICH_TEXT,
            "subtitle": words(150),
            "width": one_of("narrow", "standard", "wide", "full"),
            "icon": IMAGE,
            "is_collapsible": boolean,
            "default_collapsed": boolean,
            "has_header_divider": boolean,
            **_ID,
        },
        at_least_one("title", "rich_text_title"),
        _collapsible,
    ),
    "context_actions": kind(
        "context_actions",
        {
            "elements": items(
                variant(only(ELEMENTS, "feedback_buttons", "icon_button"), "element"), 5
            )
        },
        _ID,
    ),
    "data_table": DATA_TABLE,
    "data_visualization": DATA_VISUALIZATION,
    "markdown": kind("markdown", {"text": string(12_000)}, _ID),
    "plan": PLAN,
    "task_card": TASK_CARD,
}

_EVERYWHERE: Final = (
    *("actions", "card", "context", "divider", "header"),
    *("image", "input", "rich_text", "section", "video"),
)
_WIDE: Final = ("carousel", "container", "data_table", "data_visualization", "table")
SURFACES: Final[dict[Surface, frozenset[str]]] = {
    "message": frozenset(
        {*_EVERYWHERE, *_WIDE, "context_actions", "file", "markdown", "plan", "task_card"}
    ),
    "modal": frozenset({*_EVERYWHERE, "alert"}),
    "home": frozenset({*_EVERYWHERE, *_WIDE}),
}
"""Where each kind of block may stand."""
