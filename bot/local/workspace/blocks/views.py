"""Modals and App Homes as Slack accepts them.

Sources: https://docs.slack.dev/reference/views/modal-views and
https://docs.slack.dev/reference/views/home-tab-views
"""

import json
from collections.abc import Iterator
from typing import Any, Final

from bot.local.workspace.blocks.checks import (
    Check,
    anything,
    boolean,
    one_of,
    problem,
    record,
    string,
)
from bot.local.workspace.blocks.elements import plain
from bot.local.workspace.blocks.whole import FileCheck, problems

_ALL: Final[dict[str, Check]] = {
    "callback_id": string(255, 0),
    "private_metadata": string(3000, 0),
    "external_id": string(255, 0),
}
_MODAL: Final = record(
    {"type": one_of("modal"), "title": plain(24), "blocks": anything},
    {
        **_ALL,
        "close": plain(24),
        "submit": plain(24),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
        "submit_disabled": boolean,
    },
)
_HOME: Final = record({"type": one_of("home"), "blocks": anything}, _ALL)

LARGEST: Final = 250_000
"""Bytes of JSON; a larger view is `view_too_large`."""


def view_problems(view: dict[str, Any], file_is_ready: FileCheck, *, home: bool) -> list[str]:
    """All that Slack finds wrong with a view; `home` says where it is to be shown."""
    found = list((_HOME if home else _MODAL)(view, "/view"))
    found += problems(
        view.get("blocks"), "home" if home else "modal", file_is_ready, "/view/blocks"
    )
    return found or ([] if home else list(_unsubmittable(view)))


def too_large(view: dict[str, Any]) -> bool:
    """Whether a view has more bytes than Slack takes."""
    return len(json.dumps(view).encode()) > LARGEST


def _unsubmittable(view: dict[str, Any]) -> Iterator[str]:
    asks = any(block["type"] == "input" for block in view["blocks"])
    if asks and not view.get("submit"):
        yield problem("`submit` must be set when there are input blocks", "/view/submit")
