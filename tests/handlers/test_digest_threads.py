"""Digests whose pictures go into their threads."""

from collections.abc import Iterator

import pytest

from tests.handlers.digests import added, bot_without_digests, history, to_nine
from tests.handlers.talking import Product, has_picture, product, said, until

bot = bot_without_digests


@pytest.fixture(scope="module")
def shared() -> Iterator[Product]:
    """One product in a time of its own that puts pictures into threads."""
    with product(transport="socket", one_clock=True, drumbeat_pictures="thread") as bot:
        yield bot


def test_each_picture_of_a_digest_goes_into_its_thread_once(bot: Product) -> None:
    """The message has the numbers of all charts, its thread all pictures."""
    added(bot, "by application, deploys mobile 7d every day 09:00")
    bot.say("/invite @Drumbeat")
    before = len(bot.posted())
    bot.pass_time(to_nine(bot))
    words, *pictures = until(lambda: bot.posted()[before:], lambda seen: len(seen) == 3)
    assert not has_picture(words)
    assert said(words).count("4 deployments") >= 2
    assert [one.thread_ts for one in pictures] == [words.ts, words.ts]
    assert all(len(one.files) == 1 for one in pictures)
    bot.pass_time(60)
    assert len(bot.posted()) == before + 3


def test_a_thread_that_is_closed_to_the_bot_is_said_so(bot: Product) -> None:
    """The numbers stand, and the message says how to invite it; the digest counts as sent."""
    number = added(bot)
    bot.pass_time(to_nine(bot))
    came = until(lambda: bot.posted()[-1], lambda seen: "/invite @Drumbeat" in said(seen))
    assert "4 deployments" in said(came)
    assert ": sent" in history(bot, number)
