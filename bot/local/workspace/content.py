"""What an app wants a message to show: text, blocks, attachments, metadata.

Sources: https://docs.slack.dev/reference/methods/chat.postMessage and
https://docs.slack.dev/messaging/message-metadata
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from bot.local.workspace.arguments import Arguments
from bot.local.workspace.blocks.whole import FileCheck, problems, with_ids
from bot.local.workspace.model import Content, Json, Message
from bot.local.workspace.refusals import Refusal, explained

_MOST_TEXT: Final = 40_000
"""Slack cuts longer text of a new message off here."""
_MOST_UPDATED_TEXT: Final = 4_000
_MOST_MARKDOWN: Final = 12_000
_MOST_ATTACHMENTS: Final = 100
_MOST_METADATA: Final = 16_000


def read_content(args: Arguments, file_is_ready: FileCheck) -> Content:
    """Check what a message is to show.

    Raises:
        Refusal: As Slack refuses it: `no_text`, `invalid_blocks` and the like.
    """
    blocks = read_blocks(args.json("blocks", "invalid_blocks_format"), file_is_ready)
    attachments = _attachments(args.json("attachments", "invalid_attachments"), file_is_ready)
    text = _text(args, blocks)
    if not (text or blocks or attachments):
        raise Refusal("no_text")
    return Content(text[:_MOST_TEXT], blocks, attachments, _metadata(args))


def read_update(args: Arguments, message: Message, file_is_ready: FileCheck) -> Content:
    """Check what a message is to show from now on.

    What is left out stays, but for the blocks: new text without blocks takes their place.

    Raises:
        Refusal: As Slack refuses it: `msg_too_long`, `block_mismatch` and the like.

    Source: https://docs.slack.dev/reference/methods/chat.update
    """
    if len(args.text("text")) > _MOST_UPDATED_TEXT:
        raise Refusal("msg_too_long")
    if not any(map(args.has, ("text", "markdown_text", "blocks", "attachments", "file_ids"))):
        raise Refusal("no_text")
    blocks = args.json("blocks", "invalid_blocks_format")
    attachments = args.json("attachments", "invalid_attachments")
    kept = () if args.has("text") or args.has("markdown_text") else message.blocks
    new = Content(
        _text(args, blocks) or message.text,
        kept if blocks is None else read_blocks(blocks, file_is_ready),
        message.attachments if attachments is None else _attachments(attachments, file_is_ready),
        message.metadata if not args.has("metadata") else _metadata(args),
    )
    if new.blocks and _is_rich(message.blocks) and not _is_rich(new.blocks):
        raise Refusal("block_mismatch")
    return new


def _is_rich(blocks: tuple[Json, ...]) -> bool:
    return any(block["type"] == "rich_text" for block in blocks)


def _text(args: Arguments, blocks: object) -> str:
    if not args.has("markdown_text"):
        return args.text("text")
    if args.has("text") or blocks:
        raise Refusal("markdown_text_conflict")
    if len(args.text("markdown_text")) > _MOST_MARKDOWN:
        raise Refusal("msg_too_long")
    return args.text("markdown_text")


def read_blocks(given: object, file_is_ready: FileCheck) -> tuple[Json, ...]:
    """Check the blocks of a message.

    Raises:
        Refusal: `invalid_blocks`, with what is wrong and where.
    """
    if given is None:
        return ()
    if not isinstance(given, list):
        raise Refusal("invalid_blocks_format")
    found = problems(given, "message", file_is_ready, "/blocks")
    if found:
        raise explained("invalid_blocks", found)
    return with_ids(given)


def _attachments(given: object, file_is_ready: FileCheck) -> tuple[Json, ...]:
    if given is None:
        return ()
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        raise Refusal("invalid_attachments")
    if len(given) > _MOST_ATTACHMENTS:
        raise Refusal("too_many_attachments")
    found = list(_in_attachments(given, file_is_ready))
    if found:
        raise explained("invalid_blocks", found)
    return tuple(
        {**one, "blocks": list(with_ids(one["blocks"]))} if one.get("blocks") else one
        for one in given
    )


def _in_attachments(given: list[Mapping[str, Any]], file_is_ready: FileCheck) -> Iterator[str]:
    for index, one in enumerate(given):
        if one.get("blocks") is not None:
            at = f"/attachments/{index}/blocks"
            yield from problems(one["blocks"], "message", file_is_ready, at)


def _metadata(args: Arguments) -> Json | None:
    given = args.json("metadata", "invalid_metadata_format")
    if given is None or given == {}:  # an empty object takes away what was there
        return None
    if not isinstance(given, dict) or not isinstance(given.get("event_type"), str):
        raise Refusal("invalid_metadata_format")
    if not given["event_type"] or not isinstance(given.get("event_payload"), dict):
        raise Refusal("invalid_metadata_format")
    if given.keys() - {"event_type", "event_payload"}:
        raise Refusal("invalid_metadata_schema")
    if len(json.dumps(given)) > _MOST_METADATA:
        raise Refusal("metadata_too_large")
    return given
