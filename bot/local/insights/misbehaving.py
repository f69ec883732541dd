"""Carrying out a `Fault`: late, wrong, slow or broken answers, from a server that stays well."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Final, cast

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bot.local.insights import moments
from bot.local.insights.faults import Fault, Faults

_LOOK_SECONDS: Final = 0.005
_CLOSING: Final = web.AppKey("closing", asyncio.Event)


def failing(faults: Faults, clock: Callable[[], datetime]) -> Middleware:
    """Let requests go wrong as the faults say."""

    @web.middleware
    async def fail(request: web.Request, handler: Handler) -> web.StreamResponse:
        fault = faults.take(request.path, request.query)
        if fault is None:
            return await handler(request)
        await _pause(request, fault.delay)
        await _held(request, fault)
        if fault.cut_after == 0:
            return _hang_up(request)
        answer = (
            _own(fault, clock()) if fault.replaces else cast("web.Response", await handler(request))
        )
        answer.headers.update(fault.headers)
        if fault.drip is None and fault.cut_after is None:
            return answer
        return await _in_parts(request, answer, fault)

    return fail


def follow_closing(app: web.Application) -> None:
    """Let nothing wait past the closing of the server."""

    async def begin(app: web.Application) -> None:
        app[_CLOSING] = asyncio.Event()

    async def end(app: web.Application) -> None:
        app[_CLOSING].set()

    app.on_startup.append(begin)
    app.on_shutdown.append(end)


def _own(fault: Fault, now: datetime) -> web.Response:
    headers = {"Date": moments.http_date(now)}
    return web.Response(status=fault.status or 200, body=fault.body or b"", headers=headers)


async def _in_parts(request: web.Request, answer: web.Response, fault: Fault) -> web.StreamResponse:
    """Send an answer byte by byte, all of it or only its beginning."""
    body = answer.body if isinstance(answer.body, bytes) else b""
    response = web.StreamResponse(status=answer.status, headers=answer.headers)
    response.content_length = len(body)
    await response.prepare(request)
    for byte in body[: fault.cut_after]:
        await response.write(bytes([byte]))
        await _pause(request, fault.drip or 0.0)
    if fault.cut_after is not None:
        return _hang_up(request)
    await response.write_eof()
    return response


def _hang_up(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.close()
    return web.Response()  # goes nowhere


async def _held(request: web.Request, fault: Fault) -> None:
    closing = request.app[_CLOSING]
    while fault.held is not None and not fault.held.is_set() and not closing.is_set():
        await _pause(request, _LOOK_SECONDS)


async def _pause(request: web.Request, seconds: float) -> None:
    if seconds:
        try:
            await asyncio.wait_for(request.app[_CLOSING].wait(), seconds)
        except TimeoutError:
            return
