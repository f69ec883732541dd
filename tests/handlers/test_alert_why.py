"""Why?, below what alerts: what fired it held against the time before, for one person's eyes."""

from datetime import datetime, timedelta

from bot.local.insights.changes import Commits
from bot.local.insights.faults import Fault
from bot.local.insights.flags import Flag, FlagEvent, Impact
from bot.local.insights.model import Event
from tests.handlers.alerts import (
    added,
    bot_without_alerts,
    deployed,
    head,
    new_project,
    to_noon,
)
from tests.handlers.digests import CHART, told
from tests.handlers.talking import Product, said

WEEK = timedelta(weeks=1)


bot = bot_without_alerts


def fewer(bot: Product) -> tuple[str, datetime]:
    """A project that deployed less than a week before, and when."""
    project, yesterday = new_project(), to_noon(bot)
    deployed(bot, 7, at=yesterday - WEEK, project=project)
    deployed(bot, 2, "api", at=yesterday - WEEK, project=project)
    deployed(bot, 1, at=yesterday, project=project)
    deployed(bot, 1, "api", at=yesterday, project=project)
    return project, yesterday


def released(bot: Product, amount: int, at: datetime, project: str) -> None:
    """So many releases."""
    ms = int(at.timestamp() * 1000)
    bot.stage.store.flag_events.put(
        FlagEvent(
            project, "production", f"flag{number}", "flagOn", ms + number, impact=Impact("large")
        )
        for number in range(amount)
    )


def fired(bot: Product, line: str) -> str:
    """What somebody reads who presses Why? below an alert that has fired."""
    added(bot, line)
    bot.pass_time(5)
    bot.press(head(bot, "alerting"), "Why?")
    return bot.privately(": why")[-1]


def test_what_explains_most_of_it_is_told_first(bot: Product) -> None:
    """By everything that the alert does not tell apart already, each with its share."""
    project, yesterday = fewer(bot)
    answer = fired(bot, f"deploys {project} env production below 3")
    day, before = (f"{one:%a} {one.day} {one:%b}" for one in (yesterday, yesterday - WEEK))
    assert f"2 deployments on {day} instead of 9 on the same weekday in the week before." in answer
    assert before not in answer
    assert (
        "By application:\n• web: 1 instead of 7 (86 % of the drop)"
        "\n• api: 1 instead of 2 (14 % of the drop)" in answer
    )
    assert "By kind:\n• deployment: 2 instead of 9 (100 % of the drop)" in answer
    assert "Meanwhile" not in answer


def test_nobody_else_reads_it(bot: Product) -> None:
    """It is asked for by one person."""
    project, _ = fewer(bot)
    fired(bot, f"deploys {project} env production below 3")
    assert not any(": why" in said(one) for one in bot.posted())
    assert not any(": why" in one for one in bot.told("ken"))


def test_one_of_several_series_is_explained_by_itself(bot: Product) -> None:
    """Of an application that fell only what it did itself."""
    project, _ = fewer(bot)
    answer = fired(bot, f"deploys {project} env production by application below 3")
    assert "web: 1 deployment on" in answer
    assert "By application" not in answer
    assert "• deployment: 1 instead of 7 (100 % of the drop)" in answer


def test_what_happened_meanwhile_is_told_if_it_is_hardly_chance(bot: Product) -> None:
    """Of the very same place and days."""
    project, yesterday = fewer(bot)
    released(bot, 15, yesterday - WEEK, project)
    released(bot, 1, yesterday, project)
    answer = fired(bot, f"deploys {project} env production below 3")
    assert "Meanwhile: 1 release instead of 15, which is unlikely to be chance." in answer


def test_what_was_no_different_before_is_no_change(bot: Product) -> None:
    """Then nothing is broken down."""
    project, yesterday = new_project(), to_noon(bot)
    for at in (yesterday - WEEK, yesterday):
        deployed(bot, 2, at=at, project=project)
    answer = fired(bot, f"deploys {project} env production below 3")
    assert "and 2 on the same weekday in the week before, so it is no change" in answer
    assert "By application" not in answer


def test_a_launchdarkly_that_does_not_answer_is_said_not_to(bot: Product) -> None:
    """What it did answer is told all the same."""
    project, _ = fewer(bot)
    added(bot, f"deploys {project} env production below 3")
    bot.pass_time(5)
    message = head(bot, "alerting")
    bot.stage.faults.add(Fault(status=503), times=9, path=CHART, query={"groupBy": "kind"})
    bot.press(message, "Why?")
    answer = bot.privately(": why")[-1]
    assert "• web: 1 instead of 7" in answer
    assert "By kind" not in answer
    assert "Not all could be asked: " in answer


def test_what_is_over_is_not_explained(bot: Product) -> None:
    """Its numbers may be of another rule by now."""
    project, _ = fewer(bot)
    number = added(bot, f"deploys {project} env production below 3")
    assert "has no open alert now" in told(bot, f"alert why {number}")


def test_a_lead_time_is_explained_by_its_stages(bot: Product) -> None:
    """And by applications, which do not add up and have no shares."""
    project, yesterday = new_project(), to_noon(bot)
    for at, days in ((yesterday - WEEK, 1), (yesterday, 4)):
        shipped(bot, at, timedelta(days=days), project)
    answer = fired(bot, f"leadtime {project} env production by application above 2 days")
    assert "web: 4 days on" in answer
    assert "By stage:\n• coding: 4 days instead of 1 day (100 % of the rise)" in answer
    number = added(bot, f"leadtime {project} env production by stage above 2 days")
    bot.pass_time(5)
    answer = told(bot, f"alert why {number}")
    assert "By application, all stages together:\n• web: 4 days instead of 1 day" in answer


def shipped(bot: Product, at: datetime, lead: timedelta, project: str) -> None:
    """A deployment of a change that took so long, all of it for the writing."""
    end = int(at.timestamp() * 1000)
    first = end - int(lead.total_seconds() * 1000)
    commits = Commits(first, end)
    bot.stage.store.add(
        [Event(project, "production", "web", f"1.{end}", "finished", end, commits=commits)]
    )


def test_what_has_no_past_is_told_as_it_stands(bot: Product) -> None:
    """The largest part first."""
    project, now = new_project(), int(to_noon(bot).timestamp() * 1000)
    used = (None, now, now)
    bot.stage.store.flags.put(
        Flag(project, "production", f"flag{number}", now - 1, last_evaluated_at=at)
        for number, at in enumerate(used)
    )
    answer = fired(bot, f"flagstatus {project} env production above 2")
    assert "LaunchDarkly tells no past of this" in answer
    assert "By status:\n• active: 2 (67 %)\n• new: 1 (33 %)" in answer


def test_a_chart_that_tells_nothing_else_explains_nothing(bot: Product) -> None:
    """And that is said plainly."""
    project, now = new_project(), int(to_noon(bot).timestamp() * 1000)
    day = 86_400_000
    bot.stage.store.flags.put(
        Flag(project, "production", f"flag{number}", now - 100 * day, maintainer_id="ada")
        for number in range(3)
    )
    answer = fired(bot, f"staleflags {project} env production above 2")
    assert "Nothing that LaunchDarkly tells explains it." in answer
