"""Channels and people: what the app may know of them."""

from datetime import UTC, datetime

import pytest

from bot.local.serving import serving
from bot.local.workspace.server import create_app
from bot.local.workspace.workspace import Workspace
from tests.bot.local.workspace.harness import (
    ADA,
    ADAS_DM,
    DELIVERY,
    KEN,
    MOBILE,
    Caller,
    MovedClock,
    manifest,
)


def test_the_list_shows_what_the_scopes_and_membership_allow(slack: Caller) -> None:
    """Public channels by default; a type without its scope is `missing_scope`."""
    listed = slack.call("conversations.list")["channels"]
    assert [(one["name"], one["is_member"]) for one in listed] == [
        ("delivery", False),
        ("team-mobile", True),
    ]
    refused = slack.call("conversations.list", types="public_channel,private_channel")
    assert (refused["error"], refused["needed"]) == ("missing_scope", "groups:read")
    assert slack.refusal("conversations.list", types="public") == "invalid_types"


def test_a_private_channel_is_listed_for_its_members_only() -> None:
    """With the scope, the app still sees only the private channels that it is in."""
    workspace = Workspace(manifest(more=("groups:read",)))
    with serving(create_app(workspace)) as base:
        slack = Caller(workspace, base)
        assert slack.call("conversations.list", types="private_channel")["channels"] == []
        slack.http.close()


def test_lists_come_in_pages(slack: Caller) -> None:
    """A cursor leads on until there is none; a made-up one is refused."""
    first = slack.call("conversations.list", limit=1)
    cursor = first["response_metadata"]["next_cursor"]
    second = slack.call("conversations.list", limit=1, cursor=cursor)
    assert [one["id"] for one in first["channels"] + second["channels"]] == [DELIVERY, MOBILE]
    assert second["response_metadata"]["next_cursor"] == ""
    assert slack.refusal("conversations.list", cursor="made up") == "invalid_cursor"
    assert slack.refusal("conversations.list", limit=1001) == "invalid_limit"


def test_joining_makes_the_app_a_member(slack: Caller) -> None:
    """Once; a second time says that it is already there. Direct messages cannot be joined."""
    assert slack.call("conversations.join", channel=DELIVERY)["channel"]["is_member"]
    again = slack.call("conversations.join", channel=DELIVERY)
    assert again["warning"] == "already_in_channel"
    members = slack.call("conversations.members", channel=DELIVERY)["members"]
    assert slack.workspace.identity.user in members
    refused = slack.refusal("conversations.join", channel=ADAS_DM)
    assert refused == "method_not_supported_for_channel_type"


def test_a_conversation_with_one_person(slack: Caller) -> None:
    """`conversations.open` gives the same conversation each time."""
    opened = slack.call("conversations.open", users=ADA)
    assert opened["channel"] == {"id": ADAS_DM}
    full = slack.call("conversations.open", users=ADA, return_im=True)
    assert (full["channel"]["is_im"], full["channel"]["user"]) == (True, ADA)
    assert slack.call("conversations.info", channel=ADAS_DM)["channel"]["user"] == ADA
    assert slack.refusal("conversations.open") == "users_list_not_supplied"
    assert slack.refusal("conversations.open", users="U0NOBODY00") == "user_not_found"


def test_history_is_for_members_and_newest_first(slack: Caller) -> None:
    """Replies are in the thread, and what was whispered is nowhere."""
    assert slack.refusal("conversations.history", channel=DELIVERY) == "not_in_channel"
    slack.say("one", channel=MOBILE)
    two = slack.call("chat.postMessage", channel=MOBILE, text="two")["ts"]
    slack.call("chat.postMessage", channel=MOBILE, text="reply", thread_ts=two)
    slack.call("chat.postEphemeral", channel=MOBILE, user=ADA, text="psst")
    history = slack.call("conversations.history", channel=MOBILE)
    assert [one["text"] for one in history["messages"]] == ["two", "one"]
    assert history["messages"][0]["reply_count"] == 1
    thread = slack.call("conversations.replies", channel=MOBILE, ts=two)["messages"]
    assert [one["text"] for one in thread] == ["two", "reply"]
    since = slack.call("conversations.history", channel=MOBILE, oldest=two, inclusive=True)
    assert [one["text"] for one in since["messages"]] == ["two"]
    assert slack.refusal("conversations.replies", channel=MOBILE, ts="1.2") == "thread_not_found"


@pytest.mark.parametrize(
    ("now", "offset"),
    [
        (datetime(2026, 7, 1, tzinfo=UTC), 7200),
        (datetime(2026, 12, 1, tzinfo=UTC), 3600),
    ],
)
def test_people_have_zones_with_the_offset_of_today(now: datetime, offset: int) -> None:
    """`tz_offset` is that of now: Berlin's differs between summer and winter."""
    workspace = Workspace(manifest(), clock=MovedClock(now.timestamp()))
    with serving(create_app(workspace)) as base:
        slack = Caller(workspace, base)
        user = slack.call("users.info", user=ADA)["user"]
        assert (user["tz"], user["tz_offset"]) == ("Europe/Berlin", offset)
        assert user["tz_label"] == "Central European Time"
        slack.http.close()


def test_the_list_of_people_has_the_app_in_it(slack: Caller) -> None:
    """The app's own user is marked as a bot; who is not there is `user_not_found`."""
    members = slack.call("users.list")["members"]
    assert [one["id"] for one in members if not one["is_bot"]][:2] == [ADA, KEN]
    assert [one["id"] for one in members if one["is_bot"]] == [slack.workspace.identity.user]
    assert slack.refusal("users.info", user="U0NOBODY00") == "user_not_found"
