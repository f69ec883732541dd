"""From a typed line to the query string that LaunchDarkly receives, for every parameter."""

import pytest

from bot.catalog import Kind
from tests.bot.full_lines import FULL
from tests.handlers.talking import Product, until


@pytest.mark.parametrize(("kind", "line", "sent"), FULL)
def test_what_is_typed_is_what_launchdarkly_receives(
    bot: Product, kind: Kind, line: str, sent: dict[str, str]
) -> None:
    """Every parameter of the endpoint, under its own name, with the value that was typed."""
    before = len(bot.stage.record.requests)
    bot.say(f"{kind.command} {line}")

    def received() -> list[dict[str, str]]:
        new = bot.stage.record.requests[before:]
        return [dict(one.query) for one in new if one.path == kind.path]

    assert sent in until(received, lambda seen: sent in seen or len(seen) > 1)
    until(bot.posted, len)
    assert bot.told() == []
