"""The limit on a whole request, at the sockets themselves."""

import socket
import threading
from contextlib import closing

from urllib3.connection import HTTPSConnection

from bot.insights.deadline import DeadlineAdapter, cutoff


def pair() -> tuple[socket.socket, socket.socket]:
    """Two ends of a connection, neither of which waits for ever."""
    ends = socket.socketpair()
    for end in ends:
        end.settimeout(5)
    return ends


def test_who_reads_is_freed_and_who_comes_late_is_not_let_in() -> None:
    """A read ends when the time has passed; a socket that is named afterwards is shut at once."""
    ours, theirs = pair()
    late, other = pair()
    with ours, theirs, late, other, cutoff(0.01) as limit:
        limit.watch(ours)
        assert ours.recv(1) == b""
        assert limit.passed
        limit.watch(late)
        assert late.recv(1) == b""
        late.close()
        for gone in (late, None):  # closed by whoever reads, at the same moment, or never opened
            limit.watch(gone)


def test_what_is_done_in_time_is_left_alone() -> None:
    """The socket goes back to its pool and works; no thread is left waiting."""
    before = threading.active_count()
    ours, theirs = pair()
    with ours, theirs:
        with cutoff(60) as limit:
            limit.watch(ours)
        theirs.send(b"x")
        assert ours.recv(1) == b"x"
        assert not limit.passed
    for thread in threading.enumerate():
        if isinstance(thread, threading.Timer):
            thread.join(5)
    assert threading.active_count() <= before


def test_connections_through_a_proxy_are_watched_too() -> None:
    """A proxy is no way around the deadline."""
    with closing(DeadlineAdapter()) as adapter:
        direct = adapter.poolmanager.pool_classes_by_scheme
        proxied = adapter.proxy_manager_for("http://127.0.0.1:9").pool_classes_by_scheme
    assert proxied == direct
    assert direct["https"].ConnectionCls is not HTTPSConnection
