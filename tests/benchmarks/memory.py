"""Resident memory over 500 charts, of the bot and of the process that draws for it."""

from collections.abc import Iterable

from tests.benchmarks.figures import Row, line
from tests.benchmarks.running import Running, running

CHARTS = 500
WARM = 50


def rows() -> Iterable[Row]:
    """Memory after the first 50 charts and after all of them."""
    with running() as bot:
        _draw(bot, range(WARM))
        early = bot.memory()
        _draw(bot, range(WARM, CHARTS))
        late = bot.memory()
    for name in early:
        growth = 100 * (late[name] / early[name] - 1)
        figure = f"{early[name]:.0f} MB, then {late[name]:.0f} MB ({growth:+.1f} %)"
        yield f"{name}: after {WARM} and after {CHARTS} charts", figure, "within 10 %"


def _draw(bot: Running, numbers: range) -> None:
    """One chart after the other, each complete before the next is asked for."""
    for number in numbers:
        bot.ask(line(number))
        bot.settle(number + 1)
