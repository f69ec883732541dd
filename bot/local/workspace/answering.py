"""What an app answers to a person, in an ack or at a response URL.

Source: https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
"""

from bot.local.workspace.arguments import Arguments
from bot.local.workspace.content import read_content
from bot.local.workspace.exchange import ResponseUrl
from bot.local.workspace.model import Json, Message
from bot.local.workspace.workspace import Workspace


def answer(workspace: Workspace, to: ResponseUrl, body: Json) -> Message | None:
    """Show an answer, to the person alone unless it says `in_channel`.

    Args:
        workspace: Where.
        to: Whom, and which message may be replaced or deleted.
        body: `text`, `blocks`, `response_type`, `replace_original`, `delete_original`, `thread_ts`.

    Returns:
        The message that shows it; None if one was deleted.

    Raises:
        Refusal: If the message is none that Slack shows.
    """
    args = Arguments(body)
    origin = _origin(workspace, to)
    if args.flag("delete_original"):
        if origin:
            workspace.board.remove(origin)
        return None
    content = read_content(args, workspace.files.can_show)
    if args.flag("replace_original") and origin:
        return workspace.board.edit(origin, content)
    channel = workspace.store.channels[to.channel]
    thread = args.text("thread_ts") or (to.origin.thread_ts if to.origin else None)
    if args.text("response_type") == "in_channel":
        return workspace.board.post(channel, content, thread_ts=thread)
    return workspace.board.whisper(to.person, channel, content, thread)


def _origin(workspace: Workspace, to: ResponseUrl) -> Message | None:
    """The message whose button was pressed, if it is still there; never what a person typed."""
    if to.origin is None:
        return None
    find = workspace.store.whisper if to.origin.only_for else workspace.store.message
    return find(to.channel, to.origin.ts)
