"""Quiet that people ask for: alerts, channels and all, for a while, each night, and by whom."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.handlers.alerts import added, asked, deployed, head, numbers, without_alerts
from tests.handlers.digests import DAY, HOUR
from tests.handlers.talking import Product, product, said, until


@pytest.fixture(scope="module")
def shared() -> Iterator[Product]:
    """One product in a time of its own, for all tests of this file."""
    with product(transport="socket", one_clock=True) as bot:
        yield bot


@pytest.fixture
def bot(shared: Product) -> Iterator[Product]:
    """The product, with nothing in its channels, no alerts, and nothing quiet."""
    with without_alerts(shared):
        yield shared


def heads(bot: Product, words: str = ": alerting") -> list[str]:
    """The messages of incidents that say something."""
    return [said(one) for one in bot.posted() if one.thread_ts is None and words in said(one)]


@pytest.mark.parametrize("what", ["{}", "channel", "all"])
def test_of_what_is_quiet_nothing_is_told_until_its_end(bot: Product, what: str) -> None:
    """It is looked at all the same, and told late if it still is so."""
    number = added(bot)
    what = what.format(number)
    told = asked(bot, f"/drumbeat alert quiet {what} for 2 days because release freeze")
    assert "is quiet until" in told
    assert "release freeze" in told
    bot.pass_time(5)
    assert "alerting · quiet until" in asked(bot, "/drumbeat alert list")
    assert ": release freeze" in asked(bot, f"/drumbeat alert show {number}")
    bot.pass_time(DAY)
    assert heads(bot) == []
    bot.pass_time(DAY)
    head(bot, ": alerting")


def test_what_began_and_ended_meanwhile_is_not_told(bot: Product) -> None:
    """Its history has it."""
    number = added(bot)
    asked(bot, f"/drumbeat alert quiet {number} for 4 days")
    bot.pass_time(5)
    deployed(bot, 7)
    bot.pass_time(DAY + 4 * HOUR)
    asked(bot, f"/drumbeat alert loud {number}")
    bot.pass_time(5)
    assert heads(bot, f"Alert {number}: ") == []
    told = asked(bot, f"/drumbeat alert history {number}")
    assert "alerting" in told
    assert "over" in told
    bot.pass_time(2 * DAY)  # what was deployed is no matter for the others


def test_who_wants_quiet_and_why_stands_in_the_message(bot: Product) -> None:
    """And the channel reads what was done; it is gone when the silence is."""
    number = added(bot)
    bot.pass_time(5)
    head(bot, ": alerting")
    asked(bot, f"/drumbeat alert quiet {number} for a day because <release> *freeze*")
    bot.pass_time(5)
    ada = bot.stage.workspace.person("ada").id
    shown = said(head(bot, "silenced until"))
    assert "Quiet because: <release> *freeze*" in shown
    assert f"by <@{ada}>" in shown
    assert any("is quiet until" in said(one) for one in bot.posted())
    assert "told of again" in asked(bot, f"/drumbeat alert loud {number}")
    bot.pass_time(5)
    until(lambda: heads(bot, "silenced until"), lambda seen: not seen)


def test_what_is_silenced_twice_over_stays_quiet(bot: Product) -> None:
    """Whoever ends one silence reads of the other."""
    number = added(bot)
    asked(bot, f"/drumbeat alert quiet {number} for 2 days")
    asked(bot, "/drumbeat alert quiet channel for 3 days because moving")
    told = asked(bot, f"/drumbeat alert loud {number}")
    assert "its channel is quiet until" in told
    assert ": moving" in told
    bot.pass_time(5)
    assert heads(bot) == []
    assert "is not silenced" in asked(bot, f"/drumbeat alert loud {number}")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("quiet {} for 31 days", "30 days at most"),
        ("quiet {}", "Until when?"),
        ("quiet 999 for 2 days", "There is no alert 999 here"),
        ("loud", "What is meant?"),
        ("hours 25:00-8:00", "not a time of day"),
    ],
)
def test_what_cannot_be_quiet_is_told(bot: Product, line: str, words: str) -> None:
    """In a sentence."""
    assert words in asked(bot, f"/drumbeat alert {line.format(added(bot))}")


def test_an_alert_that_counts_hours_is_kept_as_it_was_said(bot: Product) -> None:
    """In hours."""
    number = added(bot, "deploys mobile bucket hour below 3 for 6 hours")
    assert "for 6 hours" in asked(bot, "/drumbeat alert list")
    assert "6 hours" in asked(bot, f"/drumbeat alert show {number}")
    assert "is quiet until" in asked(bot, f"/drumbeat alert quiet {number} for 2 hours")


# -- hours ----------------------------------------------------------------------------------------


def around(bot: Product, hours: int) -> str:
    """Hours from a while ago until a while from now, by the clock of UTC."""
    now = bot.clock.now().hour
    return f"{(now - 2) % 24}:00-{(now + hours) % 24}:00 zone UTC"


def test_in_quiet_hours_news_wait_for_their_end(bot: Product) -> None:
    """What is still so is posted then."""
    told = asked(bot, f"/drumbeat alert hours {around(bot, 3)}")
    assert "Alerts are quiet in this channel each day" in told
    number = added(bot)
    bot.pass_time(5)
    bot.pass_time(HOUR)
    assert heads(bot) == []
    assert "its channel is quiet each day" in asked(bot, f"/drumbeat alert show {number}")
    bot.pass_time(2 * HOUR)
    head(bot, ": alerting")


def test_what_is_over_before_the_quiet_hours_are_is_not_told(bot: Product) -> None:
    """Nobody needs to read of it in the morning."""
    asked(bot, f"/drumbeat alert hours {around(bot, 3)}")
    number = added(bot)
    bot.pass_time(5)
    asked(bot, f"/drumbeat alert edit {number} deploys mobile below 1")
    bot.pass_time(3 * HOUR)
    bot.pass_time(60)
    assert heads(bot, f"Alert {number}: ") == []
    assert "no quiet hours" in asked(bot, "/drumbeat alert hours off")
    assert "no quiet hours" in asked(bot, "/drumbeat alert hours")


# -- who may --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "account",
    [{"is_restricted": True}, {"is_bot": True}, {"deleted": True}, {"team_id": "T0ELSEWHERE"}],
)
def test_who_is_no_member_may_only_look(bot: Product, account: dict[str, object]) -> None:
    """Typed or pressed, which is asked anew each time; it is logged."""
    number = added(bot)
    bot.pass_time(5)
    shown = head(bot, ": alerting")
    people = bot.stage.workspace.store.people
    ken = bot.stage.workspace.person("ken")
    people[ken.id] = replace(ken, account=account)
    bot.say(f"/drumbeat alert show {number}", person="ken")
    bot.privately(f"(number {number})", person="ken")
    lines = ("pause {}", "delete {}", "quiet {} for 2 days", "keep deploys mobile below 1")
    for at, line in enumerate(lines, 1):
        bot.say(f"/drumbeat alert {line.format(number)}", person="ken")
        refusals(bot, at)
    bot.press(shown, "Acknowledge", person="ken")
    refusals(bot, len(lines) + 1)
    people[ken.id] = ken
    assert f"Denied: {ken.id}" in bot.log.getvalue()
    assert numbers(bot) == [number]
    assert "paused" not in asked(bot, f"/drumbeat alert show {number}")


def refusals(bot: Product, count: int) -> None:
    """So often Ken was told by now that he may not."""
    words = "may look at this, and not change it"
    until(lambda: [one for one in bot.told("ken") if words in one], lambda seen: len(seen) == count)


def test_all_of_a_workspace_is_quiet_for_its_admins_only(bot: Product) -> None:
    """Others quiet what they are part of."""
    bot.say("/drumbeat alert quiet all for 2 days", person="ken")
    bot.privately("admins and owners", person="ken")
    bot.say("/drumbeat alert quiet channel for 2 days", person="ken")
    bot.privately("is quiet until", person="ken")
