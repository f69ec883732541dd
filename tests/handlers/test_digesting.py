"""Digests in a channel: set up by a line, brought when they are due, looked after by number."""

import pytest

from tests.handlers.digests import (
    DAY,
    HOUR,
    LINE,
    added,
    added_elsewhere,
    bot_without_digests,
    digests,
    history,
    numbers,
    to_nine,
)
from tests.handlers.talking import PROJECT, Product, has_picture, labels, said, until

bot = bot_without_digests

# -- setting up ---------------------------------------------------------------------------------


def test_a_digest_is_set_up_by_a_line(bot: Product) -> None:
    """Who typed it reads when it comes, the channel reads that it will and who set it up."""
    number = added(bot, "every monday 09:00")
    (told,) = bot.privately("Set up.")
    assert f"deploys {PROJECT} 30d" in told
    assert told.count("09:00 Europe/Berlin") == 5
    (introduced,) = bot.posted()
    assert "A digest for this channel" in said(introduced)
    assert f"<@{bot.stage.workspace.person('ada').id}>" in said(introduced)
    assert f"/drumbeat digest edit {number}" in said(introduced)


@pytest.mark.parametrize(
    ("rest", "words"),
    [
        ("", "When should it come?"),
        ("every mondy", "monday"),
        ("30 bananas every monday", "bananas"),
        ("help every monday", "asks for help"),
    ],
)
def test_a_line_that_is_no_digest_sets_nothing_up(bot: Product, rest: str, words: str) -> None:
    """The person reads what is wrong and a line that works; nothing is kept, nothing posted."""
    bot.say(f"/drumbeat digest add deploys {PROJECT} {rest}")
    (told,) = bot.privately(words)
    assert "For example" in told
    assert numbers(bot) == []
    assert bot.posted() == ()


def test_a_channel_that_the_bot_may_not_post_in_gets_no_digest(bot: Product) -> None:
    """The person reads how to invite it, and nothing is left behind."""
    bot.say(f"{LINE} every monday", channel="team-private")
    bot.privately("/invite @Drumbeat", channel="team-private")
    assert numbers(bot) == []


@pytest.mark.parametrize(
    ("phrase", "words"),
    [
        ("only when something moved", "would never come"),
        ("one line when nothing moved", "would always be one line"),
    ],
)
def test_what_never_moves_is_not_waited_for(bot: Product, phrase: str, words: str) -> None:
    """Stale flags have no past, so a digest of them alone would never be what it can be."""
    line = f"/drumbeat digest add staleflags {PROJECT} env production every monday"
    bot.say(f"{line} {phrase}")
    bot.privately(words)
    assert numbers(bot) == []


# -- coming -------------------------------------------------------------------------------------


def test_a_digest_comes_when_it_is_due_and_once(bot: Product) -> None:
    """Words and pictures in one message; another beat brings no other."""
    added(bot)
    bot.pass_time(to_nine(bot) - 60)
    assert digests(bot) == []
    bot.pass_time(60)
    (came,) = until(lambda: digests(bot), len)
    bot.pass_time(30)
    assert has_picture(came)
    assert "4 deployments" in said(came)
    assert "09:00 Europe/Berlin" in said(came)
    assert "late" not in said(came)
    assert len(digests(bot)) == 1
    bot.pass_time(DAY)
    until(lambda: digests(bot), lambda seen: len(seen) == 2)


def test_digests_that_show_the_same_share_a_picture(bot: Product) -> None:
    """It is drawn and uploaded once, and LaunchDarkly asked once."""
    before = bot.asked()
    added(bot)
    added_elsewhere(bot)
    bot.pass_time(to_nine(bot))
    (one,) = until(lambda: digests(bot), len)
    (other,) = until(lambda: digests(bot, "team-mobile"), len)
    assert has_picture(one)
    assert has_picture(other)
    assert bot.calls("files.getUploadURLExternal") == 1
    assert bot.asked() == before + 2


def test_several_charts_come_in_one_message(bot: Product) -> None:
    """In the order typed as long as none moved."""
    bot.say(f"{LINE}, deploys {PROJECT} 7d by application every day 09:00")
    bot.privately("Set up.")
    bot.pass_time(to_nine(bot))
    (came,) = until(lambda: digests(bot), len)
    assert [block["type"] for block in came.blocks].count("image") == 2
    assert said(came).index("last 30 days") < said(came).index("last 7 days")


def test_of_days_that_the_bot_slept_through_one_digest_comes(bot: Product) -> None:
    """The latest one, said to be late; the others are in its history."""
    number = added(bot)
    bot.pass_time(to_nine(bot) + 2 * DAY + HOUR)
    (came,) = until(lambda: digests(bot), len)
    assert "1 hour late: Drumbeat was not running" in said(came)
    told = until(lambda: history(bot, number), lambda told: "sent" in told)
    assert told.count("skipped (a later one came instead)") == 2
    assert told.count("sent, 1 hour late (Drumbeat was not running)") == 1


def test_a_digest_that_has_to_move_is_silent_when_nothing_did(bot: Product) -> None:
    """Nothing is posted, and its history says why."""
    number = added(bot, "every day 09:00 only when something moved")
    bot.pass_time(to_nine(bot))
    bot.logged("")
    until(lambda: history(bot, number), lambda told: "silent, since nothing moved" in told)
    assert digests(bot) == []


