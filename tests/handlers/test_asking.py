"""Two questions for one command: the period that is asked for, and the one before it."""

import threading
from datetime import timedelta

import pytest

from bot.insights.client import Patience
from bot.local.insights.faults import Fault
from tests.handlers.talking import Product, labels, product, said, until

CHART = "/charts/deployments/frequency"
WEEK = "in the week before"


def before_goes_wrong(bot: Product, fault: Fault) -> None:
    """Let the question about the week before the last seven days go wrong, and no other."""
    today = bot.clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    begun = int((today - timedelta(days=7)).timestamp() * 1000)
    bot.stage.faults.add(fault, times=9, path=CHART, query={"to": str(begun)})


def test_the_period_before_comes_with_the_words(bot: Product) -> None:
    """Where both answers are there at once, and here they are kept, the first words say both."""
    bot.say("/deploys 7d")
    bot.showing(WEEK)
    bot.say("/deploys 7d")
    _, again = until(bot.posted, lambda seen: len(seen) == 2)
    assert WEEK in said(again)


def test_words_do_not_wait_for_the_period_before(bot: Product) -> None:
    """They are posted without it, and completed in the same message once it is there."""
    held = threading.Event()
    before_goes_wrong(bot, Fault(held=held))
    bot.say("/deploys 7d")
    (first,) = until(bot.posted, len)
    assert "4 deployments" in said(first)
    assert WEEK not in said(first)
    assert "Refresh" in labels(first)
    assert "CSV" not in labels(first)
    held.set()
    complete = bot.showing(WEEK)
    assert complete.ts == first.ts
    assert bot.told() == []


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (Fault(status=403), "LaunchDarkly does not let Drumbeat read this"),
        (Fault(body=b"<html>"), "LaunchDarkly answered, but not with a chart"),
    ],
)
def test_a_period_before_that_is_not_given_is_said_to_be_missing(
    bot: Product, fault: Fault, words: str
) -> None:
    """The numbers and the picture stand; nothing is held against a failure."""
    before_goes_wrong(bot, fault)
    bot.say("/deploys 7d")
    message = bot.showing(f"not held against what was {WEEK}: {words}")
    assert "4 deployments" in said(message)
    assert any(block["type"] == "image" for block in message.blocks)
    assert bot.told() == []


def test_what_is_compared_is_asked_at_once(bot: Product) -> None:
    """One question for each, none about a period before."""
    asked = bot.asked()
    bot.say("/deploys mobile 7d compare app web,api")
    message = bot.showing("web: 2 deployments")
    assert "api: 2 deployments" in said(message)
    assert bot.asked() == asked + 2


def test_one_of_several_that_is_not_there_is_named(bot: Product) -> None:
    """Two projects, one of them unknown: the person is told which, and nothing is posted."""
    bot.say("/deploys compare mobile mobil")
    (told,) = bot.privately()
    assert "no project “mobil”" in told
    assert "Did you mean “mobile”?" in told
    assert bot.posted() == ()


def test_nobody_waits_for_a_suggestion() -> None:
    """What is missing is said without the keys there are, where LaunchDarkly does not tell them."""
    with product(patience=Patience(total=0.2)) as bot:
        bot.stage.faults.add(Fault(delay=0.5), times=9, path="/environments")
        bot.say("/releases mobile")
        (told,) = bot.privately()
        assert "needs an environment" in told
        assert "mobile has" not in told
        assert "env production" in told


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("/releases", ["needs an environment", "mobile has production", "env production"]),
        ("/staleflags mobile", ["needs an environment", "mobile has production"]),
        ("/releases env nowhere", ["mobile has no environment “nowhere”", "It has production"]),
        ("/releases env producton", ["Did you mean “production”?"]),
        ("/flagstatus 30d env production", ["how things stand now; it takes no time"]),
    ],
)
def test_what_a_chart_needs_is_asked_for(bot: Product, line: str, words: list[str]) -> None:
    """With the keys that LaunchDarkly knows, in private."""
    bot.say(line)
    (told,) = bot.privately()
    assert all(word in told for word in words), told
    assert bot.posted() == ()
