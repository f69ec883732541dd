"""What runs in the studio's processes. Matplotlib is imported there, and only there."""

import contextlib
import importlib
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Final

from charts.model import Drawing, Picture, Sheet

PRELOADED: Final = "charts.warm"
"""What the server that workers are forked from has loaded."""
_MEMORY: Final = 512 * 1024 * 1024
"""Bytes of data that a worker may hold; a picture takes about a tenth."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no picture: for the person who waits, and for the log."""

    sentence: str
    details: str = ""


def serve(connection: Connection) -> None:
    """Draw what comes until nothing comes any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started this decides when it ends
    _limit_memory()
    draw: Callable[[Drawing | Sheet], Picture] = importlib.import_module(PRELOADED).draw
    with contextlib.suppress(EOFError, OSError):
        while True:
            connection.send(_drawn(draw, connection.recv()))


def _drawn(draw: Callable[[Drawing | Sheet], Picture], shown: Drawing | Sheet) -> Picture | Failure:
    """A picture, or what went wrong; this process's one boundary."""
    try:
        return draw(shown)
    except MemoryError:
        return Failure("The chart takes more memory than charts may.")
    except ValueError as problem:
        return Failure(str(problem), traceback.format_exc())
    except Exception:  # noqa: BLE001 - one drawing that fails must not end the process
        return Failure("The chart could not be drawn; the log says why.", traceback.format_exc())


def _limit_memory() -> None:
    """Where the system can, so that a drawing that runs wild fails alone."""
    if sys.platform == "linux":
        import resource  # noqa: PLC0415 - not on every system

        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        most = _MEMORY if hard == resource.RLIM_INFINITY else min(_MEMORY, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (most, hard))
