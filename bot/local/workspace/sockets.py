"""Socket Mode: the app connects, and each envelope goes to one of its connections.

Source: https://docs.slack.dev/apis/events-api/using-socket-mode
"""

import asyncio
import contextlib
import json
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Final, Literal

from aiohttp import WSMessage, WSMsgType, web

from bot.local.workspace.clock import Clock, within
from bot.local.workspace.delivery import ACK_SECONDS, Envelope, Undelivered
from bot.local.workspace.faults import Faults
from bot.local.workspace.ids import new_key

MOST_SOCKETS: Final = 10
_WARNING_SECONDS: Final = 10.0
"""Slack: a `warning` comes about ten seconds before the connection is closed."""
_LASTS_SECONDS: Final = 18_060
"""What Slack says of how long a connection lasts; here it lasts until it is ended on purpose."""
_PING_SECONDS: Final = 10.0

Reason = Literal["warning", "refresh_requested", "abrupt"]
Spawn = Callable[[Coroutine[Any, Any, None]], None]


def cut(request: web.Request) -> None:
    """End the connection that a request came by, without a word."""
    if request.transport:
        request.transport.abort()


@dataclass(frozen=True, slots=True, eq=False)
class _Connection:
    request: web.Request
    socket: web.WebSocketResponse


class Sockets:
    """The app's connections, in the order in which they get the next envelopes."""

    name: Final = "socket"

    def __init__(
        self, app: str, clock: Clock, faults: Faults, spawn: Spawn, changed: Callable[[], None]
    ) -> None:
        """Start without a connection.

        Args:
            app: The app's id.
            clock: Measures the three seconds for an ack.
            faults: What may go wrong on the way.
            spawn: Runs something in the background.
            changed: Called when a connection comes or goes.
        """
        self._app = app
        self._clock = clock
        self._faults = faults
        self._spawn = spawn
        self._changed = changed
        self._tickets: set[str] = set()
        self._open: deque[_Connection] = deque()
        self._acks: dict[str, asyncio.Future[dict[str, Any]]] = {}

    @property
    def connected(self) -> bool:
        """Whether there is a connection to send to."""
        return bool(self._open)

    @property
    def full(self) -> bool:
        """Whether the app has as many connections as Slack allows."""
        return len(self._open) >= MOST_SOCKETS

    def ticket(self) -> str:
        """A new ticket; it opens one connection."""
        ticket = new_key()
        self._tickets.add(ticket)
        return ticket

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Serve one connection for as long as it lasts."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets or self.full:
            return web.Response(status=403, text="This ticket is unknown or spent.")
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse(heartbeat=_PING_SECONDS)
        await socket.prepare(request)
        connection = _Connection(request, socket)
        self._open.append(connection)
        try:
            # An app may leave before it has its hello, or its pong.
            with contextlib.suppress(ConnectionResetError):
                await socket.send_json(self._hello())
                self._changed()
                async for message in socket:
                    self._heard(message)
        finally:
            self._forget(connection)
        return socket

    def _hello(self) -> dict[str, Any]:
        return {
            "type": "hello",
            "num_connections": len(self._open),
            "connection_info": {"app_id": self._app},
            "debug_info": {
                "host": "applink-local",
                "approximate_connection_time": _LASTS_SECONDS,
            },
        }

    def _forget(self, connection: _Connection) -> None:
        if connection in self._open:
            self._open.remove(connection)
            self._changed()

    def _heard(self, message: WSMessage) -> None:
        """Note an ack; anything else that an app says is of no interest to Slack."""
        if message.type is not WSMsgType.TEXT:
            return
        try:
            said = json.loads(message.data)
        except ValueError:
            return
        if not isinstance(said, dict):
            return
        ack = self._acks.get(str(said.get("envelope_id")))
        if ack and not ack.done():
            payload = said.get("payload")
            ack.set_result(payload if isinstance(payload, dict) else {})

    # -- sending ------------------------------------------------------------------------------

    async def send(self, envelope: Envelope) -> dict[str, Any]:
        """Send an envelope to the connection whose turn it is, and wait for the ack.

        Returns:
            The payload of the ack.

        Raises:
            Undelivered: If there is no connection, or no ack within three seconds.
        """
        if not self._open:
            raise Undelivered("dispatch_failed")
        key = new_key(12)
        ack: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._acks[key] = ack
        self._spawn(self._carry({"envelope_id": key, **envelope.on_socket()}))
        try:
            return await within(self._clock, ACK_SECONDS, ack)
        except TimeoutError:
            raise Undelivered("operation_timeout", "http_timeout") from None
        finally:
            del self._acks[key]

    async def _carry(self, envelope: dict[str, Any]) -> None:
        fault = self._faults.take("socket")
        if fault and fault.kind == "delay":
            await self._clock.sleep(fault.seconds)
        if not self._open:
            return
        connection = self._open[0]
        self._open.rotate(-1)
        if fault and fault.kind == "drop_before":
            cut(connection.request)
            return
        try:
            await connection.socket.send_json(envelope)
        except ConnectionError:
            self._forget(connection)  # it went away in this moment; the envelope is lost
        if fault and fault.kind == "drop_after":
            cut(connection.request)

    # -- parting ------------------------------------------------------------------------------

    async def disconnect(self, reason: Reason) -> None:
        """End all connections as Slack does: with a word before, or without one."""
        for connection in tuple(self._open):
            if reason == "abrupt":
                cut(connection.request)
            else:
                self._spawn(self._part(connection.socket, reason))

    async def _part(self, socket: web.WebSocketResponse, reason: str) -> None:
        said = {
            "type": "disconnect",
            "reason": reason,
            "debug_info": {"host": "applink-local"},
        }
        try:
            await socket.send_json(said)
        except ConnectionError:
            return
        if reason == "warning":
            await self._clock.sleep(_WARNING_SECONDS)
        await socket.close()

    async def close(self) -> None:
        """End all connections because the workspace ends."""
        for connection in tuple(self._open):
            await connection.socket.close()
