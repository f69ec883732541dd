"""A server on this machine that answers with whatever bytes a test wants, and remembers."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesHeaderParser

Send = Callable[[bytes], None]
Answer = bytes | Callable[[Send, threading.Event], None]
"""The bytes of an answer, or a function that sends some and may wait for the test's end."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A request as it arrived, and over which connection."""

    line: str
    headers: Message
    connection: int


@dataclass
class RawServer:
    """Answers each request with the next of its answers, the last one again and again."""

    url: str
    answers: list[Answer]
    seen: list[Seen] = field(default_factory=list)
    done: threading.Event = field(default_factory=threading.Event)
    open: list[socket.socket] = field(default_factory=list)

    def next_answer(self) -> Answer:
        """The answer whose turn it is."""
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def http(status: int, body: bytes = b"", **headers: str) -> bytes:
    """An answer with a length; underscores in the names of headers become dashes."""
    lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


@contextmanager
def serving(*answers: Answer, tls: ssl.SSLContext | None = None) -> Iterator[RawServer]:
    """Serve on a port that the system picks, a thread for each connection."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        scheme = "https" if tls else "http"
        server = RawServer(f"{scheme}://127.0.0.1:{listener.getsockname()[1]}", list(answers))
        thread = threading.Thread(target=_accept, args=(listener, server, tls))
        thread.start()
        try:
            yield server
        finally:
            server.done.set()
            for still_open in (listener, *server.open):
                with suppress(OSError):
                    still_open.shutdown(socket.SHUT_RDWR)
            thread.join(timeout=5)


def _accept(listener: socket.socket, server: RawServer, tls: ssl.SSLContext | None) -> None:
    threads: list[threading.Thread] = []
    while not server.done.is_set():
        try:
            connection, _ = listener.accept()
        except OSError:
            break
        connection.settimeout(5)
        server.open.append(connection)
        number = len(threads) + 1
        threads.append(threading.Thread(target=_serve, args=(connection, number, server, tls)))
        threads[-1].start()
    for thread in threads:
        thread.join(timeout=6)


def _serve(
    connection: socket.socket, number: int, server: RawServer, tls: ssl.SSLContext | None
) -> None:
    with suppress(OSError), connection:
        talked = tls.wrap_socket(connection, server_side=True) if tls else connection
        with talked, talked.makefile("rb") as lines:
            while (line := lines.readline()) and not server.done.is_set():
                head = b"".join(iter(lines.readline, b"\r\n"))
                headers = BytesHeaderParser().parsebytes(head)
                server.seen.append(Seen(line.decode().strip(), headers, number))
                answer = server.next_answer()
                if isinstance(answer, bytes):
                    talked.sendall(answer)
                else:
                    answer(talked.sendall, server.done)
                    break
