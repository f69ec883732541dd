"""Asking LaunchDarkly: one method that sends, with deadlines, bounds and patience.

Source: https://launchdarkly.com/docs/api (sections "Authentication", "Beta resources")
"""

import copy
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import quote, urlsplit

import requests
import tenacity

from bot import __version__
from bot.chart import Chart
from bot.clock import Clock
from bot.insights.body import parse_chart, parse_object
from bot.insights.deadline import Cutoff, DeadlineAdapter, cutoff
from bot.insights.errors import (
    BadAnswerError,
    InsightsError,
    RateLimitedError,
    TimedOutError,
    UnauthorizedError,
    UnreachableError,
    UntrustedError,
)
from bot.insights.pace import Gate, http_date
from bot.insights.refusals import refusal
from bot.query import Query

MAX_BODY: Final = 10 * 1024 * 1024
MAX_SKEW: Final = timedelta(minutes=5)
UNAUTHORIZED_PAUSE: Final = timedelta(minutes=5)
_CHUNK: Final = 64 * 1024
_USER_AGENT: Final = f"drumbeat/{__version__}"


@dataclass(frozen=True, slots=True)
class Patience:
    """How long LaunchDarkly is waited for.

    Attributes:
        connect: Seconds for a connection.
        total: Seconds for one whole request, to the last byte.
        attempts: How often one question is asked at most.
        budget: Seconds for all attempts and the pauses between them; a pause that would not fit
            is not begun.
    """

    connect: float = 3.0
    total: float = 10.0
    attempts: int = 3
    budget: float = 20.0


