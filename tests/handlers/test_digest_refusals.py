"""Digests that are refused, whole or in part: they come with less, or somebody is told why."""

import contextlib
import json
import sqlite3

import pytest

from bot.local.insights.faults import Fault
from tests.handlers.digests import (
    CHART,
    DAY,
    added,
    became,
    bot_without_digests,
    digests,
    disk_full,
    history,
    kept,
    sent,
    to_nine,
    told,
)
from tests.handlers.talking import PROJECT, Product, has_picture, labels, said, until

bot = bot_without_digests


@pytest.mark.parametrize("error", ["msg_too_long", "msg_blocks_too_long", "invalid_blocks"])
def test_what_is_too_much_for_a_message_comes_short(bot: Product, error: str) -> None:
    """Without pictures, with the lines that bring them; the log says that something is wrong."""
    number = added(bot)
    bot.trouble("chat.postMessage", "error", error=error)
    bot.pass_time(to_nine(bot))
    sent(bot, number)
    (came,) = digests(bot)
    assert not has_picture(came)
    assert f"/deploys {PROJECT} 30d" in said(came)
    assert "Pause" in labels(came)
    assert f"Slack refuses digest {number} as it is: {error}" in bot.log.getvalue()


@pytest.mark.parametrize(
    ("method", "kind", "more", "words"),
    [
        ("files.getUploadURLExternal", "error", {"error": "missing_scope"}, "files:write"),
        ("upload", "status", {"status": 500}, "Slack did not say whether it took the chart"),
        ("files.completeUploadExternal", "error", {"error": "a_new_one"}, "did not take the chart"),
    ],
)
def test_without_a_picture_the_numbers_come_and_say_so(
    bot: Product, method: str, kind: str, more: dict[str, str], words: str
) -> None:
    """What is wrong with pictures alone is no reason to pause a digest."""
    number = added(bot)
    bot.trouble(method, kind, times=99, **more)
    bot.pass_time(to_nine(bot))
    sent(bot, number)
    (came,) = digests(bot)
    assert not has_picture(came)
    assert words in said(came)
    assert "4 deployments" in said(came)


@pytest.mark.parametrize("error", ["invalid_auth", "token_revoked"])
def test_a_new_token_lets_all_digests_come_again(bot: Product, error: str) -> None:
    """They are paused while Slack refuses the old one; nobody has to resume each."""
    number = added(bot)
    bot.trouble("chat.postMessage", "error", error=error, times=9)
    bot.pass_time(to_nine(bot))
    until(lambda: history(bot, number), lambda told: "start me" in told)
    bot.clear_trouble()
    bot.pass_time(DAY)
    assert digests(bot) == []
    assert bot.rhythm is not None
    bot.rhythm.recover()
    bot.logged("1 digests resumed")
    bot.pass_time(to_nine(bot))
    until(lambda: digests(bot), len)


def test_somebodys_pause_outlives_a_start(bot: Product) -> None:
    """Only what was paused for want of a token comes again by itself."""
    number = added(bot)
    bot.say(f"/drumbeat digest pause {number}")
    bot.privately("is paused")
    assert bot.rhythm is not None
    bot.rhythm.recover()
    bot.pass_time(DAY)
    assert digests(bot) == []


def test_what_nobody_can_explain_is_tried_five_times(bot: Product) -> None:
    """Then its owner is told; the digest is not paused, so its next slot is tried anew."""
    number = added(bot)
    bot.trouble("chat.postMessage", "error", error="brand_new_error", times=5)
    bot.pass_time(to_nine(bot))
    became(bot, number, "not sent (Slack refuses it (brand_new_error))")
    assert "was not sent: Slack refuses it (brand_new_error)" in bot.directly().text
    assert digests(bot) == []
    bot.pass_time(to_nine(bot))
    until(lambda: digests(bot), len)


def test_a_post_that_cannot_begin_is_tried_again(bot: Product) -> None:
    """Nothing was posted, so nobody has to be asked; after five times its owner is told."""
    number = added(bot)
    with disk_full(bot, when="UPDATE ON delivery WHEN NEW.begun_at IS NOT NULL"):
        bot.pass_time(to_nine(bot))
        became(bot, number, "not sent (something went wrong inside Drumbeat")
    assert digests(bot) == []
    bot.directly()
    bot.pass_time(to_nine(bot))
    until(lambda: digests(bot), len)


@pytest.mark.parametrize(
    ("deed", "done", "hours", "words"),
    [
        ("pause", "is paused", 0, "skipped (paused)"),
        ("delete", "is deleted", 0, None),
        ("show", "(number", 13, "skipped (LaunchDarkly"),
    ],
)
def test_what_waits_is_given_up_when_nobody_wants_it_any_more(
    bot: Product, deed: str, done: str, hours: int, words: str | None
) -> None:
    """LaunchDarkly is silent; meanwhile it is paused, deleted or too late to be of use."""
    number = added(bot)
    bot.stage.faults.add(Fault(status=503), times=99, path=CHART)
    bot.pass_time(to_nine(bot))
    until(lambda: history(bot, number), lambda told: "under way (LaunchDarkly" in told)
    told(bot, f"digest {deed} {number}", done)
    bot.stage.faults.clear()
    bot.clock.forget()
    bot.pass_time(300 + hours * 3_600)
    if words is not None:
        became(bot, number, words)
    until(lambda: kept(bot, number), lambda found: found[0][0] == "skipped")
    assert digests(bot) == []


def test_a_line_that_is_no_longer_understood_says_so(bot: Product) -> None:
    """An older version took it: the other charts come, and beside them how it is changed."""
    number = added(bot)
    lines = json.dumps([f"deploys {PROJECT} 30d", "deploys 30 bananas"])
    file = str(bot.stage.settings().drumbeat_database)
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("UPDATE digest SET lines = ? WHERE id = ?", (lines, number))
    bot.pass_time(to_nine(bot))
    (came,) = until(lambda: digests(bot), len)
    assert "1 of 2 could not be read" in said(came)
    assert f"Change it: /drumbeat digest edit {number}" in said(came)
