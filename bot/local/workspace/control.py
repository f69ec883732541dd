"""What the page and tests do with the workspace: look, act as people, and make trouble.

Every endpoint takes and gives JSON; a request that makes no sense is a 4xx whose `error` is a
sentence.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import asdict
from typing import Any, Final, get_args

from aiohttp import web

from bot.local.workspace import interactions, modals, people
from bot.local.workspace.events import tell_of_home
from bot.local.workspace.faults import FaultError, read_fault
from bot.local.workspace.interactions import InMessage, InView, Place
from bot.local.workspace.model import Channel, File, Json, Person, View
from bot.local.workspace.refusals import Refusal
from bot.local.workspace.sockets import Reason
from bot.local.workspace.workspace import Workspace

Fields = Mapping[str, Any]
Act = Callable[[Workspace, Fields], Awaitable[Json]]

_MOST_SETTLING: Final = 600.0


class BadRequestError(Exception):
    """A request that makes no sense; the message says why."""


# -- looking ----------------------------------------------------------------------------------


def state(workspace: Workspace) -> Json:
    """Everything around the messages."""
    identity, rendering = workspace.identity, workspace.rendering
    return {
        "team": {"id": identity.team, "name": identity.team_name},
        "app": {
            "name": workspace.manifest.name,
            "handle": workspace.manifest.handle,
            "user": identity.user,
            "has_home": workspace.manifest.has_home,
            **workspace.connection(),
        },
        "people": [rendering.person_on_page(one) for one in workspace.store.people.values()],
        "channels": [rendering.channel_on_page(one) for one in workspace.store.channels.values()],
        "commands": [
            {"command": c.command, "description": c.description, "usage_hint": c.usage_hint}
            for c in workspace.manifest.commands
        ],
        "faults": workspace.faults.shown(),
        "limits": workspace.limits.on,
        "settle": asdict(workspace.settling),
    }


async def _state(workspace: Workspace, _: Fields) -> Json:
    return state(workspace)


async def _messages(workspace: Workspace, fields: Fields) -> Json:
    """What a person sees in a channel, or in one of its threads."""
    person, channel = _person(workspace, fields), _channel(workspace, fields)
    thread = fields.get("thread")
    seen = workspace.store.seen_by(person.id, channel.id)
    return {
        "messages": [
            workspace.rendering.on_page(one)
            for one in seen
            if not thread or thread in (one.ts, one.thread_ts)
        ]
    }


async def _calls(workspace: Workspace, fields: Fields) -> Json:
    method = fields.get("method")
    calls = [asdict(one) for one in workspace.calls if method in (None, "", one.method)]
    return {"calls": calls}


async def _home(workspace: Workspace, fields: Fields) -> Json:
    view = workspace.store.homes.get(_person(workspace, fields).id)
    return {"view": workspace.rendering.view(view) if view else None}


# -- acting as people -------------------------------------------------------------------------


async def _say(workspace: Workspace, fields: Fields) -> Json:
    text = fields.get("text")
    if not isinstance(text, str) or not text.strip():
        raise BadRequestError("Say something: text is empty.")
    person, channel = _person(workspace, fields), _channel(workspace, fields)
    return await people.say(workspace, person, channel, text, fields.get("thread") or None)


async def _act(workspace: Workspace, fields: Fields) -> Json:
    place = _place(workspace, fields)
    return await interactions.act(workspace, _person(workspace, fields), place, fields)


async def _options(workspace: Workspace, fields: Fields) -> Json:
    place = _place(workspace, fields)
    return await interactions.suggest(workspace, _person(workspace, fields), place, fields)


async def _submit(workspace: Workspace, fields: Fields) -> Json:
    view = _view(workspace, fields)
    typed = fields.get("values")
    return await interactions.submit(
        workspace, _person(workspace, fields), view, typed if isinstance(typed, dict) else {}
    )


async def _close(workspace: Workspace, fields: Fields) -> Json:
    view = modals.find(workspace, str(fields.get("view_id")))
    if view is None or view.person != _person(workspace, fields).id:
        return {"ok": True}  # the app took it away in this moment
    return await interactions.dismiss(workspace, _person(workspace, fields), view)


async def _open_home(workspace: Workspace, fields: Fields) -> Json:
    tell_of_home(workspace, _person(workspace, fields).id)
    return {"ok": True}


# -- making trouble ---------------------------------------------------------------------------


async def _add_fault(workspace: Workspace, fields: Fields) -> Json:
    workspace.faults.add(read_fault(fields))
    return _told_faults(workspace)


async def _clear_faults(workspace: Workspace, _: Fields) -> Json:
    workspace.faults.clear()
    return _told_faults(workspace)


def _told_faults(workspace: Workspace) -> Json:
    shown = workspace.faults.shown()
    workspace.hub.tell("faults", None, faults=shown)
    return {"ok": True, "faults": shown}


async def _disconnect(workspace: Workspace, fields: Fields) -> Json:
    reason = fields.get("reason", "refresh_requested")
    if reason not in get_args(Reason):
        raise BadRequestError(f"reason is one of {', '.join(get_args(Reason))}.")
    await workspace.sockets.disconnect(reason)
    return {"ok": True}


async def _reset(workspace: Workspace, _: Fields) -> Json:
    workspace.reset()
    return {"ok": True}


async def _settle(workspace: Workspace, fields: Fields) -> Json:
    seconds = fields.get("file_ready_after", workspace.settling.file_ready_after)
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        raise BadRequestError("file_ready_after is a number of seconds.")
    if not 0 <= seconds <= _MOST_SETTLING:
        raise BadRequestError(f"file_ready_after is from 0 to {_MOST_SETTLING:g} seconds.")
    workspace.settling.file_ready_after = float(seconds)
    for name in ("share_dropped", "hide_unshared_files"):
        if name in fields:
            setattr(workspace.settling, name, bool(fields[name]))
    return {"ok": True, **asdict(workspace.settling)}


ENDPOINTS: Final[dict[tuple[str, str], Act]] = {
    ("GET", "/_/state"): _state,
    ("GET", "/_/messages"): _messages,
    ("GET", "/_/calls"): _calls,
    ("GET", "/_/home"): _home,
    ("POST", "/_/say"): _say,
    ("POST", "/_/action"): _act,
    ("POST", "/_/options"): _options,
    ("POST", "/_/view/submit"): _submit,
    ("POST", "/_/view/close"): _close,
    ("POST", "/_/home"): _open_home,
    ("POST", "/_/faults"): _add_fault,
    ("DELETE", "/_/faults"): _clear_faults,
    ("POST", "/_/disconnect"): _disconnect,
    ("POST", "/_/reset"): _reset,
    ("POST", "/_/settle"): _settle,
}


# -- what requests name -----------------------------------------------------------------------


def _person(workspace: Workspace, fields: Fields) -> Person:
    person = workspace.store.people.get(str(fields.get("as")))
    if person is None:
        raise BadRequestError("as is the id of a person in this workspace.")
    return person


def _channel(workspace: Workspace, fields: Fields) -> Channel:
    channel = workspace.store.channels.get(str(fields.get("channel")))
    person = _person(workspace, fields)
    if channel is None or not workspace.store.open_to(person.id, channel):
        raise BadRequestError(f"{person.real_name} sees no such channel.")
    return channel


def _place(workspace: Workspace, fields: Fields) -> Place:
    if "view_id" in fields:
        return InView(_view(workspace, fields))
    channel, ts = _channel(workspace, fields), str(fields.get("ts"))
    person = _person(workspace, fields)
    seen = workspace.store.seen_by(person.id, channel.id)
    message = next((one for one in seen if one.ts == ts), None)
    if message is None:
        raise BadRequestError(f"{person.real_name} sees no such message.")
    return InMessage(channel, message)


def _view(workspace: Workspace, fields: Fields) -> View:
    view = modals.find(workspace, str(fields.get("view_id")))
    if view is None or view.person != _person(workspace, fields).id:
        raise BadRequestError("This view is not open any more.")
    return view


def seen_file(workspace: Workspace, file: str, person: str) -> File | None:
    """A file that a person sees and that is ready to be shown."""
    found = workspace.files.there(file)
    visible = found and found.ready and workspace.files.visible_to(person, found)
    return found if visible else None


# -- the door ---------------------------------------------------------------------------------


async def answer(workspace: Workspace, request: web.Request, act: Act) -> web.Response:
    """Answer one request of the page."""
    try:
        return web.json_response(await act(workspace, await _fields(request)))
    except (BadRequestError, FaultError) as problem:
        return web.json_response({"ok": False, "error": str(problem)}, status=400)
    except Refusal as refusal:
        body = {"ok": False, "error": refusal.code, **refusal.fields}
        return web.json_response(body, status=400)


async def _fields(request: web.Request) -> Fields:
    if request.method != "POST":
        return dict(request.query)
    body = await request.read()
    try:
        fields = json.loads(body or b"{}")
    except (ValueError, RecursionError):
        raise BadRequestError("The body is not JSON.") from None
    if not isinstance(fields, dict):
        raise BadRequestError("The body is no JSON object.")
    return fields


async def stream(workspace: Workspace, request: web.Request) -> web.StreamResponse:
    """Tell a page what happens, as server-sent events, for as long as it listens."""
    person = request.query.get("as", "")
    if person not in workspace.store.people:
        raise web.HTTPBadRequest(text="as is the id of a person in this workspace.")
    response = web.StreamResponse(
        headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
    )
    with workspace.hub.listening(person) as listener:
        await response.prepare(request)
        await response.write(b": hello\n\n")
        with suppress(ConnectionError, asyncio.CancelledError):
            while (event := await listener.events.get()) is not None:
                await response.write(b"data: " + json.dumps(event).encode() + b"\n\n")
    return response
