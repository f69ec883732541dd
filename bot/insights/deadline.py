"""A limit on the whole of a request, which the timeouts of sockets do not give.

requests and urllib3 limit each single read; a server that sends a byte a second stays within it
for hours. Here a timer shuts the connection's socket when the whole time has passed, so that the
thread which waits is free again whatever the other side drips.
"""

import contextlib
import socket
import threading
from collections.abc import Iterator
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

_current = threading.local()


class Cutoff:
    """Shuts the socket that this thread is reading from when the time has passed."""

    def __init__(self, seconds: float) -> None:
        self.passed = False
        self._socket: socket.socket | None = None
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def watch(self, connected: socket.socket | None) -> None:
        """Name the socket that is being read from now on."""
        with self._lock:
            self._socket = connected
            if self.passed:
                _shut(connected)

    def _cut(self) -> None:
        with self._lock:
            self.passed = True
            _shut(self._socket)

    def start(self) -> None:
        """Start counting."""
        self._timer.start()

    def cancel(self) -> None:
        """Stop counting; the socket goes back to its pool."""
        self._timer.cancel()
        with self._lock:
            self._socket = None


def _shut(connected: socket.socket | None) -> None:
    if connected is not None:
        with contextlib.suppress(OSError):  # it may be closed already, which is what we want
            # Below TLS, whose own shutdown takes its state from under the thread that reads.
            socket.socket.shutdown(connected, socket.SHUT_RDWR)


@contextlib.contextmanager
def cutoff(seconds: float) -> Iterator[Cutoff]:
    """Limit all that this thread reads over a `DeadlineAdapter` to so many seconds in total."""
    limit = Cutoff(seconds)
    _current.cutoff = limit
    limit.start()
    try:
        yield limit
    finally:
        limit.cancel()
        _current.cutoff = None


def _watch(connected: socket.socket | None) -> None:
    limit: Cutoff | None = getattr(_current, "cutoff", None)
    if limit is not None:
        limit.watch(connected)


class _Connection(HTTPConnection):
    def getresponse(self) -> Any:  # noqa: ANN401 - urllib3's answer is not http.client's, as its base says
        _watch(self.sock)
        return super().getresponse()


class _SecureConnection(HTTPSConnection):
    def getresponse(self) -> Any:  # noqa: ANN401 - as above
        _watch(self.sock)
        return super().getresponse()


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


class DeadlineAdapter(HTTPAdapter):
    """A requests adapter whose connections obey `cutoff`."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - requests' own signature
        """Use the watched connections."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}

    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - as above
        """Use them behind a proxy too."""
        manager = super().proxy_manager_for(*args, **kwargs)
        manager.pool_classes_by_scheme = self.poolmanager.pool_classes_by_scheme
        return manager

    def close(self) -> None:
        """Close the pooled connections now; urllib3 leaves that to the garbage collector."""
        for key in self.poolmanager.pools.keys():  # noqa: SIM118 - urllib3 lets nobody iterate over it
            self.poolmanager.pools[key].close()
        super().close()
