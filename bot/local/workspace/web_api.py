"""The door of the Web API: who calls, whether they may, and the answer or the refusal.

Source: https://docs.slack.dev/apis/web-api
"""

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from aiohttp import web

from bot.local.workspace.arguments import Arguments
from bot.local.workspace.faults import Fault
from bot.local.workspace.methods.calling import Called
from bot.local.workspace.methods.table import METHODS, Method
from bot.local.workspace.model import Json
from bot.local.workspace.refusals import RateLimited, Refusal, missing_scope
from bot.local.workspace.sockets import cut
from bot.local.workspace.workspace import Workspace

_FORMS: Final = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
CarryOut = Callable[[], Awaitable[web.StreamResponse]]


def refused(refusal: Refusal, status: int = 200) -> web.Response:
    """Slack's answer for a call that is not carried out; most come with HTTP 200."""
    body = {"ok": False, "error": refusal.code, **refusal.fields}
    if isinstance(refusal, RateLimited):
        headers = {"Retry-After": str(refusal.retry_after)}
        return web.json_response(body, status=429, headers=headers)
    return web.json_response(body, status=status)


# -- calls ------------------------------------------------------------------------------------


async def call(workspace: Workspace, request: web.Request) -> web.StreamResponse:
    """Answer one call of a method."""
    name = request.match_info["method"]
    try:
        given = await _given(request)
    except Refusal as refusal:
        workspace.note(name, {}, refusal.code)
        return refused(refusal)
    token = _token(request, given)
    args = {key: value for key, value in given.items() if key != "token"}

    async def carry_out() -> web.StreamResponse:
        return _answer(workspace, name, token, args)

    return await meet_fault(workspace, request, name, carry_out, args)


def _answer(workspace: Workspace, name: str, token: str, args: Json) -> web.Response:
    try:
        method = _method(name)
        _let_in(workspace, method, token)
        workspace.limits.call(name, method.per_minute)
        body = method.answer(Called(workspace, Arguments(args)))
    except Refusal as refusal:
        workspace.note(name, args, refusal.code)
        return refused(refusal)
    workspace.note(name, args, None)
    headers = {
        "X-OAuth-Scopes": ",".join(sorted(workspace.manifest.scopes)),
        "X-Accepted-OAuth-Scopes": ",".join(method.scopes),
    }
    return web.json_response({"ok": True, **body}, headers=headers)


def _method(name: str) -> Method:
    if name not in METHODS:
        raise Refusal("unknown_method", req_method=name)
    return METHODS[name]


def _let_in(workspace: Workspace, method: Method, token: str) -> None:
    """Look at the token and the scopes.

    Raises:
        Refusal: `not_authed`, `invalid_auth`, `not_allowed_token_type` or `missing_scope`.
    """
    tokens = workspace.tokens
    if not token:
        raise Refusal("not_authed")
    if token not in (tokens.bot, tokens.app):
        raise Refusal("invalid_auth")
    if token != (tokens.app if method.by_app else tokens.bot):
        raise Refusal("not_allowed_token_type")
    granted = workspace.manifest.scopes
    if method.scopes and not granted.intersection(method.scopes):
        raise missing_scope(method.scopes[0], granted)


async def _given(request: web.Request) -> dict[str, Any]:
    """The arguments of a call, from its query and its body.

    Raises:
        Refusal: If the body is not what its type says.
    """
    given: dict[str, Any] = dict(request.query)
    if not request.body_exists:
        return given
    if request.content_type in _FORMS:
        return {**given, **await request.post()}
    if request.content_type != "application/json":
        raise Refusal("invalid_post_type")
    return {**given, **read_object(await request.read())}


def read_object(body: bytes) -> dict[str, Any]:
    """A JSON object.

    Raises:
        Refusal: `invalid_json` or `json_not_object`.
    """
    try:
        value = json.loads(body or b"{}")
    except (ValueError, RecursionError):
        raise Refusal("invalid_json") from None
    if not isinstance(value, dict):
        raise Refusal("json_not_object")
    return value


def _token(request: web.Request, given: Mapping[str, Any]) -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else str(given.get("token", ""))


# -- bad days ---------------------------------------------------------------------------------


async def meet_fault(
    workspace: Workspace,
    request: web.Request,
    name: str,
    carry_out: CarryOut,
    args: Json | None = None,
) -> web.StreamResponse:
    """Carry a call out, or let it meet the fault that somebody asked for."""
    fault = workspace.faults.take(name)
    if fault is None:
        return await carry_out()
    workspace.hub.tell("faults", None, faults=workspace.faults.shown())
    if fault.kind == "delay":
        await workspace.clock.sleep(fault.seconds)
        return await carry_out()
    if fault.kind == "drop_after":
        await carry_out()
        return _cut(request)
    if fault.kind == "body":
        await carry_out()
        return web.Response(status=fault.status, text=fault.body, content_type="application/json")
    workspace.note(name, args or {}, fault.error if fault.kind == "error" else fault.kind)
    return _cut(request) if fault.kind == "drop_before" else _failed(fault)


def _failed(fault: Fault) -> web.Response:
    if fault.kind == "ratelimited":
        return refused(RateLimited(fault.retry_after))
    if fault.kind == "status":
        return web.Response(status=fault.status, text="")
    return refused(Refusal(fault.error))


def _cut(request: web.Request) -> web.Response:
    """End the connection without an answer."""
    cut(request)
    return web.Response()
