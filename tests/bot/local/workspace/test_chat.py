"""Messages of the app: where it may post, what may change, what people see."""

from typing import Any

import pytest

from bot.local.serving import serving
from bot.local.workspace.model import Channel
from bot.local.workspace.server import create_app
from bot.local.workspace.workspace import Workspace
from tests.bot.local.workspace.harness import (
    ADA,
    ADAS_DM,
    DELIVERY,
    JOAN,
    KEN,
    MANIFEST,
    MOBILE,
    PNG,
    PRIVATE,
    Caller,
    MovedClock,
    manifest,
)

RICH: dict[str, Any] = {
    "type": "rich_text",
    "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}],
}


def test_a_public_channel_needs_no_invitation_with_the_scope_for_it(slack: Caller) -> None:
    """`chat:write.public` lets the app post to public channels that it is not in."""
    posted = slack.call("chat.postMessage", channel=DELIVERY, text="numbers")
    assert posted["ok"]
    assert posted["message"]["bot_id"] == slack.workspace.identity.bot
    assert slack.seen(KEN)[0]["text"] == "numbers"


def test_without_that_scope_the_app_must_be_a_member() -> None:
    """Otherwise a channel without the app is `not_in_channel` until it joins."""
    workspace = Workspace(manifest(without=("chat:write.public",)))
    with serving(create_app(workspace)) as base:
        slack = Caller(workspace, base)
        assert slack.refusal("chat.postMessage", channel=DELIVERY, text="x") == "not_in_channel"
        assert slack.call("chat.postMessage", channel=MOBILE, text="x")["ok"]
        assert slack.call("conversations.join", channel=DELIVERY)["ok"]
        assert slack.call("chat.postMessage", channel=DELIVERY, text="x")["ok"]
        slack.http.close()


def test_an_archived_channel_takes_nothing() -> None:
    """Posting to it is `is_archived`."""
    old = Channel("old", ("ada",), archived=True, id="C0OLD00001")
    workspace = Workspace(manifest(), channels=[old])
    with serving(create_app(workspace)) as base:
        slack = Caller(workspace, base)
        assert slack.refusal("chat.postMessage", channel=old.id, text="x") == "is_archived"
        assert slack.refusal("conversations.join", channel=old.id) == "is_archived"
        slack.http.close()


def test_a_channel_may_be_named_and_a_person_stands_for_their_conversation(slack: Caller) -> None:
    """`#delivery` and a person's id work where Slack takes them."""
    assert slack.call("chat.postMessage", channel="#delivery", text="x")["channel"] == DELIVERY
    assert slack.call("chat.postMessage", channel=ADA, text="x")["channel"] == ADAS_DM


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({}, "no_text"),
        ({"text": "x", "thread_ts": "1.2"}, "thread_not_found"),
        ({"text": "x", "blocks": {"type": "divider"}}, "invalid_blocks_format"),
        ({"text": "x", "attachments": ["no"]}, "invalid_attachments"),
        ({"text": "x", "attachments": [{}] * 101}, "too_many_attachments"),
        ({"text": "x", "attachments": [{"blocks": [{"type": "no"}]}]}, "invalid_blocks"),
        ({"text": "x", "metadata": "{"}, "invalid_metadata_format"),
        ({"text": "x", "metadata": {"event_type": "x"}}, "invalid_metadata_format"),
        (
            {"text": "x", "metadata": {"event_type": "x", "event_payload": {}, "more": 1}},
            "invalid_metadata_schema",
        ),
        (
            {"text": "x", "metadata": {"event_type": "x", "event_payload": {"a": "b" * 16_000}}},
            "metadata_too_large",
        ),
        ({"text": "x", "markdown_text": "y"}, "markdown_text_conflict"),
        ({"markdown_text": "y" * 12_001}, "msg_too_long"),
    ],
)
def test_what_a_message_may_not_be(slack: Caller, args: dict[str, Any], error: str) -> None:
    """Each mistake has Slack's own code."""
    assert slack.refusal("chat.postMessage", channel=DELIVERY, **args) == error


