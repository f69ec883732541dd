"""Slash commands over Socket Mode: what the app gets, and what people read when it does not ack."""

import pytest

from tests.bot.local.workspace.harness import (
    ADA,
    ADAS_DM,
    DELIVERY,
    JOAN,
    KEN,
    PRIVATE,
    Caller,
    MovedClock,
    SocketApp,
    socket_app,
)


def test_a_command_reaches_the_app_with_all_that_slack_sends(slack: Caller, app: SocketApp) -> None:
    """The payload has the fields of Slack's documentation, and the text as it was typed."""
    answer = slack.say("/deploys mobile  30d <b>&", person=ADA)
    assert answer["ok"]
    assert answer["ack_ms"] >= 0
    [request] = app.wait()
    payload = request["payload"]
    assert request["type"] == "slash_commands"
    assert request["accepts_response_payload"]
    assert payload["command"] == "/deploys"
    assert payload["text"] == "mobile  30d <b>&"
    assert (payload["user_id"], payload["user_name"]) == (ADA, "ada")
    assert (payload["channel_id"], payload["channel_name"]) == (DELIVERY, "delivery")
    assert payload["team_id"] == slack.workspace.identity.team
    assert payload["api_app_id"] == slack.workspace.identity.app
    assert payload["response_url"].startswith(f"{slack.base}/response/")
    assert payload["trigger_id"]


def test_places_have_the_names_that_slack_gives_them(slack: Caller, app: SocketApp) -> None:
    """A direct message is `directmessage`, a private channel `privategroup` without its name."""
    slack.say("/deploys", channel=ADAS_DM)
    slack.say("/deploys", channel=PRIVATE)
    names = [request["payload"]["channel_name"] for request in app.wait(2)]
    assert names == ["directmessage", "privategroup"]


def test_mentions_are_escaped_where_the_manifest_says_so(slack: Caller, app: SocketApp) -> None:
    """With `should_escape`, names become mentions, a private channel's without its name."""
    slack.say("/escaped @ken in #delivery and #team-private see https://a.example/x")
    [request] = app.wait()
    expected = f"<@{KEN}> in <#{DELIVERY}|delivery> and <#{PRIVATE}|> see <https://a.example/x>"
    assert request["payload"]["text"] == expected


def test_the_ack_may_carry_an_answer_for_the_person_alone(slack: Caller, app: SocketApp) -> None:
    """Text in the ack is ephemeral unless it says `in_channel`."""
    app.acks = lambda _: {"text": "just for you"}
    slack.say("/deploys")
    assert [(m["text"], m["ephemeral"]) for m in slack.seen(ADA)] == [("just for you", True)]
    assert slack.seen(KEN) == []


def test_an_ack_in_channel_shows_the_command_too(slack: Caller, app: SocketApp) -> None:
    """`in_channel` shows everybody what was typed, then the answer."""
    app.acks = lambda _: {"response_type": "in_channel", "text": "for all"}
    slack.say("/deploys 7d")
    assert [m["text"] for m in slack.seen(KEN)] == ["/deploys 7d", "for all"]


def test_no_ack_within_three_seconds_is_told_to_the_person(
    slack: Caller, app: SocketApp, moved: MovedClock
) -> None:
    """Slack waits three seconds, then Slackbot says `operation_timeout`, in private."""
    app.acks = None
    saying = slack.in_background(lambda: slack.say("/deploys"))
    app.wait()
    moved.wait_for_sleeper(3.0)
    moved.move(2.9)
    assert not saying.done()
    moved.move(0.1)
    answer = saying.result(5)
    assert answer["error"] == "operation_timeout"
    [told] = slack.seen(ADA)
    assert told["text"] == answer["shown"]
    assert (told["name"], told["ephemeral"]) == ("Slackbot", True)
    assert slack.seen(KEN) == []


def test_without_a_connection_nothing_is_dispatched(slack: Caller) -> None:
    """An app that is not connected is `dispatch_failed`, told to the person."""
    assert slack.say("/deploys")["error"] == "dispatch_failed"
    assert "dispatch_failed" in slack.seen(ADA)[0]["text"]


def test_unknown_commands_and_threads_are_refused(slack: Caller, app: SocketApp) -> None:
    """Slack knows the app's commands by its manifest, and takes none of them in threads."""
    assert slack.say("/nope")["error"] == "unknown_command"
    slack.say("hello")
    thread = slack.seen(ADA)[-1]["ts"]
    refused = slack.say("/deploys", thread=thread)
    assert refused["error"] == "not_supported_in_thread"
    assert app.got == []


def test_each_envelope_goes_to_one_connection_in_turn(slack: Caller, app: SocketApp) -> None:
    """With several connections, each payload is sent to one of them only."""
    with socket_app(slack) as second:
        for number in range(6):
            slack.say(f"/deploys {number}")
        got = [sorted(r["payload"]["text"] for r in one.wait(3)) for one in (app, second)]
    assert sorted(got) == [["0", "2", "4"], ["1", "3", "5"]]


def test_an_answer_that_cannot_be_shown_is_said(slack: Caller, app: SocketApp) -> None:
    """Blocks in an ack are checked as everywhere."""
    header = {"type": "header", "text": {"type": "mrkdwn", "text": "no"}}
    app.acks = lambda _: {"blocks": [header]}
    assert slack.say("/deploys")["error"] == "invalid_blocks"


def test_people_only_write_where_they_may_look(slack: Caller) -> None:
    """Somebody outside of a private channel can neither read nor write there."""
    assert "sees no such channel" in slack.say("hello", person=JOAN, channel=PRIVATE)["error"]


# -- Slack's own ------------------------------------------------------------------------------


@pytest.mark.parametrize("line", ["/invite", "/invite @Drumbeat", "/Invite  drumbeat "])
def test_the_app_is_let_in(slack: Caller, line: str) -> None:
    """By its name, or without one: nobody else is there to be invited."""
    app = slack.workspace.identity.user
    for said in ("Drumbeat is in now.", "Drumbeat is here already."):
        assert slack.say(line, channel=PRIVATE)["ok"]
        assert slack.seen(ADA, PRIVATE)[-1]["text"] == said
        (channel,) = (c for c in slack.get("state")["channels"] if c["id"] == PRIVATE)
        assert channel["members"].count(app) == 1


def test_nobody_else_is_let_in(slack: Caller) -> None:
    """And the sentence says who is."""
    answer = slack.say("/invite @ken")
    assert answer["error"] == "no_such_member"
    assert answer["shown"] == (
        "@ken is nobody who can be invited here; only the app is. Type /invite @Drumbeat."
    )
