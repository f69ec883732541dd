"""Digests when Slack, LaunchDarkly or the disk is in trouble: each comes once all the same."""

import json
from datetime import timedelta

import pytest

from bot import ledger
from bot.local.insights.faults import Fault
from handlers import slack
from tests.handlers.digests import (
    CHART,
    DAY,
    LINE,
    added,
    added_elsewhere,
    bot_without_digests,
    digests,
    disk_full,
    history,
    numbers,
    sent,
    to_nine,
)
from tests.handlers.talking import PROJECT, Product, has_picture, product, said, until

bot = bot_without_digests

# -- trouble ------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["drop_before", "drop_after"])
def test_a_post_that_nobody_knows_about_is_settled_by_asking(bot: Product, kind: str) -> None:
    """Whether Slack took it or not, the channel has it once in the end."""
    number = added(bot)
    bot.say("/invite @Drumbeat")
    bot.trouble("chat.postMessage", kind)
    bot.pass_time(to_nine(bot))
    until(lambda: history(bot, number), lambda told: "being settled" in told)
    sent(bot, number)
    assert len(digests(bot)) == 1


@pytest.mark.parametrize("body", ["[]", "null", '"ok"', "<html>", "", '{"ok": true}'])
def test_an_answer_that_says_nothing_is_no_reason_to_post_again(bot: Product, body: str) -> None:
    """Slack took it and answers with something else: it stands there once, and is found."""
    number = added(bot)
    bot.say("/invite @Drumbeat")
    bot.trouble("chat.postMessage", "body", body=body)
    bot.pass_time(to_nine(bot))
    sent(bot, number)
    assert len(digests(bot)) == 1


@pytest.mark.parametrize(
    "body",
    ["[]", "{}", '{"ok": true}', '{"ok": true, "messages": {}}', '{"ok": true, "messages": null}'],
)
def test_a_channel_that_is_read_oddly_is_read_again(bot: Product, body: str) -> None:
    """What Slack says instead of the channel's messages does not mean that it is not there."""
    number = added(bot)
    bot.say("/invite @Drumbeat")
    bot.trouble("chat.postMessage", "drop_after")
    bot.trouble("conversations.history", "body", body=body, times=99)
    bot.pass_time(to_nine(bot))
    until(lambda: history(bot, number), lambda told: "being settled" in told)
    bot.pass_time(61)
    assert "being settled" in history(bot, number)
    bot.clear_trouble()
    sent(bot, number)
    assert len(digests(bot)) == 1


def test_odd_messages_beside_it_do_not_hide_it(bot: Product) -> None:
    """Whatever others write, and whatever their marks are made of."""
    number = added(bot)
    bot.say("/invite @Drumbeat")
    bot.trouble("chat.postMessage", "drop_before")
    odd = [None, {}, {"ts": 3}, {"ts": "1.1", "metadata": {"event_type": "drumbeat_digest"}}]
    odd += [{"ts": "1.1", "metadata": {"event_type": "drumbeat_digest", "event_payload": []}}]
    body = json.dumps({"ok": True, "messages": odd})
    bot.trouble("conversations.history", "body", body=body)
    bot.pass_time(to_nine(bot))
    until(lambda: history(bot, number), lambda told: "being settled" in told)
    sent(bot, number)
    assert len(digests(bot)) == 1


def test_a_post_that_could_not_be_written_down_is_not_posted_again(bot: Product) -> None:
    """The disk is full just then; once it is not, the message is found."""
    number = added(bot)
    bot.say("/invite @Drumbeat")
    with disk_full(bot, when="UPDATE ON delivery WHEN NEW.state = 'posted'"):
        bot.pass_time(to_nine(bot))
        until(lambda: digests(bot), len)
        until(lambda: history(bot, number), lambda told: "being settled" in told)
        bot.pass_time(61)
        assert "being settled" in history(bot, number)
    sent(bot, number)
    assert len(digests(bot)) == 1


def test_what_cannot_be_saved_is_said_to_be_unsaved(bot: Product) -> None:
    """The channel is told nothing of a digest that there is not; a minute later it can be had."""
    with disk_full(bot, when="INSERT ON digest"):
        bot.say(f"{LINE} every monday 09:00")
        bot.privately("Nothing was saved")
        assert "disk is full" in bot.log.getvalue()
    assert numbers(bot) == []
    assert bot.posted() == ()
    bot.say(f"{LINE} every monday 09:00")
    until(lambda: numbers(bot), len)


def test_a_digest_that_moved_is_looked_for_where_it_was_posted(bot: Product) -> None:
    """Somebody lets it come to another channel before it is known what became of it."""
    number = added(bot)
    bot.say("/invite @Drumbeat")
    bot.trouble("chat.postMessage", "drop_after")
    bot.pass_time(to_nine(bot))
    until(lambda: history(bot, number), lambda told: "being settled" in told)
    elsewhere = bot.stage.workspace.channel("team-mobile").id
    bot.say(
        f"/drumbeat digest edit {number} deploys {PROJECT} 7d every day 09:00 in <#{elsewhere}>"
    )
    bot.privately("Changed.")
    sent(bot, number)
    assert len(digests(bot)) == 1
    assert digests(bot, "team-mobile") == []


