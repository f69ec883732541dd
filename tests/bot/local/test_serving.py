"""A server in a thread: loopback only, readable errors, prompt and clean closing."""

import asyncio
import socket
import threading
import time

import pytest
import requests
from aiohttp import web

from bot.local.serving import Serving, ServingError, serving


def get(url: str) -> requests.Response:
    """Get a page, past any proxy."""
    with requests.Session() as session:
        session.trust_env = False
        return session.get(url, timeout=5)


def hello_app() -> web.Application:
    """An application of one page."""

    async def hello(_: web.Request) -> web.Response:
        return web.Response(text="hello")

    app = web.Application()
    app.router.add_get("/", hello)
    return app


def test_serves_while_the_block_lasts() -> None:
    """The URL answers inside the block, and nothing listens or runs after it."""
    before = threading.active_count()
    with serving(hello_app()) as url:
        assert get(f"{url}/").text == "hello"
    assert threading.active_count() == before
    with pytest.raises(requests.ConnectionError):
        get(f"{url}/")


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::", "example.com", ""])  # noqa: S104 (that it is refused is the point)
def test_binds_to_loopback_only(host: str) -> None:
    """An address that other machines could reach is refused before anything is bound."""
    with pytest.raises(ServingError, match=r"use 127\.0\.0\.1 or ::1"):
        Serving(hello_app(), host=host)


def test_a_taken_port_is_one_sentence() -> None:
    """A port in use raises an error that names it."""
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        pytest.raises(ServingError, match=f"Port {taken.getsockname()[1]} .* is taken"),
    ):
        Serving(hello_app(), port=taken.getsockname()[1])


def test_an_address_of_nobody_is_one_sentence() -> None:
    """What the system says about an address is passed on."""
    with pytest.raises(ServingError, match=r"Cannot listen on ::1%nope|is no address"):
        Serving(hello_app(), host="::1%nope")


def test_what_is_no_port_is_one_sentence() -> None:
    """Ports end at 65535."""
    with pytest.raises(ServingError, match="70000 is no port"):
        Serving(hello_app(), port=70_000)


def test_ipv6_loopback_will_do() -> None:
    """Where the machine has it, ::1 is loopback too, in brackets as URLs have it."""
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("this machine has no IPv6 loopback")
    with serving(hello_app(), host="::1") as url:
        assert url.startswith("http://[::1]:")
        assert get(f"{url}/").text == "hello"


def test_an_application_that_does_not_start_raises_its_own_error() -> None:
    """What goes wrong in on_startup reaches the caller, and the thread is gone."""

    async def fail(_: web.Application) -> None:
        raise RuntimeError("no disk")

    app = hello_app()
    app.on_startup.append(fail)
    before = threading.active_count()
    with pytest.raises(RuntimeError, match="no disk"):
        Serving(app)
    assert threading.active_count() == before


def test_closing_ends_what_streams() -> None:
    """An event stream and a web socket that nobody ends do not hold up closing."""

    async def stream(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        await response.write(b"data: 1\n\n")
        await asyncio.get_running_loop().create_future()
        return response

    async def chat(request: web.Request) -> web.WebSocketResponse:
        response = web.WebSocketResponse()
        await response.prepare(request)
        async for _ in response:
            pass
        return response

    app = web.Application()
    app.router.add_get("/stream", stream)
    app.router.add_get("/chat", chat)
    server = Serving(app)
    with (
        socket.create_connection(("127.0.0.1", server.port), timeout=5) as reader,
        socket.create_connection(("127.0.0.1", server.port), timeout=5) as talker,
    ):
        reader.sendall(b"GET /stream HTTP/1.1\r\nHost: x\r\n\r\n")
        assert reader.recv(1)
        talker.sendall(
            b"GET /chat HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
        )
        assert talker.recv(1)
        began = time.monotonic()
        server.close()
        server.close()
        assert time.monotonic() - began < 3
