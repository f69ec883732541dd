"""What forms are made of: fields with a label, and what may be chosen in them.

Source: https://docs.slack.dev/reference/block-kit/blocks/input-block
"""

from typing import Any

from handlers.message import Block, plain


def field(name: str, label: str, element: dict[str, Any], *, hint: str = "") -> Block:
    """A field of a form, which is also told by its name."""
    return {
        "type": "input",
        "block_id": name,
        "label": plain(label),
        "element": {**element, "action_id": name},
        **({"hint": plain(hint)} if hint else {}),
    }


def option(label: str, value: str) -> Block:
    """Something that may be chosen."""
    return {"text": plain(label), "value": value}


def begins(name: str, value: object) -> dict[str, Any]:
    """What a field begins with; Slack refuses one that begins with nothing."""
    return {name: value} if value else {}
