"""Rate limits as Slack promises them."""

from collections.abc import Iterator

import pytest

from bot.local.serving import serving
from bot.local.workspace.limits import Limits
from bot.local.workspace.refusals import RateLimited
from bot.local.workspace.server import create_app
from bot.local.workspace.workspace import Workspace
from tests.bot.local.workspace.harness import DELIVERY, MANIFEST, MOBILE, Caller, MovedClock


@pytest.fixture
def limited(moved: MovedClock) -> Iterator[Caller]:
    """A workspace that limits calls."""
    workspace = Workspace(MANIFEST, clock=moved)
    with serving(create_app(workspace)) as base:
        caller = Caller(workspace, base)
        yield caller
        caller.http.close()


def test_a_method_has_its_calls_a_minute(limited: Caller, moved: MovedClock) -> None:
    """One more is a 429 that says when to come back; other methods are not affected."""
    for _ in range(20):
        assert limited.call("users.list")["ok"]
    moved.move(15)
    refused = limited.send("users.list", {})
    assert (refused.status_code, refused.json()["error"]) == (429, "ratelimited")
    assert refused.headers["Retry-After"] == "45"
    assert limited.call("auth.test")["ok"]
    moved.move(45)
    assert limited.call("users.list")["ok"]


def test_a_channel_takes_one_message_a_second(limited: Caller, moved: MovedClock) -> None:
    """A burst of three passes, the fourth waits a second; another channel has its own bucket."""

    def post(channel: str) -> int:
        return limited.send("chat.postMessage", {"channel": channel, "text": "x"}).status_code

    assert [post(DELIVERY) for _ in range(4)] == [200, 200, 200, 429]
    assert post(MOBILE) == 200
    moved.move(1)
    assert [post(DELIVERY) for _ in range(2)] == [200, 429]


def test_what_is_refused_for_other_reasons_is_not_counted_as_a_message(
    limited: Caller,
) -> None:
    """Only messages fill a channel's bucket."""
    for _ in range(5):
        assert limited.refusal("chat.postMessage", channel=DELIVERY) == "no_text"
    assert limited.call("chat.postMessage", channel=DELIVERY, text="x")["ok"]


def test_limits_can_be_switched_off(limited: Caller) -> None:
    """For load tests."""
    limited.workspace.limits.on = False
    for _ in range(10):
        assert limited.call("chat.postMessage", channel=DELIVERY, text="x")["ok"]
    assert limited.get("state")["limits"] is False


def test_a_full_bucket_is_regained_with_time() -> None:
    """It never holds more than a burst, however long nothing was said."""
    clock = MovedClock()
    limits = Limits(clock)
    clock.move(1_000)
    for _ in range(3):
        limits.message("C1")
    with pytest.raises(RateLimited) as refused:
        limits.message("C1")
    assert refused.value.retry_after == 1
