"""Alerts in a channel: tried on the past, set up, told when something is wrong and when not."""

import pytest

from bot.local.insights.faults import Fault
from tests.handlers.alerts import LINE, added, bot_without_alerts, deployed, head, numbers
from tests.handlers.digests import CHART, DAY, HOUR, told
from tests.handlers.talking import PROJECT, Product, has_picture, labels, said, until

bot = bot_without_alerts


def test_an_alert_is_tried_on_the_past_before_it_is_kept(bot: Product) -> None:
    """Who typed it reads how often it would have fired; nothing is kept before a press."""
    answer = told(bot, f"alert add {LINE}")
    assert "In the last 8 weeks it would have fired" in answer
    assert numbers(bot) == []
    assert bot.posted() == ()


def test_what_fires_is_told_in_one_message(bot: Product) -> None:
    """With the numbers, the picture, who set it up, and what can be done."""
    number = added(bot)
    bot.pass_time(5)
    message = head(bot, "alerting")
    assert f"Alert {number}: alerting" in said(message)
    assert " deployments on " in said(message)
    assert "below 3" in said(message)
    assert "day buckets, UTC" in said(message)
    assert has_picture(message)
    assert labels(message) == [
        "Why?",
        "Acknowledge",
        "Quiet until the next day",
        "Quiet for a day",
        "Quiet for a week",
        "Edit",
        "History",
    ]
    bot.pass_time(HOUR)
    bot.pass_time(HOUR)
    assert sum("alerting" in said(one) for one in bot.posted()) == 1
    assert "alerting" in told(bot, f"alert history {number}")


def test_whoever_is_to_be_called_is_called_once(bot: Product) -> None:
    """In the message itself, as long as it is open; nobody is who was not chosen."""
    ken = bot.stage.workspace.person("ken").id
    number = added(bot, f"{LINE} mention <@{ken}|ken>")
    bot.pass_time(5)
    assert f"for <@{ken}>" in said(head(bot, "alerting"))
    told(bot, f"alert edit {number} {LINE} mention nobody", "Changed.")
    bot.pass_time(5)
    assert "<@" not in said(head(bot, ": alerting"))


def test_who_knows_of_it_stands_in_the_message(bot: Product) -> None:
    """Everybody sees it, and nothing of it is repeated."""
    added(bot)
    bot.pass_time(5)
    bot.press(head(bot, "alerting"), "Acknowledge")
    bot.privately("Nothing of it is repeated")
    bot.pass_time(5)
    ada = bot.stage.workspace.person("ada").id
    head(bot, f"acknowledged by <@{ada}>")


def test_its_end_is_told_in_its_thread_and_in_its_message(bot: Product) -> None:
    """The message says that it is over, and somebody who follows it hears so."""
    added(bot)
    bot.pass_time(5)
    first = head(bot, "alerting")
    deployed(bot, 7)
    bot.pass_time(DAY + 4 * HOUR)
    over = head(bot, ": over")
    assert over.ts == first.ts
    assert labels(over) == ["Edit", "History"]
    (reply,) = until(lambda: [one for one in bot.posted() if one.thread_ts == first.ts], len)
    assert "over" in said(reply)
    bot.pass_time(2 * DAY)  # what was deployed is no matter for the others


def test_an_alert_whose_series_are_watched_each_names_them(bot: Product) -> None:
    """One message for all that fire together."""
    added(bot, f"deploys {PROJECT} by application below 3")
    bot.pass_time(5)
    message = head(bot, "alerting")
    assert "\napi: " in said(message)
    assert "\nweb: " in said(message)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("deploys below 0", "at most 0, or below 1"),
        ("deploys below 3 for 0 days", "1 to 30"),
        ("deploys 30d below 3", "takes none"),
        ("deploy below 3", "deploys"),
        ("leadtime above 2", "2"),
        ("", "chart"),
    ],
)
def test_a_line_that_is_no_alert_sets_nothing_up(bot: Product, line: str, words: str) -> None:
    """The person reads what is wrong and a line that works."""
    answer = told(bot, f"alert add {line}")
    assert words in answer
    assert "For example" in answer
    assert numbers(bot) == []


def test_a_chart_without_a_condition_offers_its_bounds(bot: Product) -> None:
    """Or says that there are none, and how to say it oneself."""
    answer = told(bot, f"alert add deploys {PROJECT}")
    assert "bounds" in answer
    assert "/drumbeat alert add" in answer