def test_too_long_a_text_is_cut_when_posted_and_refused_when_changed(slack: Caller) -> None:
    """Slack cuts a new message at 40,000 characters; a changed one may have 4,000."""
    posted = slack.call("chat.postMessage", channel=DELIVERY, text="x" * 40_001)
    assert len(posted["message"]["text"]) == 40_000
    refused = slack.refusal("chat.update", channel=DELIVERY, ts=posted["ts"], text="x" * 4_001)
    assert refused == "msg_too_long"


def test_new_text_takes_the_place_of_blocks_and_blocks_leave_no_mark(slack: Caller) -> None:
    """Blocks stay unless text comes without them; only changed text is marked as edited."""
    divider = {"type": "divider", "block_id": "d"}
    ts = slack.call("chat.postMessage", channel=DELIVERY, text="one", blocks=[divider])["ts"]

    def change(**args: Any) -> tuple[str, int, bool]:  # noqa: ANN401 - any argument
        assert slack.call("chat.update", channel=DELIVERY, ts=ts, **args)["ok"]
        [seen] = slack.seen(ADA)
        return seen["text"], len(seen["blocks"]), seen["edited"]

    assert change(attachments=[{"text": "a"}]) == ("one", 1, False)
    assert change(text="two", blocks=[divider, {"type": "divider"}]) == ("two", 2, False)
    assert change(text="three") == ("three", 0, True)


def test_rich_text_stays_rich(slack: Caller) -> None:
    """`block_mismatch`: rich text cannot be replaced by blocks without any."""
    ts = slack.call("chat.postMessage", channel=DELIVERY, text="x", blocks=[RICH])["ts"]
    args = {"channel": DELIVERY, "ts": ts, "text": "x"}
    assert slack.refusal("chat.update", **args, blocks=[{"type": "divider"}]) == "block_mismatch"
    assert slack.call("chat.update", **args, blocks=[RICH, {"type": "divider"}])["ok"]


def test_metadata_stays_until_it_is_emptied(slack: Caller) -> None:
    """Left out it is kept; an empty object takes it away."""
    metadata = {"event_type": "chart", "event_payload": {"id": 1}}
    ts = slack.call("chat.postMessage", channel=DELIVERY, text="x", metadata=metadata)["ts"]
    slack.call("chat.update", channel=DELIVERY, ts=ts, text="y")
    assert slack.seen(ADA)[0]["metadata"] == metadata
    slack.call("chat.update", channel=DELIVERY, ts=ts, text="y", metadata={})
    assert slack.seen(ADA)[0]["metadata"] is None


def test_a_file_may_be_added_to_a_message(slack: Caller, moved: MovedClock) -> None:
    """`file_ids` takes ids; an unknown one is `file_not_found`."""
    ts = slack.call("chat.postMessage", channel=DELIVERY, text="working")["ts"]
    file = slack.upload(PNG)
    moved.move(1)
    assert slack.call("chat.update", channel=DELIVERY, ts=ts, file_ids=[file])["ok"]
    [seen] = slack.seen(ADA)
    assert ([f["id"] for f in seen["files"]], seen["text"]) == ([file], "working")
    refused = slack.refusal("chat.update", channel=DELIVERY, ts=ts, file_ids="F0NONE0000")
    assert refused == "file_not_found"


def test_people_s_messages_are_theirs(slack: Caller) -> None:
    """The app can neither change nor delete what somebody said, nor what is not there."""
    slack.say("mine")
    ts = slack.seen(ADA)[0]["ts"]
    args = {"channel": DELIVERY, "ts": ts}
    assert slack.refusal("chat.update", **args, text="yours") == "cant_update_message"
    assert slack.refusal("chat.delete", **args) == "cant_delete_message"
    assert slack.refusal("chat.delete", channel=DELIVERY, ts="1.2") == "message_not_found"


def test_a_deleted_message_is_gone(slack: Caller) -> None:
    """`chat.delete` takes the app's own message away for everybody."""
    ts = slack.call("chat.postMessage", channel=DELIVERY, text="oops")["ts"]
    assert slack.call("chat.delete", channel=DELIVERY, ts=ts)["ok"]
    assert slack.seen(ADA) == []


