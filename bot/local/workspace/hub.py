"""Who listens to what happens in the workspace: the pages that are open."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

Event = dict[str, Any]

_WAITING: Final = 1_000
"""Events a page may lag behind before its stream is ended; it then reads everything anew."""


@dataclass(eq=False, slots=True)
class Listener:
    """One open page, acting as one person; None in its queue ends the stream."""

    person: str
    events: "asyncio.Queue[Event | None]" = field(default_factory=lambda: asyncio.Queue(_WAITING))


class Hub:
    """Passes each event to the pages of those who may know of it."""

    def __init__(self) -> None:
        self._listeners: set[Listener] = set()

    @contextmanager
    def listening(self, person: str) -> Iterator[Listener]:
        """Listen as a person for as long as the block lasts."""
        listener = Listener(person)
        self._listeners.add(listener)
        try:
            yield listener
        finally:
            self._listeners.discard(listener)

    def tell(self, kind: str, to: frozenset[str] | None, **event: Any) -> None:  # noqa: ANN401 - any JSON
        """Pass an event to some people's pages, or to everybody's if `to` is None."""
        for listener in tuple(self._listeners):
            if to is None or listener.person in to:
                self._give(listener, {"type": kind, **event})

    def close(self) -> None:
        """End all streams."""
        for listener in tuple(self._listeners):
            self._end(listener)

    def _give(self, listener: Listener, event: Event) -> None:
        if listener.events.qsize() < _WAITING - 1:
            listener.events.put_nowait(event)
        else:
            self._end(listener)

    def _end(self, listener: Listener) -> None:
        self._listeners.discard(listener)
        listener.events.put_nowait(None)
