"""How Slack says no: an error code, and sometimes what exactly is wrong."""

from collections.abc import Iterable
from typing import Any


class Refusal(Exception):  # noqa: N818 - Slack refuses; nothing went wrong in here
    """Slack's answer to a call that it does not carry out.

    Attributes:
        code: The error code, as in Slack's reference of the method.
        fields: Further top-level fields of the answer.
    """

    def __init__(self, code: str, **fields: Any) -> None:  # noqa: ANN401 - any JSON
        super().__init__(code)
        self.code = code
        self.fields = fields


class RateLimited(Refusal):
    """Too much in too short a time; an HTTP 429 with a `Retry-After` header.

    Source: https://docs.slack.dev/apis/web-api/rate-limits
    """

    def __init__(self, retry_after: int) -> None:
        super().__init__("ratelimited")
        self.retry_after = retry_after


def explained(code: str, messages: Iterable[str]) -> Refusal:
    """A refusal whose `response_metadata.messages` say what is wrong and where."""
    said = list(messages)
    return Refusal(
        code, errors=said, response_metadata={"messages": [f"[ERROR] {m}" for m in said]}
    )


def wrong_arguments(*messages: str) -> Refusal:
    """A call whose arguments are missing or of the wrong shape."""
    marked = [f"[ERROR] {message}" for message in messages]
    return Refusal("invalid_arguments", response_metadata={"messages": marked})


def missing_scope(needed: str, provided: Iterable[str]) -> Refusal:
    """A call that the app's manifest does not ask the permission for."""
    return Refusal("missing_scope", needed=needed, provided=",".join(sorted(provided)))
