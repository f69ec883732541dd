"""A local LaunchDarkly under test, with everything that a test may turn."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Final

import requests

from bot.local.insights import moments
from bot.local.insights.app import create_app
from bot.local.insights.config import Config
from bot.local.insights.faults import Faults, Record
from bot.local.insights.limits import Limiter
from bot.local.insights.model import Event
from bot.local.insights.store import Store
from bot.local.insights.tokens import Tokens, new_token
from bot.local.serving import serving
from tests.fakes import MovedClock

DAY: Final = 86_400_000
INSIGHTS: Final = "/api/v2/engineering-insights"
FREQUENCY: Final = f"{INSIGHTS}/charts/deployments/frequency"
RELEASES: Final = f"{INSIGHTS}/charts/releases/frequency"
LEAD_TIME: Final = f"{INSIGHTS}/charts/lead-time"
STALE: Final = f"{INSIGHTS}/charts/flags/stale"
STATUS: Final = f"{INSIGHTS}/charts/flags/status"
SHOP: Final[dict[str, str | int]] = {"projectKey": "shop", "environmentKey": "production"}
BETA: Final = {"LD-API-Version": "beta"}


def ms(text: str) -> int:
    """Epoch milliseconds of an ISO time, UTC unless it says otherwise."""
    moment = datetime.fromisoformat(text)
    return moments.to_ms(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


FINISHED: Final = Event("shop", "production", "web", "1.0.0", "finished", ms("2026-11-20"))


def finished(version: str, at: str, **changes: Any) -> Event:  # noqa: ANN401 (the fields of an event)
    """A finished event of shop / production / web."""
    return replace(FINISHED, version=version, at=ms(at), **changes)


@dataclass
class Local:
    """A running server and its parts."""

    url: str
    store: Store
    clock: MovedClock
    writer: str
    reader: str
    limiter: Limiter = field(default_factory=Limiter)
    faults: Faults = field(default_factory=Faults)
    record: Record = field(default_factory=Record)

    def request(
        self,
        method: str,
        path: str,
        *,
        headers: dict[str, str] | None = None,
        body: Any = None,  # noqa: ANN401 (bytes, or anything that JSON can hold)
        query: dict[str, str | int] | None = None,
    ) -> requests.Response:
        """Send a request as the writer, with the beta header."""
        with requests.Session() as session:
            session.trust_env = False
            return session.request(
                method,
                self.url + path,
                params=query or {},
                headers={"Authorization": self.writer, **BETA, **(headers or {})},
                data=body if body is None or isinstance(body, bytes) else json.dumps(body),
                timeout=5,
            )

    def get(self, path: str, **query: str | int) -> requests.Response:
        """Get something as the writer."""
        return self.request("GET", path, query=query)

    def chart(self, path: str = FREQUENCY, /, **query: str | int) -> Any:  # noqa: ANN401 (any JSON)
        """An answer that must be given; the deployment frequency chart unless it says another."""
        answer = self.get(path, **query)
        assert answer.status_code == requests.codes.ok, answer.text
        return answer.json()

    def refused(self, status: int, path: str = FREQUENCY, /, **query: str | int) -> dict[str, str]:
        """Why a request is refused: reasons by attribute, or the message under an empty name."""
        answer = self.get(path, **query)
        assert answer.status_code == status, answer.text
        body = answer.json()
        reasons = {one["attribute"]: one["reason"] for one in body.get("errors", ())}
        return reasons or {"": body["message"]}


@contextmanager
def running(clock: MovedClock, config: Config | None = None) -> Iterator[Local]:
    """A server with an empty store."""
    with Store() as store:
        local = Local("", store, clock, new_token(), new_token())
        app = create_app(
            store,
            tokens=Tokens(writers=frozenset([local.writer]), readers=frozenset([local.reader])),
            clock=clock.now,
            config=config,
            limiter=local.limiter,
            faults=local.faults,
            record=local.record,
        )
        with serving(app) as local.url:
            yield local


def bounds(chart: Any) -> list[list[dict[str, Any]]]:  # noqa: ANN401 (any JSON)
    """The bounds of a chart, series by series."""
    return [series["metadata"]["bounds"] for series in chart["series"]]


def points(chart: Any) -> dict[str, list[int]]:  # noqa: ANN401 (any JSON)
    """The values of a chart, by series."""
    return {
        series["metadata"]["name"]: [point["y"] for point in series["data"]]
        for series in chart["series"]
    }