def test_an_ephemeral_message_wants_both_in_the_channel(slack: Caller) -> None:
    """The app as a member, the person as a member; then only that person sees it."""
    args = {"user": ADA, "text": "psst"}
    assert slack.refusal("chat.postEphemeral", channel=DELIVERY, **args) == "not_in_channel"
    assert slack.refusal("chat.postEphemeral", channel=PRIVATE, **args) == "channel_not_found"
    assert slack.call("chat.postEphemeral", channel=MOBILE, **args)["message_ts"]
    assert [m["text"] for m in slack.seen(ADA, MOBILE)] == ["psst"]
    assert slack.seen(KEN, MOBILE) == []
    outsider = {"channel": ADAS_DM, "user": JOAN, "text": "x"}
    assert slack.refusal("chat.postEphemeral", **outsider) == "user_not_in_channel"


def test_an_ephemeral_message_cannot_be_changed_by_its_timestamp(slack: Caller) -> None:
    """For `chat.update` it does not exist."""
    said = slack.call("chat.postEphemeral", channel=MOBILE, user=ADA, text="psst")
    args = {"channel": MOBILE, "ts": said["message_ts"], "text": "y"}
    assert slack.refusal("chat.update", **args) == "message_not_found"


def test_a_reply_to_a_reply_goes_to_the_thread(slack: Caller) -> None:
    """Threads have one level; the parent counts its replies."""
    parent = slack.call("chat.postMessage", channel=DELIVERY, text="p")["ts"]
    args = {"channel": DELIVERY, "text": "r"}
    reply = slack.call("chat.postMessage", **args, thread_ts=parent)["ts"]
    again = slack.call("chat.postMessage", **args, thread_ts=reply)
    assert again["message"]["thread_ts"] == parent
    assert slack.seen(ADA)[0]["reply_count"] == 2


def test_timestamps_differ_even_when_time_stands_still(slack: Caller) -> None:
    """A `ts` names one message, and later ones are greater."""
    all_ts = [slack.call("chat.postMessage", channel=DELIVERY, text="x")["ts"] for _ in range(5)]
    assert all_ts == sorted(set(all_ts))


def test_a_permalink_leads_to_a_message(slack: Caller) -> None:
    """Only one that exists has one."""
    ts = slack.call("chat.postMessage", channel=DELIVERY, text="x")["ts"]
    answer = slack.call("chat.getPermalink", channel=DELIVERY, message_ts=ts)
    assert answer["permalink"].endswith(f"/archives/{DELIVERY}/p{ts.replace('.', '')}")


def test_a_reaction_is_put_once(slack: Caller) -> None:
    """A second one of the same name is `already_reacted`."""
    ts = slack.call("chat.postMessage", channel=DELIVERY, text="x")["ts"]
    args = {"channel": DELIVERY, "timestamp": ts}
    assert slack.refusal("reactions.add", **args, name="Not a name") == "invalid_name"
    assert slack.call("reactions.add", **args, name="tada")["ok"]
    assert slack.refusal("reactions.add", **args, name="tada") == "already_reacted"
    [reaction] = slack.seen(ADA)[0]["reactions"]
    assert reaction == {"name": "tada", "users": [slack.workspace.identity.user]}


def test_a_closed_messages_tab_takes_no_direct_messages() -> None:
    """`messages_tab_disabled`, where the manifest says so."""
    features = {**MANIFEST["features"], "app_home": {"messages_tab_enabled": False}}
    workspace = Workspace({**MANIFEST, "features": features})
    with serving(create_app(workspace)) as base:
        slack = Caller(workspace, base)
        refused = slack.refusal("chat.postMessage", channel=ADA, text="x")
        assert refused == "messages_tab_disabled"
        home = {"type": "home", "blocks": []}
        assert slack.refusal("views.publish", user_id=ADA, view=home) == "not_enabled"
        slack.http.close()