def test_where_the_bot_may_not_look_a_repeat_is_said_to_be_one(bot: Product) -> None:
    """Not invited, it cannot read the channel: it posts again and says that it may be twice."""
    number = added(bot)
    bot.trouble("chat.postMessage", "drop_before")
    bot.trouble("chat.postMessage", "ratelimited", retry_after=50)
    bot.pass_time(to_nine(bot))
    until(lambda: history(bot, number), lambda told: "being settled" in told)
    sent(bot, number)
    (came,) = digests(bot)
    assert "may stand here twice" in said(came)


def test_a_channel_that_is_gone_pauses_the_digest_and_its_owner_is_told(bot: Product) -> None:
    """Once, with what helps; the next slot is not tried."""
    number = added(bot)
    bot.trouble("chat.postMessage", "error", error="is_archived")
    bot.pass_time(to_nine(bot))
    until(lambda: history(bot, number), lambda told: "not sent (the channel is archived" in told)
    assert "is paused: the channel is archived" in bot.directly().text
    bot.pass_time(DAY)
    assert digests(bot) == []
    bot.say(f"/drumbeat digest show {number}")
    bot.privately("paused: the channel is archived")


def test_a_post_has_settled_before_slack_is_asked() -> None:
    """Whoever waits for a busy Slack and then posts is done before the next one looks for it."""
    assert timedelta(seconds=slack.BUSY_WITHIN + slack.TIMEOUT) < ledger.SETTLE
    assert ledger.SETTLE < ledger.LEASE


def test_a_clock_that_is_ahead_finds_its_post_all_the_same() -> None:
    """By four minutes: Slack stamps the message with a time before the post began."""
    with product(transport="socket") as bot:
        number = added(bot)
        bot.say("/invite @Drumbeat")
        bot.clock.skip(240)
        bot.trouble("chat.postMessage", "drop_after")
        bot.say(f"/drumbeat digest now {number}")
        bot.privately("on its way")
        sent(bot, number)
        assert len(digests(bot)) == 1


def test_a_slack_that_is_busy_is_obeyed(bot: Product) -> None:
    """Not before it said, and then once."""
    number = added(bot)
    bot.trouble("chat.postMessage", "ratelimited", retry_after=40)
    bot.pass_time(to_nine(bot))
    until(bot.log.getvalue, lambda log: "ratelimited" in log)
    until(lambda: history(bot, number), lambda told: "under way" in told)
    bot.pass_time(30)
    assert digests(bot) == []
    bot.pass_time(11)
    until(lambda: digests(bot), len)


def test_a_slack_that_has_seen_enough_pictures_is_waited_for(bot: Product) -> None:
    """It takes so many a minute: the digest comes a minute late rather than without."""
    added(bot)
    bot.trouble("files.getUploadURLExternal", "ratelimited", retry_after=50)
    bot.pass_time(to_nine(bot))
    bot.logged("ratelimited")
    bot.pass_time(40)
    assert digests(bot) == []
    bot.pass_time(11)
    (came,) = until(lambda: digests(bot), len)
    assert has_picture(came)


def test_while_slack_wants_nothing_nobody_is_sent(bot: Product) -> None:
    """One learns that the workspace has had enough; the others wait with it."""
    number = added(bot)
    added_elsewhere(bot, "every day 09:01")
    bot.trouble("chat.postMessage", "ratelimited", retry_after=90)
    bot.pass_time(to_nine(bot))
    until(lambda: history(bot, number), lambda told: "under way (Slack did not take it" in told)
    bot.pass_time(70)
    assert digests(bot) == digests(bot, "team-mobile") == []
    bot.pass_time(21)
    until(lambda: digests(bot), len)
    until(lambda: digests(bot, "team-mobile"), len)


def test_a_launchdarkly_that_does_not_answer_makes_it_late(bot: Product) -> None:
    """It is asked again, and the digest says by how much it is late and why."""
    number = added(bot)
    bot.stage.faults.add(Fault(status=503), times=99, path=CHART)
    bot.pass_time(to_nine(bot))
    until(lambda: history(bot, number), lambda told: "under way (LaunchDarkly" in told)
    assert digests(bot) == []
    bot.stage.faults.clear()
    bot.clock.forget()
    bot.pass_time(5 * 60)
    (came,) = until(lambda: digests(bot), len)
    assert "5 minutes late: LaunchDarkly" in said(came)


@pytest.mark.parametrize("phrase", ["only when something moved", "one line when nothing moved"])
def test_a_chart_that_cannot_be_had_is_said_to_be_missing(bot: Product, phrase: str) -> None:
    """The others come; a failed fetch is not "nothing moved"."""
    line = f"{LINE}, deploys gone 7d every day 09:00 {phrase}"
    bot.say(line)
    bot.privately("Set up.")
    bot.pass_time(to_nine(bot))
    (came,) = until(lambda: digests(bot), len)
    assert "1 of 2 could not be read" in said(came)
    assert "4 deployments" in said(came)
    assert "deploys gone 7d" in said(came)
    assert has_picture(came)
