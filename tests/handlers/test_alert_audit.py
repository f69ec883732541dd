"""Who changed what: written down with the change, told to those who may see what it is about."""

from collections.abc import Iterator

import pytest

from tests.handlers.alerts import added, asked, head, without_alerts
from tests.handlers.talking import Product, product, until


@pytest.fixture(scope="module")
def shared() -> Iterator[Product]:
    """One product in a time of its own, for all tests of this file."""
    with product(transport="socket", one_clock=True) as bot:
        yield bot


@pytest.fixture
def bot(shared: Product) -> Iterator[Product]:
    """The product, with nothing in its channels and no alerts."""
    with without_alerts(shared):
        yield shared


def changes(bot: Product) -> list[str]:
    """What Ada reads was changed, the newest first."""
    return asked(bot, "/drumbeat audit").splitlines()[1:]


def test_every_change_of_an_alert_is_written_down(bot: Product) -> None:
    """What was done, when, and from what to what."""
    number = added(bot)
    bot.pass_time(5)
    bot.press(head(bot, ": alerting"), "Acknowledge")
    bot.privately("Nothing of it is repeated")
    for line in (
        f"edit {number} deploys mobile below 1",
        f"quiet {number} for 2 days because freeze",
        f"loud {number}",
        f"pause {number}",
        f"resume {number}",
        f"delete {number}",
    ):
        asked(bot, f"/drumbeat alert {line}")
    told = changes(bot)[:8]
    for line, words in zip(
        told,
        ("deleted", "resumed", "paused", "silence ended", "silenced", "edited", "ack", "set up"),
        strict=True,
    ):
        assert f"UTC: alert {number} {words}" in line
    assert "because freeze" in told[4]
    assert "watches for: below 3" in told[5]
    assert "-> below 1" in told[5]
    assert "channel C0DELIVERY1" in told[7]


def test_what_fails_is_not_written_down(bot: Product) -> None:
    """Nor what only looks."""
    number = added(bot)
    before = changes(bot)
    for line in ("pause 999", f"edit {number} deploys below", f"show {number}", f"test {number}"):
        asked(bot, f"/drumbeat alert {line}")
    assert changes(bot) == before


def test_who_may_not_see_a_thing_does_not_see_its_changes(bot: Product) -> None:
    """They are told where the thing is, and to whose it is."""
    number = added(bot)
    bot.say("/drumbeat audit", person="ken", channel="team-mobile")
    bot.privately("Nothing was changed yet", person="ken", channel="team-mobile")
    bot.say("/drumbeat audit", person="ken")
    (told, *_) = bot.privately("Who changed what", person="ken")
    assert f"alert {number} set up by" in told
    bot.say("/drumbeat audit", channel="team-mobile")
    bot.privately(f"alert {number} set up", channel="team-mobile")


def test_changes_of_quiet_hours_and_of_all_are_written_down(bot: Product) -> None:
    """As those of a channel, and of who did it."""
    asked(bot, "/drumbeat alert hours 20:00-8:00 zone UTC")
    asked(bot, "/drumbeat alert hours off")
    asked(bot, "/drumbeat alert quiet all for 2 days")
    asked(bot, "/drumbeat alert loud all")
    told = "\n".join(changes(bot)[:4])
    assert "all alerts silence ended" in told
    assert "all alerts silenced by" in told
    assert "channel quiet hours by" in told


def test_changes_of_a_digest_are_written_down(bot: Product) -> None:
    """Set up, edited, paused, resumed, deleted."""
    told = asked(bot, "/drumbeat digest add deploys mobile 30d every monday 09:00")
    number = told.partition("number ")[2].partition(")")[0]
    for line in (
        f"edit {number} deploys mobile 30d every tuesday 09:00",
        f"pause {number}",
        f"resume {number}",
        f"delete {number}",
    ):
        asked(bot, f"/drumbeat digest {line}")
    lines = changes(bot)[:5]
    for line, words in zip(
        lines, ("deleted", "resumed", "paused", "edited", "set up"), strict=True
    ):
        assert f"digest {number} {words} by" in line
    assert "-> every tuesday 09:00" in lines[3]


def test_what_drumbeat_pauses_itself_is_written_down(bot: Product) -> None:
    """With the reason, and as nobody's doing."""
    number = added(bot)
    bot.trouble("chat.postMessage", "error", error="is_archived", times=1)
    bot.pass_time(5)
    told = until(lambda: changes(bot), lambda seen: "paused" in seen[0])[0]
    assert f"alert {number} paused by Drumbeat (paused: " in told
