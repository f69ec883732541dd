"""`files.*`: the steps of an upload that are methods.

Source: https://docs.slack.dev/reference/methods/files.completeUploadExternal and those beside it.
"""

from collections.abc import Mapping
from typing import Any, Final

from bot.local.workspace.content import read_blocks
from bot.local.workspace.methods.calling import Called
from bot.local.workspace.model import Channel, Content, File, Json, Message
from bot.local.workspace.refusals import Refusal

_MOST_ALT_TEXT: Final = 1_000
MOST_BYTES: Final = 64 * 1024 * 1024
"""Files are held in memory here, so less is taken than Slack's gigabyte."""


def get_upload_url(called: Called) -> Json:
    """`files.getUploadURLExternal`."""
    args = called.args
    if not args.has("filename") or not args.whole("length", 0):
        raise Refusal("missing_argument")
    length = args.whole("length", 0)
    if length > MOST_BYTES:
        raise Refusal("file_upload_size_restricted")
    if len(args.text("alt_txt")) > _MOST_ALT_TEXT:
        raise Refusal("alt_txt_too_large")
    described = args.has("alt_txt")
    files, base = called.workspace.files, called.workspace.rendering.base
    file, ticket = files.ask(args.text("filename"), length, described=described)
    return {"upload_url": f"{base}/upload/{ticket}", "file_id": file}


def complete_upload(called: Called) -> Json:
    """`files.completeUploadExternal`: the files exist from now on, and are ready in a moment."""
    workspace = called.workspace
    given = _given(called)
    places = _places(called)
    blocks = read_blocks(
        called.args.json("blocks", "invalid_blocks_format"), workspace.files.can_show
    )
    thread = called.thread(places[0]) if len(places) == 1 else None
    files = [workspace.files.complete(file, title) for file, title in given]
    comment = called.args.text("initial_comment")

    def share(ids: list[str]) -> list[Message]:
        content = Content(comment, () if comment else blocks, files=tuple(ids))
        return [workspace.board.post(place, content, thread_ts=thread) for place in places]

    workspace.spawn(workspace.files.settle([file.id for file in files], share))
    return {"files": [workspace.rendering.file(file) for file in files]}


def _given(called: Called) -> list[tuple[File, str]]:
    """The files of a call with their titles; each must have been uploaded."""
    given = called.args.json("files", "invalid_arguments")
    if not isinstance(given, list) or not given:
        raise Refusal("invalid_arguments")
    return [_uploaded(called, one) for one in given]


def _uploaded(called: Called, one: object) -> tuple[File, str]:
    if not isinstance(one, Mapping):
        raise Refusal("invalid_arguments")
    file = called.workspace.store.files.get(str(one.get("id")))
    if file is None or file.content is None or file.completed:
        raise Refusal("file_not_found")
    return file, str(one.get("title") or "")


def _places(called: Called) -> list[Channel]:
    """Where the files are to be shared; `chat:write.public` does not help here."""
    args = called.args
    names = [args.text("channel_id")] if args.has("channel_id") else args.listed("channels")
    channels = [_place(called, name) for name in names]
    if len(channels) > 1 and args.has("thread_ts"):
        raise Refusal("invalid_arguments")
    return channels


def _place(called: Called, name: str) -> Channel:
    known = called.workspace.store.channels.get(name)
    if name in called.workspace.store.people:
        known = called.workspace.store.direct(name)
    if known is None or (known.is_private and called.app not in known.members):
        raise Refusal("channel_not_found")
    if called.app not in known.members:
        raise Refusal("not_in_channel")
    return known


def info(called: Called) -> Json:
    """`files.info`."""
    file = _file(called)
    paging: dict[str, Any] = {"count": 100, "total": 0, "page": 1, "pages": 0}
    return {
        "file": called.workspace.rendering.file(file),
        "comments": [],
        "paging": paging,
        "response_metadata": {"next_cursor": ""},
    }


def delete(called: Called) -> Json:
    """`files.delete`: the file goes from all messages, too."""
    file = _file(called)
    del called.workspace.store.files[file.id]
    for channel, ts in file.shares:
        message = called.workspace.store.message(channel, ts)
        if message:
            called.workspace.board.change(message)
    return {}


def _file(called: Called) -> File:
    file = called.workspace.files.there(called.args.needed("file"))
    if file is None:
        raise Refusal("file_not_found")
    return file
