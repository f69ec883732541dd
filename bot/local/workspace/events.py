"""Events: what the app is told of without being asked, and told again if it does not listen.

Source: https://docs.slack.dev/apis/events-api
"""

from typing import Final

from bot.local.workspace.delivery import Envelope, Retry, Undelivered
from bot.local.workspace.model import Channel, Json, Message
from bot.local.workspace.workspace import Workspace

_RETRIES_AFTER: Final = (0.0, 60.0, 300.0)
"""Seconds: "nearly immediately, after 1 minute, after 5 minutes"."""
_MESSAGE_EVENTS: Final = {
    "channels": ("message.channels", "channel"),
    "groups": ("message.groups", "group"),
    "im": ("message.im", "im"),
}


def tell_of_message(workspace: Workspace, message: Message, channel: Channel) -> None:
    """Tell the app what a person said, where it is a member and has subscribed to it."""
    if workspace.identity.user not in channel.members:
        return
    said = {**workspace.rendering.message(message), "event_ts": message.ts, "channel": channel.id}
    subscribed = workspace.manifest.events
    name, kind = _MESSAGE_EVENTS[channel.kind]
    if name in subscribed:
        _emit(workspace, {**said, "channel_type": kind})
    mentioned = f"<@{workspace.identity.user}>" in message.text
    if mentioned and "app_mention" in subscribed and not channel.is_im:
        _emit(workspace, {**said, "type": "app_mention"})


def tell_of_home(workspace: Workspace, person: str) -> None:
    """Tell the app that somebody looks at its Home."""
    if "app_home_opened" not in workspace.manifest.events:
        return
    now = workspace.clock.now()
    event: Json = {
        "type": "app_home_opened",
        "user": person,
        "channel": workspace.store.direct(person).id,
        "tab": "home",
        "event_ts": workspace.store.stamps.next(now),
    }
    view = workspace.store.homes.get(person)
    if view:
        event["view"] = workspace.rendering.view(view)
    _emit(workspace, event)


def _emit(workspace: Workspace, event: Json) -> None:
    workspace.spawn(_deliver(workspace, event))


async def _deliver(workspace: Workspace, event: Json) -> None:
    payload = workspace.payloads.event(event, workspace.clock.now())
    failure = await _try(workspace, Envelope("events_api", payload))
    for number, seconds in enumerate(_RETRIES_AFTER, start=1):
        if failure is None:
            return
        await workspace.clock.sleep(seconds)
        again = Envelope("events_api", payload, Retry(number, failure))
        failure = await _try(workspace, again)


async def _try(workspace: Workspace, envelope: Envelope) -> str | None:
    """Send an event once; returns why that failed, in Slack's word for it, or None."""
    try:
        await workspace.transport.send(envelope)
    except Undelivered as problem:
        return problem.reason
    return None
