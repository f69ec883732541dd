"""How the app gets what people do: over its sockets or as signed HTTP requests.

Source: https://docs.slack.dev/interactivity/handling-user-interaction (an ack within 3 seconds).
"""

from dataclasses import dataclass
from typing import Any, Final, Literal, Protocol

ACK_SECONDS: Final = 3.0
EnvelopeKind = Literal["slash_commands", "interactive", "events_api"]


class Undelivered(Exception):  # noqa: N818 - what happened to the envelope
    """The app did not take it: `operation_timeout`, or `dispatch_failed` if nobody was there."""

    def __init__(self, code: str, reason: str = "http_error") -> None:
        super().__init__(code)
        self.code = code
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Retry:
    """That an event is sent again: how often it was, and why."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class Envelope:
    """Something for the app: what kind, and what."""

    kind: EnvelopeKind
    payload: dict[str, Any]
    retry: Retry | None = None

    def on_socket(self) -> dict[str, Any]:
        """As Socket Mode carries it, but for the envelope's id."""
        told: dict[str, Any] = {
            "type": self.kind,
            "payload": self.payload,
            "accepts_response_payload": self.kind != "events_api",
        }
        if self.kind == "events_api":
            told["retry_attempt"] = self.retry.number if self.retry else 0
            told["retry_reason"] = self.retry.reason if self.retry else ""
        return told


class Transport(Protocol):
    """A way to the app."""

    @property
    def name(self) -> Literal["socket", "http"]:
        """What the page calls it."""
        ...

    @property
    def connected(self) -> bool:
        """Whether there is anybody to send to."""
        ...

    async def send(self, envelope: Envelope) -> dict[str, Any]:
        """Send, wait for the ack and return what it says.

        Raises:
            Undelivered: If it does not come.
        """
        ...
