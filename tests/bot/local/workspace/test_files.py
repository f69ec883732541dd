"""Uploads: three steps, a moment until the file is ready, and where it may be shared and shown."""

import re

from tests.bot.local.workspace.harness import (
    ADA,
    DELIVERY,
    JOAN,
    MOBILE,
    PNG,
    PRIVATE,
    Caller,
    Json,
    MovedClock,
    wait_until,
)


def image(file: str) -> Json:
    """A block that shows a file."""
    return {"type": "image", "alt_text": "a chart", "slack_file": {"id": file}}


def show(slack: Caller, block: Json) -> Json:
    """Post a message that shows a file."""
    return slack.call("chat.postMessage", channel=DELIVERY, text="x", blocks=[block])


def settle(slack: Caller, moved: MovedClock) -> None:
    """Let a second pass, after which files are ready."""
    moved.wait_for_sleeper(1.0)
    moved.move(1.0)
    files = slack.workspace.store.files
    wait_until(lambda: all(one.ready for one in list(files.values()) if one.completed))


def test_a_fresh_file_has_no_type_and_cannot_be_shown_yet(slack: Caller, moved: MovedClock) -> None:
    """A block with it is `invalid_blocks` until the file is ready, a moment later."""
    file = slack.upload(PNG)
    assert re.fullmatch("F[A-Z0-9]{8,}", file)
    assert slack.call("files.info", file=file)["file"]["mimetype"] == ""
    refused = show(slack, image(file))
    assert refused["error"] == "invalid_blocks"
    [said] = refused["response_metadata"]["messages"]
    assert said == "[ERROR] invalid slack file [json-pointer:/blocks/0/slack_file]"
    settle(slack, moved)
    assert slack.call("files.info", file=file)["file"]["mimetype"] == "image/png"
    assert show(slack, image(file))["ok"]


def test_a_file_may_be_named_by_its_address(slack: Caller, moved: MovedClock) -> None:
    """The permalink and the private URL both do; both ways at once do not."""
    file = slack.upload(PNG)
    settle(slack, moved)
    told = slack.call("files.info", file=file)["file"]
    for url in (told["permalink"], told["url_private"]):
        assert show(slack, {**image(file), "slack_file": {"url": url}})["ok"]
    both = {"id": file, "url": told["permalink"]}
    assert show(slack, {**image(file), "slack_file": both})["error"] == "invalid_blocks"
    elsewhere = {"url": f"https://files.example/files/{file}"}
    assert show(slack, {**image(file), "slack_file": elsewhere})["error"] == "invalid_blocks"


def test_only_pictures_can_be_shown(slack: Caller, moved: MovedClock) -> None:
    """What only claims to be a PNG is none: the bytes decide."""
    file = slack.upload(b"<svg/>", "chart.png")
    settle(slack, moved)
    assert slack.call("files.info", file=file)["file"]["mimetype"] == "application/octet-stream"
    assert show(slack, image(file))["error"] == "invalid_blocks"


def test_sharing_takes_membership_and_a_moment(slack: Caller, moved: MovedClock) -> None:
    """`chat:write.public` does not help; shares appear when the file is ready."""
    file = slack.upload(PNG, channel_id=MOBILE, initial_comment="see")
    assert slack.call("files.info", file=file)["file"]["shares"] == {}
    assert slack.seen(ADA, MOBILE) == []
    settle(slack, moved)
    told = slack.call("files.info", file=file)["file"]
    [share] = told["shares"]["public"][MOBILE]
    [message] = slack.seen(ADA, MOBILE)
    assert (message["ts"], message["text"]) == (share["ts"], "see")
    assert message["files"][0]["ready"]


def test_where_files_cannot_be_shared(slack: Caller) -> None:
    """A channel without the app is `not_in_channel`, or does not exist if it is private."""
    asked = slack.call("files.getUploadURLExternal", filename="a.png", length=len(PNG))
    assert slack.http.post(asked["upload_url"], data=PNG, timeout=5).text == f"OK - {len(PNG)}"
    done = {"files": [{"id": asked["file_id"]}]}
    method = "files.completeUploadExternal"
    assert slack.refusal(method, **done, channel_id=DELIVERY) == "not_in_channel"
    assert slack.refusal(method, **done, channel_id=PRIVATE) == "channel_not_found"
    assert slack.refusal(method, **done, channel_id="delivery") == "channel_not_found"
    assert slack.refusal(method, files=[]) == "invalid_arguments"
    assert slack.refusal(method, files=[{"id": "F0NONE00000"}]) == "file_not_found"