def test_pausing_ends_what_is_open_and_resuming_looks_again(bot: Product) -> None:
    """The channel reads who did it; the message says why it is over."""
    number = added(bot)
    bot.pass_time(5)
    head(bot, "alerting")
    bot.say(f"/drumbeat alert pause {number}")
    bot.privately("is paused")
    bot.pass_time(5)
    head(bot, "somebody paused")
    assert "paused" in told(bot, f"alert show {number}")
    bot.say(f"/drumbeat alert resume {number}")
    bot.privately("is watching again")
    bot.pass_time(5)
    until(lambda: [one for one in bot.posted() if ": alerting" in said(one)], len)


def test_what_is_edited_is_judged_afresh(bot: Product) -> None:
    """The old rule's episode ends with it; the new one does not fire."""
    number = added(bot)
    bot.pass_time(5)
    head(bot, "alerting")
    answer = told(bot, f"alert edit {number} deploys {PROJECT} below 1")
    assert "Changed." in answer
    bot.pass_time(5)
    head(bot, "somebody changed the alert")


def test_another_channel_knows_nothing_of_it(bot: Product) -> None:
    """Nor does anybody there who did not set it up."""
    number = added(bot)
    bot.say(f"/drumbeat alert show {number}", person="ken", channel="team-mobile")
    bot.privately(f"There is no alert {number} here", person="ken", channel="team-mobile")


def test_a_deleted_message_is_posted_anew(bot: Product) -> None:
    """As soon as there is something new to say in it."""
    added(bot)
    bot.pass_time(5)
    first = head(bot, "alerting")
    bot.stage.workspace.board.remove(first)
    bot.say(f"/drumbeat alert ack {numbers(bot)[0]}")
    bot.privately("Nothing of it is repeated")
    bot.pass_time(5)
    bot.pass_time(5)
    head(bot, "alerting")


def test_a_launchdarkly_that_is_silent_is_told_once_for_all(bot: Product) -> None:
    """Not before three looks in a row failed; the same message says when it answers again."""
    added(bot)
    added(bot, f"deploys {PROJECT} by application above 90")
    bot.pass_time(5)
    head(bot, "alerting")
    bot.stage.faults.add(Fault(status=503), times=99, path=CHART)
    for _ in range(2):
        bot.pass_time(7 * HOUR)
    assert not [one for one in bot.posted() if "not looked at" in said(one)]
    bot.pass_time(16 * 60)
    silent = head(bot, "are not looked at")
    bot.pass_time(16 * 60)
    assert sum("looked at" in said(one) for one in bot.posted()) == 1
    bot.stage.faults.clear()
    bot.pass_time(16 * 60)
    assert head(bot, "are looked at again").ts == silent.ts


def test_hours_are_counted_where_they_are_asked_for(bot: Product) -> None:
    """The message names the hours, and says that they are hours."""
    added(bot, f"deploys {PROJECT} bucket hour below 1 for 3 hours")
    bot.pass_time(5)
    message = said(head(bot, "alerting"))
    assert "hour buckets, UTC" in message
    assert "below 1 in 3 hours in a row" in message
    assert message.count("0 deployments on ") == 3


def test_an_alert_on_what_is_not_there_says_so_itself(bot: Product) -> None:
    """A project that LaunchDarkly does not know is no failure of everybody's."""
    added(bot, "deploys project=nowhere below 3")
    for _ in range(3):
        bot.pass_time(7 * HOUR)
    head(bot, "no such project")


def test_quiet_until_the_next_day_is_until_its_numbers_are_there(bot: Product) -> None:
    """The message says until when, and by whom."""
    added(bot)
    bot.pass_time(5)
    bot.press(head(bot, "alerting"), "Quiet until the next day")
    bot.privately("Nothing of it is repeated until the next day is over")
    bot.pass_time(5)
    ada = bot.stage.workspace.person("ada").id
    message = head(bot, f"says <@{ada}>")
    assert "02:00 UTC" in said(message)


def test_edit_opens_the_form_with_the_alert_in_it(bot: Product) -> None:
    """Before whoever pressed it."""
    number = added(bot)
    bot.pass_time(5)
    bot.press(head(bot, "alerting"), "Edit")
    assert bot.form().body["title"]["text"] == f"Edit alert {number}"