def test_a_digest_may_be_one_line_when_nothing_moved(bot: Product) -> None:
    """It has the numbers, no picture is even uploaded, and whoever wants it whole presses."""
    number = added(
        bot, f"by application, deploys {PROJECT} 30d every day 9:00 in one line if nothing moved"
    )
    uploaded = bot.calls("files.completeUploadExternal")
    bot.pass_time(to_nine(bot))
    (came,) = until(lambda: digests(bot), len)
    assert "09:00 Europe/Berlin · nothing moved\nDeployments, mobile" in said(came)
    assert said(came).count(": 4 deployments") == 2
    assert not has_picture(came)
    assert bot.calls("files.completeUploadExternal") == uploaded
    bot.press(came, "Show it", person="ken")
    bot.privately("on its way", person="ken")
    bot.pass_time(0)
    _, whole = until(lambda: digests(bot), lambda seen: len(seen) == 2)
    assert has_picture(whole)
    assert labels(whole) == ["Pause", "History"]
    told = until(lambda: history(bot, number), lambda told: told.count("sent") == 2)
    assert told.count("sent as one line, since nothing moved") == 1


# -- looking after ------------------------------------------------------------------------------


def test_pausing_and_resuming(bot: Product) -> None:
    """A paused digest does not come; the channel reads who did it."""
    number = added(bot)
    bot.say(f"/drumbeat digest pause {number}", person="ken")
    bot.privately("is paused", person="ken")
    assert "is paused" in said(bot.posted()[-1])
    assert bot.stage.workspace.person("ken").id in said(bot.posted()[-1])
    bot.pass_time(to_nine(bot) + HOUR)
    assert digests(bot) == []
    bot.say(f"/drumbeat digest resume {number}")
    bot.privately("comes again")
    bot.pass_time(to_nine(bot))
    until(lambda: digests(bot), len)


def test_a_button_does_what_the_line_does(bot: Product) -> None:
    """Pause stands below the introduction and below each digest."""
    added(bot)
    (introduced,) = bot.posted()
    assert labels(introduced) == ["Pause", "History"]
    bot.press(introduced, "Pause", person="ken")
    bot.privately("is paused", person="ken")


def test_sending_now_does_not_move_the_rhythm(bot: Product) -> None:
    """It comes at once, says that it was asked for, and comes at nine all the same."""
    number = added(bot)
    bot.say(f"/drumbeat digest now {number}")
    bot.privately("on its way")
    bot.pass_time(0)
    (came,) = until(lambda: digests(bot), len)
    assert "asked for, besides its rhythm" in said(came)
    bot.pass_time(to_nine(bot))
    until(lambda: digests(bot), lambda seen: len(seen) == 2)


@pytest.mark.parametrize("what", ["{number}", f"deploys {PROJECT} 30d every friday"])
def test_a_preview_is_for_one_person(bot: Product, what: str) -> None:
    """Of a digest, or of one that is only thought of; the channel sees nothing."""
    number = added(bot)
    bot.say(f"/drumbeat digest preview {what.format(number=number)}", person="ken")
    (told,) = bot.privately("Preview", person="ken")
    assert "4 deployments" in told
    assert digests(bot) == []
    assert numbers(bot) == [number]


@pytest.mark.parametrize(
    ("phrase", "words"),
    [
        ("only when something moved", "it would not be sent, since nothing moved"),
        ("one line when nothing moved", "it would be sent in one line"),
    ],
)
def test_a_preview_says_what_would_be_sent(bot: Product, phrase: str, words: str) -> None:
    """Today, since nothing moved."""
    bot.say(f"/drumbeat digest preview deploys {PROJECT} 30d every friday {phrase}")
    (told,) = bot.privately("Preview")
    assert words in told


def test_editing_keeps_the_number_and_the_channel(bot: Product) -> None:
    """Without a new line the old one is shown, to be changed and sent."""
    number = added(bot)
    bot.say(f"/drumbeat digest edit {number}")
    told = bot.privately(f"/drumbeat digest edit {number} deploys")[-1]
    assert "every day" in told
    bot.say(f"/drumbeat digest edit {number} deploys {PROJECT} 7d every day 10:00")
    bot.privately("Changed.")
    assert "was changed" in said(bot.posted()[-1])
    bot.pass_time(to_nine(bot) + 30 * 60)
    assert digests(bot) == []
    bot.pass_time(30 * 60)
    (came,) = until(lambda: digests(bot), len)
    assert "last 7 days" in said(came)


def test_who_is_elsewhere_knows_nothing_of_it(bot: Product) -> None:
    """A digest is its channel's and its owner's: others are told that there is none here."""
    number = added(bot)
    for line in (f"show {number}", f"pause {number}", "list"):
        bot.say(f"/drumbeat digest {line}", person="ken", channel="team-mobile")
    told = until(lambda: bot.told("ken", "team-mobile"), lambda told: len(told) == 3)
    assert sum("here" in one for one in told) == 3
    assert PROJECT not in "".join(told)
    bot.say(f"/drumbeat digest show {number}", channel="team-mobile")
    bot.privately(f"number {number}", channel="team-mobile")
    bot.say(f"/drumbeat digest show {number}", person="ken")
    bot.privately(f"number {number}", person="ken")


def test_a_name_may_hold_what_slack_escapes(bot: Product) -> None:
    """It is shown as it was typed."""
    bot.say(f'{LINE} every monday called "R&D <3"')
    assert "R&D <3" in bot.privately("Set up.")[0]
    assert "R&D <3" in said(bot.posted()[0])


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("digest show 999", "There is no digest 999"),
        ("digest pause", "Say its number"),
        ("digest frobnicate", "I do not know “digest frobnicate”"),
        ("digest help", "in its own rhythm"),
        ("digest", "There are no digests here yet"),
        ("", "Type a chart"),
        ("bananas", "Type a chart"),
    ],
)
def test_whatever_is_typed_is_answered(bot: Product, line: str, words: str) -> None:
    """With what there is, in private."""
    bot.say(f"/drumbeat {line}")
    bot.privately(words)
    assert bot.posted() == ()