def test_a_file_goes_into_a_thread(slack: Caller, moved: MovedClock) -> None:
    """With `thread_ts` the share is a reply."""
    parent = slack.call("chat.postMessage", channel=MOBILE, text="p")["ts"]
    slack.upload(PNG, channel_id=MOBILE, thread_ts=parent)
    settle(slack, moved)
    assert slack.seen(ADA, MOBILE)[-1]["thread_ts"] == parent


def test_an_alternative_text_keeps_a_file_from_being_shared(
    slack: Caller, moved: MovedClock
) -> None:
    """Slack says ok and drops the share, silently; so does this."""
    asked = slack.call(
        "files.getUploadURLExternal", filename="a.png", length=len(PNG), alt_txt="a chart"
    )
    slack.http.post(asked["upload_url"], data=PNG, timeout=5)
    files = [{"id": asked["file_id"]}]
    assert slack.call("files.completeUploadExternal", files=files, channel_id=MOBILE)["ok"]
    settle(slack, moved)
    assert slack.call("files.info", file=asked["file_id"])["file"]["shares"] == {}
    assert slack.seen(ADA, MOBILE) == []


def test_a_share_can_be_dropped_on_request(slack: Caller, moved: MovedClock) -> None:
    """`share_dropped` accepts every share and loses it."""
    assert slack.post("settle", share_dropped=True)["ok"]
    file = slack.upload(PNG, channel_id=MOBILE)
    settle(slack, moved)
    assert slack.call("files.info", file=file)["file"]["shares"] == {}


def test_an_upload_says_what_it_will_be(slack: Caller) -> None:
    """A name and a length, as Slack wants them; the bytes must then be that many, once."""
    method = "files.getUploadURLExternal"
    assert slack.refusal(method, filename="a.png", length=0) == "missing_argument"
    assert slack.refusal(method, length=3) == "missing_argument"
    assert slack.refusal(method, filename="a", length=10**12) == "file_upload_size_restricted"
    long = {"filename": "a", "length": 3, "alt_txt": "x" * 1_001}
    assert slack.refusal(method, **long) == "alt_txt_too_large"
    url = slack.call(method, filename="a.bin", length=3)["upload_url"]
    assert slack.http.post(url, data=b"four", timeout=5).status_code == 400
    assert slack.http.post(url, data=b"123", timeout=5).status_code == 200
    assert slack.http.post(url, data=b"123", timeout=5).status_code == 404


def test_a_file_may_come_as_a_form(slack: Caller) -> None:
    """As `curl -F` sends it."""
    url = slack.call("files.getUploadURLExternal", filename="a.png", length=len(PNG))["upload_url"]
    assert slack.http.post(url, files={"filename": ("a.png", PNG)}, timeout=5).ok


def test_who_may_download(slack: Caller, moved: MovedClock) -> None:
    """The private URL wants the app's token; the page shows people what they may see."""
    file = slack.upload(PNG)
    url = slack.call("files.info", file=file)["file"]["url_private"]
    assert slack.http.get(url, timeout=5).status_code == 403
    bearer = {"Authorization": f"Bearer {slack.workspace.tokens.bot}"}
    assert slack.http.get(url, headers=bearer, timeout=5).content == PNG
    on_page = f"{slack.base}/_/files/{file}?as={JOAN}"
    assert slack.http.get(on_page, timeout=5).status_code == 404
    settle(slack, moved)
    answer = slack.http.get(on_page, timeout=5)
    assert (answer.content, answer.headers["Content-Type"]) == (PNG, "image/png")
    slack.post("settle", hide_unshared_files=True)
    assert slack.http.get(on_page, timeout=5).status_code == 404


def test_no_file_can_act_as_a_page(slack: Caller, moved: MovedClock) -> None:
    """Anything but a picture is an attachment, and sandboxed."""
    file = slack.upload(b"<script>1</script>", "a.html")
    settle(slack, moved)
    headers = slack.http.get(f"{slack.base}/_/files/{file}?as={ADA}", timeout=5).headers
    assert headers["Content-Disposition"] == "attachment"
    assert "sandbox" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_a_deleted_file_is_gone(slack: Caller, moved: MovedClock) -> None:
    """From the API and from the messages that shared it."""
    file = slack.upload(PNG, channel_id=MOBILE)
    settle(slack, moved)
    assert slack.call("files.delete", file=file)["ok"]
    assert slack.refusal("files.info", file=file) == "file_not_found"
    assert slack.seen(ADA, MOBILE)[0]["files"] == []
