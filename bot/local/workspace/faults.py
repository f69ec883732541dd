"""Bad days on request: the next calls of a method go wrong in the way somebody chose."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, get_args

FaultKind = Literal["delay", "ratelimited", "status", "drop_before", "drop_after", "error", "body"]
KINDS: Final[tuple[str, ...]] = get_args(FaultKind)

SURFACES: Final = frozenset({"socket", "response_url", "upload"})
"""What can go wrong besides the methods of the Web API."""
_ON_SOCKET: Final = frozenset({"delay", "drop_before", "drop_after"})
"""A socket has no answers, so these are what can happen to it."""
_STATUS: Final = {"status": (503, 400, 599), "body": (200, 200, 599)}
"""A status unless another is said, the least and the most."""
_MOST_SECONDS: Final = 600.0
_MOST_TIMES: Final = 100_000


class FaultError(ValueError):
    """A fault that makes no sense; the message says why."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What the next `times` calls meet.

    Attributes:
        method: A Web API method, "socket", "response_url" or "upload"; "*" is every call that
            gets an answer.
        kind: `delay` carries the call out `seconds` late; `ratelimited` answers 429, `status` with
            `status`, `error` with `error`, none of them carrying it out; `drop_before` and
            `drop_after` cut the connection without an answer, before or after carrying it out;
            `body` carries it out and answers with `status` and `body`, which may be anything.
        times: How many calls are left.
    """

    method: str
    kind: FaultKind
    times: int = 1
    seconds: float = 3.0
    status: int = 503
    error: str = "internal_error"
    retry_after: int = 1
    body: str = ""

    def shown(self) -> dict[str, Any]:
        """As the page gets it: with the one detail that its kind has."""
        details: dict[str, dict[str, Any]] = {
            "delay": {"seconds": self.seconds},
            "ratelimited": {"retry_after": self.retry_after},
            "status": {"status": self.status},
            "error": {"error": self.error},
            "body": {"status": self.status, "body": self.body},
        }
        detail = details.get(self.kind, {})
        return {"method": self.method, "kind": self.kind, "times": self.times, **detail}


def read_fault(given: Mapping[str, Any]) -> Fault:
    """A fault as the control interface takes it.

    Raises:
        FaultError: If it is none.
    """
    kind = given.get("kind")
    if kind not in KINDS:
        raise FaultError(f"kind is one of {', '.join(KINDS)}.")
    method = given.get("method", "*")
    if not isinstance(method, str):
        raise FaultError("method is the name of a method, or *.")
    if method == "socket" and kind not in _ON_SOCKET:
        raise FaultError(f"A socket can meet {', '.join(sorted(_ON_SOCKET))}.")
    return Fault(
        method,
        kind,
        times=int(_number(given, "times", 1, 1, _MOST_TIMES)),
        seconds=_number(given, "seconds", 3.0, 0, _MOST_SECONDS),
        status=int(_number(given, "status", *_STATUS.get(kind, _STATUS["status"]))),
        error=str(given.get("error", "internal_error")),
        retry_after=int(_number(given, "retry_after", 1, 0, _MOST_SECONDS)),
        body=str(given.get("body", "")),
    )


def _number(
    given: Mapping[str, Any], name: str, default: float, least: float, most: float
) -> float:
    value = given.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise FaultError(f"{name} is a number from {least:g} to {most:g}.")
    return value


class Faults:
    """The faults to come, in the order in which they were asked for."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Let the next calls meet this."""
        self._faults.append(fault)

    def clear(self) -> None:
        """Let everything go well again."""
        self._faults.clear()

    def take(self, method: str) -> Fault | None:
        """The fault that this call meets, if any; it counts as met."""
        for index, fault in enumerate(self._faults):
            if fault.method == method or (fault.method == "*" and method != "socket"):
                left = replace(fault, times=fault.times - 1)
                self._faults[index : index + 1] = [left] if left.times else []
                return fault
        return None

    def shown(self) -> list[dict[str, Any]]:
        """As the page gets them."""
        return [fault.shown() for fault in self._faults]
