"""Making the server misbehave, for tests of whoever asks it; and a record of what was asked."""

import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

_KEPT: Final = 1_000


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong with one request. Whatever is not set goes right.

    Attributes:
        delay: Seconds before anything is answered.
        held: Nothing is answered until this is set.
        status: Answer with this status instead of doing what was asked.
        body: Answer with these bytes instead of doing what was asked.
        headers: Put these over the answer's own; names are taken as they are.
        drip: Seconds between one byte of the body and the next.
        cut_after: Close the connection after so many bytes of the body; 0 closes it without any
            answer, before what was asked is done.
    """

    delay: float = 0.0
    held: threading.Event | None = None
    status: int | None = None
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    drip: float | None = None
    cut_after: int | None = None

    @property
    def replaces(self) -> bool:
        """Whether the answer is the fault's own, and what was asked is not done."""
        return self.status is not None or self.body is not None


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A fault and the requests that it waits for."""

    fault: Fault
    path: str
    query: Mapping[str, str]


class Faults:
    """Faults that wait for their requests. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: deque[_Waiting] = deque()

    def add(
        self,
        fault: Fault,
        *,
        times: int = 1,
        path: str = "",
        query: Mapping[str, str] | None = None,
    ) -> None:
        """Let the next requests go wrong.

        Args:
            fault: How.
            times: How many requests.
            path: Only requests whose path ends so.
            query: Only requests with these parameters, whatever else they have.
        """
        with self._lock:
            self._waiting.extend([_Waiting(fault, path, query or {})] * times)

    def clear(self) -> None:
        """Let all requests go right again."""
        with self._lock:
            self._waiting.clear()

    def take(self, path: str, query: Mapping[str, str]) -> Fault | None:
        """The fault of a request that has arrived, oldest first."""
        with self._lock:
            for waiting in self._waiting:
                if path.endswith(waiting.path) and waiting.query.items() <= query.items():
                    self._waiting.remove(waiting)
                    return waiting.fault
        return None


@dataclass(frozen=True, slots=True)
class Received:
    """A request as it came.

    Attributes:
        method: `GET`, `POST`, `PATCH` and the like.
        path: Without the query.
        query: The parameters, the first of each name.
        headers: Their names in lower case; kept out of `repr`, since one is a token.
    """

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str] = field(repr=False)


class Record:
    """The latest requests, up to a thousand. Safe to share between threads."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._requests: deque[Received] = deque(maxlen=_KEPT)
        self._count = 0

    @property
    def requests(self) -> tuple[Received, ...]:
        """What was received, oldest first."""
        with self._changed:
            return tuple(self._requests)

    @property
    def count(self) -> int:
        """How many were received since the start, kept or not."""
        with self._changed:
            return self._count

    def add(self, request: Received) -> None:
        """Keep a request."""
        with self._changed:
            self._requests.append(request)
            self._count += 1
            self._changed.notify_all()

    def wait_for(self, count: int, *, timeout: float) -> bool:
        """Wait until so many requests have come since the start; whether they have."""
        with self._changed:
            return self._changed.wait_for(lambda: self._count >= count, timeout)
