"""`chat.*`: messages of the app.

Source: https://docs.slack.dev/reference/methods/chat.postMessage and the pages beside it.
"""

from dataclasses import replace

from bot.local.workspace.content import read_content, read_update
from bot.local.workspace.methods.calling import Called
from bot.local.workspace.model import Channel, Json, Message
from bot.local.workspace.refusals import Refusal


def post_message(called: Called) -> Json:
    """`chat.postMessage`."""
    workspace, args = called.workspace, called.args
    channel = called.open_channel()
    content = read_content(args, workspace.files.can_show)
    thread = called.thread(channel)
    workspace.limits.message(channel.id)
    name = args.text("username") if "chat:write.customize" in called.scopes else ""
    message = workspace.board.post(
        channel, content, thread_ts=thread, broadcast=args.flag("reply_broadcast"), name=name
    )
    shown = workspace.rendering.message(message)
    return {"channel": channel.id, "ts": message.ts, "message": shown}


def update(called: Called) -> Json:
    """`chat.update`."""
    workspace, args = called.workspace, called.args
    channel = called.channel()
    message = _own(called, channel, "cant_update_message")
    content = read_update(args, message, workspace.files.can_show)
    files = _added_files(called)
    message = workspace.board.edit(message, replace(content, files=files), mark=not content.blocks)
    workspace.files.share(message, files)
    shown = workspace.rendering.message(message)
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": shown}


def _added_files(called: Called) -> tuple[str, ...]:
    """The files that are to be added; Slack takes a list or ids with commas between them."""
    ids = called.args.ids("file_ids")
    if not all(map(called.workspace.files.there, ids)):
        raise Refusal("file_not_found")
    return tuple(ids)


def _own(called: Called, channel: Channel, refusal: str) -> Message:
    message = called.message(channel, called.args.needed("ts"))
    if not message.by_app:
        raise Refusal(refusal)
    return message


def delete(called: Called) -> Json:
    """`chat.delete`."""
    channel = called.channel()
    message = _own(called, channel, "cant_delete_message")
    called.workspace.board.remove(message)
    return {"channel": channel.id, "ts": message.ts}


def post_ephemeral(called: Called) -> Json:
    """`chat.postEphemeral`: both the app and the person must be in the channel."""
    workspace, args = called.workspace, called.args
    channel = called.channel()
    if called.app not in channel.members:
        raise Refusal("not_in_channel")
    person = args.needed("user")
    if person not in channel.members:
        raise Refusal("user_not_in_channel")
    content = read_content(args, workspace.files.can_show)
    message = workspace.board.whisper(person, channel, content, called.thread(channel))
    return {"message_ts": message.ts}


def get_permalink(called: Called) -> Json:
    """`chat.getPermalink`."""
    channel = called.channel()
    message = called.message(channel, called.args.needed("message_ts"))
    base = called.workspace.rendering.base
    link = f"{base}/archives/{channel.id}/p{message.ts.replace('.', '')}"
    return {"channel": channel.id, "permalink": link}
