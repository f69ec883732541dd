"""An alert that fires too often: told once a day, with what would have been calmer."""

from datetime import datetime, timedelta

from bot.alerts import looking
from bot.alerts.backtest import WEEKS
from bot.alerts.phrases import rule_of
from bot.catalog import BY_NAME
from bot.local.insights.faults import Fault
from bot.query import DAY_MS, BucketType, Query, Window
from tests.handlers.alerts import added, bot_without_alerts, deployed, new_project, to_noon
from tests.handlers.digests import CHART, DAY, told
from tests.handlers.talking import Product, said, until

ONE = timedelta(days=1)


bot = bot_without_alerts


def unsteady(bot: Product) -> tuple[str, datetime]:
    """A project that deploys every other day from tomorrow on, and the noon of yesterday."""
    project, yesterday = new_project(), to_noon(bot)
    for days in range(0, 8, 2):
        deployed(bot, 5, at=yesterday + days * ONE, project=project)
    return project, yesterday


def knows(bot: Product, number: str, words: str, times: int) -> None:
    """Let a day pass, and wait until its history says something so many times."""
    bot.pass_time(DAY)

    def seen() -> int:
        return told(bot, f"alert history {number}").count(words)

    until(seen, lambda found: found >= times)


def fires_too_often(bot: Product, project: str) -> str:
    """What is told of an alert on it once it is told to be unsteady."""
    number = added(bot, f"deploys {project} below 3")
    bot.pass_time(5)
    for times in (1, 2, 3):
        knows(bot, number, ": alerting", times)
        if times < 3:
            knows(bot, number, ": over", times)

    def later() -> list[str]:
        bot.pass_time(20)
        return [said(one) for one in bot.posted() if "lately" in said(one)]

    return until(later, len)[0]


def test_what_would_have_been_calmer_is_told(bot: Product) -> None:
    """Tried on the last weeks, in numbers."""
    project, _ = unsteady(bot)
    answer = fires_too_often(bot, project)
    assert "It fired 3 times lately, so only a daily word comes until it is steady" in answer
    assert "; for 2 days instead of 1 would have fired once instead of " in answer
    assert "times in the last 8 weeks" in answer


def test_without_an_answer_the_usual_is_told(bot: Product) -> None:
    """The news does not wait for a past that LaunchDarkly keeps to itself."""
    project, yesterday = unsteady(bot)
    kind = BY_NAME["deploys"]
    for days in range(8):
        now = yesterday + days * ONE
        window = Window(now, now, BucketType.DAY, DAY_MS)
        query = Query("deploys", project, None, window=window)
        past = looking.past(query, rule_of("below 3", kind), now, WEEKS)
        assert past is not None
        since = {"from": past.params()["from"], "projectKey": project}
        bot.stage.faults.add(Fault(status=503), times=99, path=CHART, query=since)
    answer = fires_too_often(bot, project)
    assert "a longer run (for 2 days) or a recovery threshold" in answer
