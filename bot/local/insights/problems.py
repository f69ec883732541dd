"""What is answered when a request is refused, in LaunchDarkly's own error bodies.

Source: https://launchdarkly.com/docs/api (section "Errors")
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Failure:
    """One thing wrong with a request: where, and what it must be instead."""

    attribute: str
    reason: str


class ProblemError(Exception):
    """A request is refused.

    Attributes:
        status: The HTTP status.
        code: LaunchDarkly's word for it.
        message: A sentence for whoever made the request.
        failures: What is wrong with it, for a 400.
        headers: To send along.
    """

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        *,
        failures: Sequence[Failure] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.failures = tuple(failures)
        self.headers = dict(headers or {})

    def body(self) -> dict[str, Any]:
        """The JSON body; only a 400 has `errors` (schema ValidationFailedErrorRep)."""
        body: dict[str, Any] = {"code": self.code, "message": self.message}
        if self.status == 400:  # noqa: PLR2004 (the status is its own name)
            body["errors"] = [
                {"attribute": one.attribute, "reason": one.reason} for one in self.failures
            ]
        return body


def invalid(*failures: Failure) -> ProblemError:
    """400: the request breaks a documented rule."""
    return ProblemError(400, "invalid_request", "validation failed", failures=failures)


def unauthorized() -> ProblemError:
    """401: no token, or none that is accepted; LaunchDarkly takes it bare, without `Bearer`."""
    return ProblemError(401, "unauthorized", "Invalid access token")


def beta_header_missing() -> ProblemError:
    """403: LaunchDarkly's own words for a request without the beta header."""
    return ProblemError(
        403,
        "forbidden",
        "This API is in beta. To use it, your request must include the header "
        "`LD-API-Version: beta`.",
    )


def forbidden(message: str) -> ProblemError:
    """403: the token is known and may not do this."""
    return ProblemError(403, "forbidden", message)


def not_found(message: str) -> ProblemError:
    """404: something that the request names does not exist."""
    return ProblemError(404, "not_found", message)
