"""`conversations.*`: channels, who is in them, and what was said there.

Source: https://docs.slack.dev/reference/methods/conversations.list and the pages beside it.
"""

from bot.local.workspace.methods.calling import ALL_KINDS, Called, page_of
from bot.local.workspace.model import Channel, Json, Message
from bot.local.workspace.refusals import Refusal


def info(called: Called) -> Json:
    """`conversations.info`."""
    channel = called.channel(scope="read")
    return {"channel": called.workspace.rendering.channel(channel)}


def listed(called: Called) -> Json:
    """`conversations.list`: what there is of the types that are asked for."""
    types = called.args.listed("types") or ["public_channel"]
    kinds = {ALL_KINDS[name] for name in types if name in ALL_KINDS}
    if set(types) - {*ALL_KINDS, "mpim"}:
        raise Refusal("invalid_types")
    for kind in sorted(kinds):
        called.need(f"{kind}:read")
    without_archived = called.args.flag("exclude_archived")
    shown = [
        called.workspace.rendering.channel(channel)
        for channel in called.workspace.store.channels.values()
        if channel.kind in kinds
        and _exists(called, channel)
        and not (without_archived and channel.archived)
    ]
    channels, more = page_of(shown, called)
    return {"channels": channels, "response_metadata": more}


def _exists(called: Called, channel: Channel) -> bool:
    return not channel.is_private or called.app in channel.members


def join(called: Called) -> Json:
    """`conversations.join`: public channels only."""
    channel = called.channel()
    if channel.kind != "channels":
        raise Refusal("method_not_supported_for_channel_type")
    if channel.archived:
        raise Refusal("is_archived")
    already = called.app in channel.members
    channel = called.workspace.board.admit(called.app, channel)
    warning = {"warning": "already_in_channel"} if already else {}
    return {"channel": called.workspace.rendering.channel(channel), **warning}


def members(called: Called) -> Json:
    """`conversations.members`."""
    channel = called.channel(scope="read")
    start, limit = called.args.page()
    end = start + limit
    cursor = str(end) if end < len(channel.members) else ""
    return {
        "members": list(channel.members[start:end]),
        "response_metadata": {"next_cursor": cursor},
    }


def opened(called: Called) -> Json:
    """`conversations.open`: the conversation with one person."""
    store = called.workspace.store
    if called.args.has("channel"):
        channel = called.channel()
    else:
        people = called.args.listed("users")
        if not people:
            raise Refusal("users_list_not_supplied")
        if len(people) > 1 or people[0] not in store.people:
            raise Refusal("user_not_found")
        channel = store.direct(people[0])
    full = called.args.flag("return_im")
    shown = called.workspace.rendering.channel(channel) if full else {"id": channel.id}
    return {"channel": shown, "no_op": True, "already_open": True}


def history(called: Called) -> Json:
    """`conversations.history`: newest first, replies left out."""
    channel = _readable(called)
    messages = called.workspace.store.messages(channel.id)
    top = [one for one in messages if one.thread_ts in (None, one.ts) or one.broadcast]
    return _told(called, top[::-1])


def replies(called: Called) -> Json:
    """`conversations.replies`: a thread, the message it is about first."""
    channel = _readable(called)
    store = called.workspace.store
    parent = store.message(channel.id, called.args.needed("ts"))
    if parent is None:
        raise Refusal("thread_not_found")
    return _told(called, [parent, *store.replies(parent)])


def _readable(called: Called) -> Channel:
    channel = called.channel(scope="history")
    if called.app not in channel.members:
        raise Refusal("not_in_channel")
    return channel


def _told(called: Called, messages: list[Message]) -> Json:
    oldest, latest = called.args.text("oldest"), called.args.text("latest")
    inclusive = called.args.flag("inclusive")

    def inside(ts: str) -> bool:
        if inclusive and ts in (oldest, latest):
            return True
        return (not oldest or float(ts) > float(oldest)) and (
            not latest or float(ts) < float(latest)
        )

    render = called.workspace.rendering.message
    page, more = page_of([render(one) for one in messages if inside(one.ts)], called)
    return {"messages": page, "has_more": bool(more["next_cursor"]), "response_metadata": more}
