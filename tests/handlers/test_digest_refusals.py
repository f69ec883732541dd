"""Digests that Slack refuses, whole or in part: they come with less, or somebody is told why."""

from collections.abc import Iterator

import pytest

from tests.handlers.digests import added, became, digests, sent, to_nine, without_digests
from tests.handlers.talking import PROJECT, Product, has_picture, labels, product, said, until


@pytest.fixture(scope="module")
def shared() -> Iterator[Product]:
    """One product in a time of its own, for all tests of this file."""
    with product(transport="socket", one_clock=True) as bot:
        yield bot


@pytest.fixture
def bot(shared: Product) -> Iterator[Product]:
    """The product, with nothing in its channels and no digests."""
    with without_digests(shared):
        yield shared


@pytest.mark.parametrize("error", ["msg_too_long", "msg_blocks_too_long", "invalid_blocks"])
def test_what_is_too_much_for_a_message_comes_short(bot: Product, error: str) -> None:
    """Without pictures, with the lines that bring them; the log says that something is wrong."""
    number = added(bot)
    bot.trouble("chat.postMessage", "error", error=error)
    bot.pass_time(to_nine(bot))
    sent(bot, number)
    (came,) = digests(bot)
    assert not has_picture(came)
    assert f"/deploys {PROJECT} 30d" in said(came)
    assert "Pause" in labels(came)
    assert f"Slack refuses digest {number} as it is: {error}" in bot.log.getvalue()


@pytest.mark.parametrize(
    ("method", "kind", "more", "words"),
    [
        ("files.getUploadURLExternal", "error", {"error": "missing_scope"}, "files:write"),
        ("upload", "status", {"status": 500}, "Slack did not say whether it took the chart"),
        ("files.completeUploadExternal", "error", {"error": "a_new_one"}, "did not take the chart"),
    ],
)
def test_without_a_picture_the_numbers_come_and_say_so(
    bot: Product, method: str, kind: str, more: dict[str, str], words: str
) -> None:
    """What is wrong with pictures alone is no reason to pause a digest."""
    number = added(bot)
    bot.trouble(method, kind, times=99, **more)
    bot.pass_time(to_nine(bot))
    sent(bot, number)
    (came,) = digests(bot)
    assert not has_picture(came)
    assert words in said(came)
    assert "4 deployments" in said(came)


def test_what_nobody_can_explain_is_tried_five_times(bot: Product) -> None:
    """Then its owner is told; the digest is not paused, so its next slot is tried anew."""
    number = added(bot)
    bot.trouble("chat.postMessage", "error", error="brand_new_error", times=5)
    bot.pass_time(to_nine(bot))
    became(bot, number, "not sent (Slack refuses it (brand_new_error))")
    direct = bot.stage.workspace.store.direct(bot.stage.workspace.person("ada").id)
    (told,) = until(lambda: bot.stage.workspace.store.messages(direct.id), len)
    assert "was not sent: Slack refuses it (brand_new_error)" in told.text
    assert digests(bot) == []
    bot.pass_time(to_nine(bot))
    until(lambda: digests(bot), len)
