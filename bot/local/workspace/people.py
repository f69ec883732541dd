"""What people do in channels: they say something, or type a slash command.

Source: https://docs.slack.dev/interactivity/implementing-slash-commands
"""

import re
from typing import Final

from bot.local.workspace.answering import answer
from bot.local.workspace.delivery import Envelope, Undelivered
from bot.local.workspace.events import tell_of_message
from bot.local.workspace.exchange import ResponseUrl
from bot.local.workspace.manifest import Command
from bot.local.workspace.model import Channel, Json, Person
from bot.local.workspace.refusals import Refusal
from bot.local.workspace.workspace import Workspace

_URL: Final = re.compile(r"https?://[^\s<>|]+")
_MENTION: Final = re.compile(r"(?<![\w<])([@#])([\w.-]+)")

SHOWN: Final = {
    "unknown_command": "{0} is not a valid command. Slack sends only lines that do not start with "
    "a slash as messages; to send this one as it is, put a space before it.",
    "not_supported_in_thread": "{0} is not supported in threads. Sorry!",
    "operation_timeout": "{0} failed with the error “operation_timeout”: the app did not answer "
    "within three seconds.",
    "dispatch_failed": "{0} failed with the error “dispatch_failed”: the app is not connected or "
    "did not take it.",
    "no_such_member": "{0} is nobody who can be invited here; only the app is. Type /invite {1}.",
    "invalid_blocks": "{0} was answered with something that cannot be shown.",
}
"""What a person reads when something does not reach the app: `{0}` is what they used, `{1}` what
they may have meant."""


def failed(code: str, what: str, meant: str = "") -> Json:
    """What the page is told of something that did not work."""
    return {
        "ok": False,
        "error": code,
        "shown": SHOWN.get(code, "{0} failed: " + code).format(what, meant),
    }


async def say(
    workspace: Workspace, person: Person, channel: Channel, text: str, thread: str | None
) -> Json:
    """Let a person send what they typed.

    Returns:
        As the control interface answers; of a command with the milliseconds until its ack.
    """
    if text.startswith("/"):
        return await _command(workspace, person, channel, text, thread)
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    message = workspace.board.say(person.id, channel, _linked(workspace, escaped), thread)
    tell_of_message(workspace, message, channel)
    return {"ok": True}


async def _command(
    workspace: Workspace, person: Person, channel: Channel, line: str, thread: str | None
) -> Json:
    name, _, text = line.partition(" ")
    if name.lower() == "/invite" and not thread:
        return _invite(workspace, person, channel, text)
    command = workspace.manifest.command(name.lower())
    code = "not_supported_in_thread" if thread else "unknown_command"
    if command is not None and not thread:
        began = workspace.clock.now()
        code = await _dispatch(workspace, person, channel, command, text.strip())
        if not code:
            return {"ok": True, "ack_ms": round((workspace.clock.now() - began) * 1000, 1)}
    told = failed(code, name)
    workspace.board.notice(person.id, channel, told["shown"], thread)
    return told


def _invite(workspace: Workspace, person: Person, channel: Channel, text: str) -> Json:
    """Slack's own command, as far as it lets the app in; without a name, whom else would it?"""
    manifest, app = workspace.manifest, workspace.identity.user
    named = text.strip().removeprefix("@").casefold()
    if named not in {"", manifest.handle.casefold(), manifest.name.casefold()}:
        told = failed("no_such_member", text.strip(), f"@{manifest.name}")
        workspace.board.notice(person.id, channel, told["shown"], None)
        return told
    said = "is here already" if app in channel.members else "is in now"
    workspace.board.admit(app, channel)
    workspace.board.notice(person.id, channel, f"{manifest.name} {said}.", None)
    return {"ok": True}


async def _dispatch(
    workspace: Workspace, person: Person, channel: Channel, command: Command, text: str
) -> str:
    """Send a command to the app and show what its ack says; returns what went wrong, or ""."""
    token = workspace.exchange.response(person.id, channel.id)
    payload = {
        **workspace.payloads.command(
            person,
            channel,
            command.command,
            _escaped(workspace, text) if command.should_escape else text,
        ),
        "response_url": f"{workspace.rendering.base}/response/{token}",
        "trigger_id": workspace.exchange.trigger(person.id),
    }
    try:
        ack = await workspace.transport.send(Envelope("slash_commands", payload))
        if ack.get("response_type") == "in_channel":
            workspace.board.say(person.id, channel, f"{command.command} {text}".strip())
        if ack.get("text") or ack.get("blocks"):
            to = ResponseUrl(person.id, channel.id, workspace.clock.now(), None)
            answer(workspace, to, ack)
    except Undelivered as problem:
        return problem.code
    except Refusal as refusal:
        return refusal.code
    return ""


def _escaped(workspace: Workspace, text: str) -> str:
    """What an app gets that asks for escaped text: links, and no other mark-up than those."""
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _linked(workspace, plain, urls=True)


def _linked(workspace: Workspace, text: str, *, urls: bool = False) -> str:
    """Text in which names of people and channels became mentions, and addresses links."""
    store, manifest = workspace.store, workspace.manifest
    users = {one.name: one.id for one in store.people.values()}
    users[manifest.handle] = workspace.identity.user
    channels = {one.name: one for one in store.channels.values() if not one.is_im}

    def mention(found: re.Match[str]) -> str:
        sign, name = found.groups()
        if sign == "@" and name in users:
            return f"<@{users[name]}>"
        if sign == "#" and name in channels:
            shown = "" if channels[name].is_private else name
            return f"<#{channels[name].id}|{shown}>"
        return found.group()

    linked = _MENTION.sub(mention, text)
    return _URL.sub(lambda found: f"<{found.group()}>", linked) if urls else linked
