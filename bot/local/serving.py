"""Run an aiohttp application on this machine, in a thread of its own, while the caller goes on.

Both local servers hold tokens and data of a person's own, so they are bound to loopback and to
nothing else.
"""

import asyncio
import errno
import ipaddress
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Final, Self

from aiohttp import web

_MAX_PORT: Final = 65_535
_GRACE_SECONDS: Final = 0.5
"""What a request may still take once the server is told to close; then it is cancelled."""


class ServingError(Exception):
    """The server cannot be run there; the message is a sentence that says why."""


@contextmanager
def serving(app: web.Application, *, host: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
    """Run an application for as long as the block lasts.

    Args:
        app: The application; close what it streams (web sockets, event streams) in its
            `on_shutdown`, or it is cancelled after a moment.
        host: A loopback address, `127.0.0.1` or `::1`.
        port: 0 lets the system pick one.

    Yields:
        The base URL, without a slash at its end.

    Raises:
        ServingError: If the address is not loopback, or the port cannot be had.
    """
    with Serving(app, host=host, port=port) as server:
        yield server.url


class Serving:
    """A server that runs from its making until `close`.

    Args:
        app: The application.
        host: A loopback address.
        port: 0 lets the system pick one.

    Raises:
        ServingError: If the address is not loopback, or the port cannot be had.
    """

    def __init__(self, app: web.Application, *, host: str = "127.0.0.1", port: int = 0) -> None:
        listening = _listen(host, port)
        self.port: Final[int] = listening.getsockname()[1]
        self.url: Final = f"http://{f'[{host}]' if ':' in host else host}:{self.port}"
        started: Future[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = Future()
        self._thread = threading.Thread(
            target=_run, args=(app, listening, started), name=f"serving-{self.port}", daemon=True
        )
        self._thread.start()
        try:
            self._loop, self._stop = started.result()
        except BaseException:
            self._thread.join()
            raise

    def close(self) -> None:
        """Stop listening, end what is open, wait for the thread; a second call does nothing."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stop.set)
            self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _listen(host: str, port: int) -> socket.socket:
    """Bind in the caller's thread, so that the caller gets the error and learns the port."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        raise ServingError(f"{host!r} is no address; use 127.0.0.1 or ::1.") from None
    if not address.is_loopback:
        raise ServingError(f"{host} can be reached from other machines; use 127.0.0.1 or ::1.")
    if not 0 <= port <= _MAX_PORT:
        raise ServingError(f"{port} is no port; choose one from 1 to {_MAX_PORT}, or 0.")
    family = socket.AF_INET6 if address.version == 6 else socket.AF_INET  # noqa: PLR2004 (IPv6)
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise ServingError(_why_not(error, host, port)) from error


def _why_not(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} on {host} is taken by another program; choose another one."
    if error.errno == errno.EACCES:
        return f"Port {port} on {host} is reserved by the system; choose one above 1023."
    return f"Cannot listen on {host}, port {port}: {error.strerror or error}."


def _run(
    app: web.Application,
    listening: socket.socket,
    started: "Future[tuple[asyncio.AbstractEventLoop, asyncio.Event]]",
) -> None:
    with listening:
        asyncio.run(_serve(app, listening, started))


async def _serve(
    app: web.Application,
    listening: socket.socket,
    started: "Future[tuple[asyncio.AbstractEventLoop, asyncio.Event]]",
) -> None:
    stop = asyncio.Event()
    # No access log: it would repeat the queries, and nobody reads it.
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=_GRACE_SECONDS)
    try:
        await runner.setup()
        await web.SockSite(runner, listening).start()
    except Exception as error:  # noqa: BLE001 (whatever the application raises is the caller's)
        await runner.cleanup()
        started.set_exception(error)
        return
    started.set_result((asyncio.get_running_loop(), stop))
    await stop.wait()
    await runner.cleanup()