class _BareToken(requests.auth.AuthBase):
    """The token as LaunchDarkly takes it; given as `auth`, no .netrc puts another in its place."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = self._token
        return request


class _Session(requests.Session):
    """A session to which a redirect is an answer like any other.

    Told not to follow redirects, requests still reads the whole body of one, however large, and
    parses its address, whatever that is.
    """

    def get_redirect_target(self, resp: requests.Response) -> None:
        """There is none: the token goes to the address that was set, and nowhere else."""


class InsightsClient:
    """The engineering insights API, as far as Drumbeat reads it. Safe to share between threads."""

    def __init__(
        self,
        base_url: str,
        token: str,
        *,
        clock: Clock,
        patience: Patience = Patience(),
        jitter: Callable[[], float] = random.random,
    ) -> None:
        """Make a client; nothing is asked yet.

        Args:
            base_url: Scheme and host, as the settings have checked it.
            token: An API access token.
            clock: What time it is, and how to wait.
            patience: How long to wait for what.
            jitter: Between 0 and 1; spreads those who wait for the same moment.
        """
        self._base_url = base_url.rstrip("/")
        self._clock = clock
        self._patience = patience
        self._jitter = jitter
        self._gate = Gate()
        self._session = _Session()
        self._session.auth = _BareToken(token)
        self._session.headers.update({"LD-API-Version": "beta", "User-Agent": _USER_AGENT})
        self._session.trust_env = urlsplit(base_url).scheme == "https"  # no proxy for loopback
        self._session.mount(self._base_url, DeadlineAdapter(pool_maxsize=64))

    def with_patience(self, patience: Patience) -> "InsightsClient":
        """The same client with other patience; what makes one of them pause makes both."""
        twin = copy.copy(self)
        twin._patience = patience  # noqa: SLF001 - one of us
        return twin

    def close(self) -> None:
        """Close the pooled connections."""
        self._session.close()

    def chart(self, query: Query) -> Chart:
        """Ask for a chart.

        Raises:
            InsightsError: Whatever went wrong; see `bot.insights.errors`.
        """
        body, skew = self._get(query.kind.path, query.params())
        chart = parse_chart(body, query, read_at=self._clock.now())
        if abs(skew) <= MAX_SKEW:
            return chart
        minutes = abs(skew) // timedelta(minutes=1)
        note = f"The clocks of LaunchDarkly and of Drumbeat's machine differ by {minutes} minutes."
        return replace(chart, notes=(*chart.notes, note))

    def project_keys(self) -> tuple[str, ...]:
        """The keys of the projects that the token sees, the first hundred.

        Raises:
            InsightsError: As for a chart.
        """
        return self._keys("/api/v2/projects")

    def environment_keys(self, project: str) -> tuple[str, ...]:
        """The keys of a project's environments, the first hundred.

        Raises:
            InsightsError: As for a chart.
        """
        return self._keys(f"/api/v2/projects/{quote(project, safe='')}/environments")

    def _keys(self, path: str) -> tuple[str, ...]:
        body, _ = self._get(path, {"limit": "100"})
        items = parse_object(body).get("items")
        listed = items if isinstance(items, list) else ()
        keys = (item.get("key") for item in listed if isinstance(item, dict))
        return tuple(key for key in keys if isinstance(key, str))

    # -- patience -----------------------------------------------------------------------------

    def _get(self, path: str, params: dict[str, str]) -> tuple[bytes, timedelta]:
        """Ask until there is an answer, a lasting refusal, or no time left."""
        give_up_at = self._clock.monotonic() + self._patience.budget

        def enough(state: tenacity.RetryCallState) -> bool:
            too_late = self._clock.monotonic() + state.upcoming_sleep > give_up_at
            return too_late or state.attempt_number >= self._patience.attempts

        asking = tenacity.Retrying(
            retry=tenacity.retry_if_exception(
                lambda error: isinstance(error, InsightsError) and error.passing
            ),
            wait=self._pause,
            stop=enough,
            sleep=self._clock.sleep,
            reraise=True,
        )
        return asking(self._ask, path, params)

    def _pause(self, state: tenacity.RetryCallState) -> float:
        """Until LaunchDarkly says, or twice as long each time; with jitter either way."""
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, InsightsError) and error.retry_at is not None:
            return max(0.0, (error.retry_at - self._clock.now()).total_seconds()) + self._jitter()
        return 0.25 * 2.0**state.attempt_number * (0.5 + self._jitter())

    # -- one request --------------------------------------------------------------------------

    def _ask(self, path: str, params: dict[str, str]) -> tuple[bytes, timedelta]:
        self._gate.check(self._clock.now())
        with cutoff(self._patience.total) as limit:
            try:
                return self._receive(path, params, limit)
            except (requests.RequestException, OSError) as problem:
                raise _no_answer(problem, timed_out=limit.passed) from problem

    def _receive(self, path: str, params: dict[str, str], limit: Cutoff) -> tuple[bytes, timedelta]:
        timeout = (self._patience.connect, self._patience.total)
        with self._session.get(
            self._base_url + path,
            params=params,
            timeout=timeout,
            stream=True,
            allow_redirects=False,
        ) as response:
            body = _bounded(response)
            now = self._clock.now()
            if response.status_code == requests.codes.ok:
                # A body without a length ends where it is cut off, and looks whole.
                if limit.passed:
                    raise _too_late()
                return body, _skew(response.headers.get("Date"), now)
            error = refusal(response.status_code, response.headers, body, now=now)
            if isinstance(error, RateLimitedError) and error.retry_at:
                self._gate.shut(error.retry_at, error)
            if isinstance(error, UnauthorizedError):
                self._gate.shut(now + UNAUTHORIZED_PAUSE, error)
            raise error


def _bounded(response: requests.Response) -> bytes:
    body = bytearray()
    for chunk in response.iter_content(_CHUNK):
        body += chunk
        if len(body) > MAX_BODY:
            raise BadAnswerError(
                f"LaunchDarkly's answer is larger than {MAX_BODY // 1024**2} MB.",
                "Ask for a shorter time or longer buckets.",
            )
    return bytes(body)


def _skew(date: str | None, now: datetime) -> timedelta:
    """How far LaunchDarkly's clock is ahead of ours, nothing if it does not say."""
    there = http_date(date)
    return timedelta(0) if there is None else there - now


def _too_late() -> TimedOutError:
    return TimedOutError(
        "LaunchDarkly did not answer in time.",
        "Try again in a minute; status.launchdarkly.com says how it is.",
    )


def _no_answer(problem: Exception, *, timed_out: bool) -> InsightsError:
    """A connection that failed, in words that hold no URL and no token."""
    if timed_out or isinstance(problem, requests.Timeout):
        return _too_late()
    if isinstance(problem, requests.exceptions.SSLError):
        return UntrustedError(
            "The server that answered could not prove that it is LaunchDarkly; nothing was sent.",
            "Whoever runs Drumbeat should look at its network: a proxy or a wrong certificate.",
        )
    if isinstance(problem, requests.exceptions.ContentDecodingError):
        return BadAnswerError(
            "LaunchDarkly's answer is not packed as it says it is.",
            "Try again; if it stays, tell whoever runs Drumbeat.",
        )
    return UnreachableError(
        "LaunchDarkly could not be reached.",
        "Try again in a minute; if it stays, whoever runs Drumbeat should look at its network.",
    )
