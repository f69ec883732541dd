"""Socket Mode: commands over a connection that the bot opens itself.

Source: https://docs.slack.dev/apis/events-api/using-socket-mode
"""

import logging
import socket
import time
from typing import Final

from slack_bolt import App
from slack_bolt.adapter.socket_mode.internals import run_bolt_app, send_response
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.builtin.connection import Connection, ConnectionState
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

_log: Final = logging.getLogger("slack_sdk.socket_mode")
_BUFFER: Final = 16 * 1024
"""A command is a little over the SDK's kilobyte; read it in one go."""


_CHECKED_EVERY: Final = 2.0
"""Seconds between two looks at the connection; it counts as dead after four without an answer."""


class PromptClient(SocketModeClient):
    """A client whose acknowledgements leave at once, and that soon comes back when it is cut off.

    The SDK leaves Nagle's algorithm on: a small packet waits until the other side has confirmed the
    one before, which it may put off for 40 ms. Of two commands that come close together, the second
    then is acknowledged when the third arrives. Measured at 50 commands a second: 18 ms instead
    of 2.

    Of a connection that ends without a word the SDK reads nothing, again and again, until five
    looks at it failed: 25 seconds in which every command is lost. One is enough.
    """

    def connect(self) -> None:
        """Connect, or connect anew, and turn Nagle's algorithm off."""
        super().connect()
        session = self.current_session
        if session is not None and session.sock is not None:
            session.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def close(self) -> None:
        """Acknowledge what was read, then go: over a connection that is closed nothing can be."""
        self.closed = True
        if self.message_processor.is_alive():
            self.message_processor.shutdown()  # type: ignore[no-untyped-call] # the SDK's own
        self.message_workers.shutdown()
        super().close()

    def _run_current_session(self) -> None:
        session = self.current_session
        if session is not None and session.is_active():
            session.run_until_completion(_Reading(self, session))

    def _monitor_current_session(self) -> None:
        super()._monitor_current_session()  # type: ignore[no-untyped-call] # the SDK's own
        session = self.current_session
        if session is not None and session.consecutive_check_state_error_count:
            session.disconnect()
            super()._monitor_current_session()  # type: ignore[no-untyped-call] # as above


class _Reading(ConnectionState):
    """Whether there is anything more to read, seen anew each time.

    The SDK sets a flag when there is not. Whoever begins to read in that moment takes it back, or
    has the flag of the connection before; then reading never ends, and `close` waits for it.
    """

    def __init__(self, client: PromptClient, session: Connection) -> None:
        self._client = client
        self._session = session

    @property
    def terminated(self) -> bool:
        """Whether the client stops or the connection is gone."""
        return self._client.closed or not self._session.is_active()

    @terminated.setter
    def terminated(self, _: bool) -> None:
        """Nothing: the SDK only says so where the connection is gone."""


def socket_client(
    app: App, app_token: str, *, checked_every: float = _CHECKED_EVERY
) -> PromptClient:
    """Make the client that hands what Slack sends to an app; `connect` starts it.

    Args:
        app: Acknowledges.
        app_token: The app-level token.
        checked_every: Seconds between two looks at the connection.
    """
    client = PromptClient(
        app_token,
        logger=_log,
        web_client=app.client,
        receive_buffer_size=_BUFFER,
        ping_interval=checked_every,
    )
    client.proxy = app.client.proxy  # the SDK would take the environment's even for loopback

    def handle(client: BaseSocketModeClient, request: SocketModeRequest) -> None:
        begun = time.time()
        send_response(client, request, run_bolt_app(app, request), begun)

    client.socket_mode_request_listeners.append(handle)
    return client
