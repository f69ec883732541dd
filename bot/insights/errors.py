"""What can go wrong between us and LaunchDarkly; each error is a sentence and a decision.

Source: https://launchdarkly.com/docs/api (sections "Errors" and "Rate limiting")
"""

from datetime import datetime


class InsightsError(Exception):
    """LaunchDarkly gave no chart.

    Attributes:
        sentence: What happened and what it means, for the person who asked.
        remedy: What to do next.
        passing: Whether asking again soon may help.
        retry_at: The earliest moment at which asking again makes sense, if it is known.
    """

    passing = False

    def __init__(self, sentence: str, remedy: str, *, retry_at: datetime | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.remedy = remedy
        self.retry_at = retry_at


class BadRequestError(InsightsError):
    """400: LaunchDarkly refuses the question; `reasons` holds (attribute, reason) pairs."""

    def __init__(
        self, sentence: str, remedy: str, *, reasons: tuple[tuple[str, str], ...] = ()
    ) -> None:
        super().__init__(sentence, remedy)
        self.reasons = reasons


class UnauthorizedError(InsightsError):
    """401: the token is wrong, expired or may not read this."""


class ForbiddenError(InsightsError):
    """403: the plan, the token's role or the beta header."""


class NotFoundError(InsightsError):
    """404: no such project, environment or application, or the token cannot see it."""


class RateLimitedError(InsightsError):
    """429: the account, the route, the token or the address has asked too often."""

    passing = True


class UnavailableError(InsightsError):
    """5xx: LaunchDarkly has a problem of its own."""

    passing = True


class TimedOutError(InsightsError):
    """No whole answer within the time that we give it."""

    passing = True


class UnreachableError(InsightsError):
    """No connection: DNS, network, TLS."""

    passing = True


class UntrustedError(InsightsError):
    """The other side could not prove that it is LaunchDarkly; nothing was sent."""


class BadAnswerError(InsightsError):
    """An answer that is not the chart that LaunchDarkly documents."""
