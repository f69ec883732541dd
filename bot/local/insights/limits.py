"""Rate limits: counted in windows of ten seconds, told in up to four families of headers.

LaunchDarkly limits per account, per route, per token and per address. It publishes neither the
numbers nor which of its headers come when: each family is there only if its limit applied, the
reset may lie in the past, and a 429 may carry none of them. All of that can be switched.

Source: https://launchdarkly.com/docs/api (section "Rate limiting")
"""

import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from bot.local.insights.problems import ProblemError

WINDOW_MS: Final = 10_000

Family = Literal["account", "route", "token", "address"]
FAMILIES: Final[frozenset[Family]] = frozenset(("account", "route", "token", "address"))


@dataclass(frozen=True, slots=True)
class RateLimit:
    """How requests are limited.

    Attributes:
        limit: Requests in a window that each family lets through; None limits nothing.
        families: Which limits apply. Only `address`: a 429 has `Retry-After` and nothing else.
        reset_in_past: Say that the window ended a second ago, as LaunchDarkly now and then does.
        silent: Send no headers with a 429.
    """

    limit: int | None = None
    families: frozenset[Family] = FAMILIES
    reset_in_past: bool = False
    silent: bool = False


class Limiter:
    """Counts requests. Safe to share between threads.

    Attributes:
        rules: The limits in force; a new value takes effect with the next request.
    """

    def __init__(self, rules: RateLimit | None = None) -> None:
        self.rules = rules or RateLimit()
        self._lock = threading.Lock()
        self._window = 0
        self._used: Counter[tuple[Family, str]] = Counter()

    def admit(self, *, route: str, token: str, address: str, now: int) -> dict[str, str]:
        """Count a request.

        Args:
            route: The URL's pattern with its verb.
            token: Whose request it is.
            address: Where it comes from.
            now: The present in epoch milliseconds.

        Returns:
            The headers of its answer.

        Raises:
            ProblemError: A 429, if one of the limits is used up.
        """
        rules = self.rules
        if rules.limit is None:
            return {}
        names: dict[Family, str] = {
            "account": "",
            "route": route,
            "token": token,
            "address": address,
        }
        counted = {family: name for family, name in names.items() if family in rules.families}
        used = self._count(counted, now // WINDOW_MS)
        left = {family: max(0, rules.limit - count) for family, count in used.items()}
        if all(count <= rules.limit for count in used.values()):
            return _headers(rules, left, now)
        headers = {} if rules.silent else _headers(rules, left, now)
        if "address" in rules.families and not rules.silent:
            headers["Retry-After"] = str(-((now - _reset(now)) // 1000))
        raise ProblemError(
            429, "rate_limited", "You've exceeded the API rate limit", headers=headers
        )

    def _count(self, names: Mapping[Family, str], window: int) -> dict[Family, int]:
        with self._lock:
            if window != self._window:
                self._window = window
                self._used.clear()
            self._used.update(names.items())
            return {family: self._used[family, name] for family, name in names.items()}


def _reset(now: int) -> int:
    return (now // WINDOW_MS + 1) * WINDOW_MS


def _headers(rules: RateLimit, left: Mapping[Family, int], now: int) -> dict[str, str]:
    """Headers of the families that apply; the limit per address shows only once it is used up."""
    reset = str(now - 1000 if rules.reset_in_past else _reset(now))
    prefixes: dict[Family, str] = {"account": "Global", "route": "Route", "token": "Auth-Token"}
    headers: dict[str, str] = {}
    for family, prefix in prefixes.items():
        if family in left:
            headers[f"X-Ratelimit-{prefix}-Limit"] = str(rules.limit)
            headers[f"X-Ratelimit-{prefix}-Remaining"] = str(left[family])
            name = "X-Ratelimit-Auth-Token-Reset" if family == "token" else "X-Ratelimit-Reset"
            headers[name] = reset
    return headers
