"""Answers of Slack that broke other programs: digests come once, or somebody is told why not."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from tests.bot.oracles import bad_inputs
from tests.handlers.digests import (
    added,
    became,
    bot_without_digests,
    digests,
    history,
    kept,
    sent,
    to_nine,
)
from tests.handlers.talking import Product, has_picture, is_complete, said, until

bot = bot_without_digests

POST = "chat.postMessage"
UPLOAD = "files.getUploadURLExternal"
Answer = Mapping[str, Any]


def answer(bot: Product, given: Answer, *, times: int, method: str = POST) -> None:
    """Let Slack answer the next calls so."""
    if "drop_connection_after_accept" in given:
        bot.trouble(method, "drop_after")
    elif "upload_step" in given:
        bot.trouble("upload", "status", status=500, times=99)
    elif given["status"] != 200:
        bot.trouble(method, "status", status=given["status"], times=times)
    elif (body := json.loads(given["body"]))["ok"]:
        bot.trouble(method, "body", body=given["body"])
    else:
        where = UPLOAD if body.get("needed") == "files:write" else method
        bot.trouble(where, "error", error=body["error"], times=times)


def code(given: Answer) -> str:
    """Slack's word for it, if it is one."""
    return str(json.loads(given.get("body") or "{}").get("error", ""))


@pytest.mark.parametrize(("given", "expected"), bad_inputs("slack.api_response"))
def test_a_digest_lives_with_what_slack_answers(bot: Product, given: Answer, expected: str) -> None:
    """What passes is tried again, what lasts pauses it, what is too much comes with less."""
    number = added(bot)
    bot.say("/invite @Drumbeat")
    does = next(does for word, does in DOES.items() if expected.startswith(word))
    does(bot, number, given)


def comes(bot: Product, number: str, given: Answer) -> None:
    """In the end, and once."""
    answer(bot, given, times=1)
    bot.pass_time(to_nine(bot))
    sent(bot, number)
    assert len(digests(bot)) == 1
    if "C2" in given.get("body", ""):
        assert kept(bot, number)[-1] == ("posted", "C2")


def comes_with_less(bot: Product, number: str, given: Answer) -> None:
    """Without its picture, and it says why."""
    answer(bot, given, times=1)
    bot.pass_time(to_nine(bot))
    sent(bot, number)
    (came,) = digests(bot)
    assert not has_picture(came)
    why = ("The numbers stand.", "Slack did not take the charts. Each can be asked for:")
    assert any(words in said(came) for words in why)


def stops(bot: Product, number: str, given: Answer) -> None:
    """Nothing is posted, the digest is paused, and its owner is told what helps."""
    answer(bot, given, times=1)
    bot.pass_time(to_nine(bot))
    until(lambda: history(bot, number), lambda told: "not sent (" in told)
    assert digests(bot) == []
    assert "is paused: " in bot.directly().text
    bot.say(f"/drumbeat digest show {number}")
    bot.privately("paused: ")


def is_given_up(bot: Product, number: str, given: Answer) -> None:
    """After five tries, said to its owner and in the log; its next slot is tried anew."""
    answer(bot, given, times=5)
    bot.pass_time(to_nine(bot))
    became(bot, number, f"not sent (Slack refuses it ({code(given)}))")
    assert f"was not sent: Slack refuses it ({code(given)})" in bot.directly().text
    assert "is given up" in bot.log.getvalue()
    assert digests(bot) == []
    bot.pass_time(to_nine(bot))
    until(lambda: digests(bot), len)


DOES = {
    "RETRY ONCE with": comes_with_less,
    "RETRY 5x": is_given_up,
    "RETRY": comes,
    "SENT": comes,
    "STOP": stops,
    "REFRESH once (rotation) then STOP": stops,  # there is no rotation, so there is no refresh
    "DEGRADE": comes_with_less,
    "BUG": is_given_up,
    "on chat.update": is_given_up,  # a digest is never changed, so to it the word means nothing
}
"""What becomes of a digest, by how the expectation begins."""


@pytest.mark.parametrize(("given", "expected"), bad_inputs("slack.api_response"))
def test_a_command_lives_with_what_slack_answers(
    bot: Product, given: Answer, expected: str
) -> None:
    """Whoever typed it reads something, and the channel gets one message at most."""
    method = "chat.update" if expected.startswith("on chat.update") else POST
    answer(bot, given, times=9, method=method)
    bot.say("/deploys")
    until(lambda: [*bot.told(), *filter(is_complete, bot.posted())], len)
    bot.clear_trouble()
    assert len(bot.posted()) <= 1
