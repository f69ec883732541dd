"""Digests that are made before they are due, and then only have to be posted."""

import pytest

from bot.digests.ahead import AHEAD
from bot.local.insights.faults import Fault
from tests.handlers.digests import (
    CHART,
    DAY,
    LINE,
    added,
    added_elsewhere,
    bot_without_digests,
    digests,
    to_nine,
)
from tests.handlers.talking import Product, has_picture, said, until

bot = bot_without_digests

SOON = AHEAD.total_seconds() - 30
UPLOAD = "files.completeUploadExternal"


def made(bot: Product, uploads: int = 1) -> None:
    """Let it be some minutes to nine, and wait until so many pictures are uploaded."""
    bot.pass_time(to_nine(bot) - SOON)
    until(lambda: bot.calls("files.info"), lambda calls: calls >= uploads)
    until(lambda: bot.rhythm and bot.rhythm.is_idle, bool)


def test_what_is_due_soon_is_made_and_not_posted(bot: Product) -> None:
    """On its slot it comes although LaunchDarkly is silent by then, and says when it was read."""
    added(bot)
    made(bot)
    assert digests(bot) == []
    asked, uploads = bot.asked(), bot.calls(UPLOAD)
    bot.stage.faults.add(Fault(status=503), times=99, path=CHART)
    bot.pass_time(SOON)
    (came,) = until(lambda: digests(bot), len)
    assert has_picture(came)
    assert "read 08:55" in said(came)
    assert "late" not in said(came)
    assert (bot.asked(), bot.calls(UPLOAD)) == (asked, uploads)


def test_digests_of_one_slot_that_show_the_same_are_made_once(bot: Product) -> None:
    """Those of two channels ask one question and upload one picture."""
    before = bot.asked()
    added(bot)
    added_elsewhere(bot)
    made(bot)
    bot.pass_time(SOON)
    for channel in ("delivery", "team-mobile"):
        (came,) = until(lambda channel=channel: digests(bot, channel), len)  # type: ignore[misc]
        assert has_picture(came)
    assert bot.calls(UPLOAD) == 1
    assert bot.asked() - before == 2  # the period and the one before it


def test_a_digest_that_is_changed_meanwhile_is_made_anew(bot: Product) -> None:
    """What comes is what people were told would come."""
    number = added(bot)
    made(bot)
    bot.say(
        f"/drumbeat digest edit {number} {LINE.partition(' add ')[2]} by application every day 9:00"
    )
    bot.privately("Changed.")
    bot.pass_time(SOON)
    (came,) = until(lambda: digests(bot), len)
    assert "by application" in said(came)


@pytest.mark.parametrize("deed", ["pause", "delete"])
def test_a_digest_that_is_stopped_meanwhile_does_not_come(bot: Product, deed: str) -> None:
    """Although it is made already."""
    number = added(bot)
    made(bot)
    bot.say(f"/drumbeat digest {deed} {number}")
    bot.privately(f"{deed}d")
    bot.pass_time(SOON)
    bot.pass_time(DAY)
    assert digests(bot) == []


def test_trouble_ahead_of_a_slot_is_no_trouble(bot: Product) -> None:
    """LaunchDarkly did not answer then and does on the slot: the digest comes as if nothing was."""
    added(bot)
    before = bot.asked()
    bot.stage.faults.add(Fault(status=503), times=99, path=CHART)
    bot.pass_time(to_nine(bot) - SOON)
    until(bot.asked, lambda asked: asked > before)
    until(lambda: bot.rhythm and bot.rhythm.is_idle, bool)
    bot.stage.faults.clear()
    bot.pass_time(SOON)
    (came,) = until(lambda: digests(bot), len)
    assert has_picture(came)
    assert "late" not in said(came)


def test_an_hour_that_ends_on_the_slot_is_waited_for(bot: Product) -> None:
    """Hours are read on the slot, when the last one is over."""
    bot.say(f"{LINE.replace('30d', '2d bucket hour')} every day 09:00")
    bot.privately("Set up.")
    before = bot.asked()
    bot.pass_time(to_nine(bot) - SOON)
    until(lambda: bot.rhythm and bot.rhythm.is_idle, bool)
    assert bot.asked() == before
    bot.pass_time(SOON)
    (came,) = until(lambda: digests(bot), len)
    assert "read 09:0" in said(came)
