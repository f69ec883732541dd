"""What all tests share: a clock that stands still, and no proxies between them and this machine."""

from datetime import UTC, datetime

import pytest

from tests.fakes import MovedClock

_PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


@pytest.fixture
def clock() -> MovedClock:
    """A Tuesday morning that lasts as long as the test wants."""
    return MovedClock(datetime(2026, 11, 24, 9, 30, tzinfo=UTC))


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever proxy this machine uses, loopback is not behind it."""
    for name in _PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
