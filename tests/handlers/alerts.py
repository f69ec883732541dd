"""Alerts in the whole product, for tests that change them."""

import contextlib
from collections.abc import Iterator

from tests.handlers.talking import Product, until
from tests.handlers.test_alerts import asked, numbers


@contextlib.contextmanager
def without_alerts(bot: Product) -> Iterator[Product]:
    """A product with nothing in its channels, no alerts and nothing quiet, before and after."""
    bot.reset()
    yield bot
    bot.clear_trouble()
    for line in ("loud channel", "loud all", "hours off"):
        asked(bot, f"/drumbeat alert {line}")
    for number in numbers(bot):
        asked(bot, f"/drumbeat alert delete {number}")
    assert bot.rhythm is not None
    bot.pass_time(5)  # their messages say that they are over, before all messages are forgotten
    until(lambda: bot.rhythm, lambda rhythm: rhythm and rhythm.is_idle)
