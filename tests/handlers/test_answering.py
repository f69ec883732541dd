"""What people read when Slack, LaunchDarkly or drawing goes wrong; all through the real bot."""

import pytest

from tests.handlers.talking import Product, said

Detail = dict[str, float | str]


def test_an_answer_has_numbers_and_a_picture(bot: Product) -> None:
    """When nothing goes wrong: one message, with its picture, and no private word."""
    bot.say("/deploys")
    (message,) = bot.pictured()
    assert "4 deployments" in said(message)
    assert bot.told() == []


# -- Slack: the message -------------------------------------------------------------------------

UNSURE = "did not say whether it took my answer"


def test_a_busy_slack_is_obeyed_and_gets_one_message(bot: Product) -> None:
    """A 429 says that nothing was posted and when to come again: then there is one message."""
    bot.trouble("chat.postMessage", "ratelimited", retry_after=2, times=2)
    bot.say("/deploys")
    assert len(bot.pictured()) == 1
    assert bot.calls("chat.postMessage") == 3
    assert bot.told() == []


@pytest.mark.parametrize(
    ("kind", "more", "standing"),
    [
        ("drop_after", {}, 1),
        ("drop_before", {}, 0),
        ("status", {"status": 503}, 0),
        ("status", {"status": 500}, 0),
        ("error", {"error": "internal_error"}, 0),
        ("error", {"error": "fatal_error"}, 0),
    ],
)
def test_what_slack_may_have_taken_is_not_posted_again(
    bot: Product, kind: str, more: Detail, standing: int
) -> None:
    """Without a clear answer the message is posted once at most, and the person told so."""
    bot.trouble("chat.postMessage", kind, **more)
    bot.say("/deploys")
    (told,) = bot.privately()
    assert UNSURE in told
    assert len(bot.posted()) == standing


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("restricted_action", "does not let me post in this channel"),
        ("missing_scope", "chat:write"),
        ("token_revoked", "was removed from this workspace"),
        ("account_inactive", "was removed from this workspace"),
        ("invalid_auth", "no longer accepts my token"),
        ("a_word_of_tomorrow", "a_word_of_tomorrow"),
    ],
)
def test_a_message_that_slack_refuses_is_explained_in_private(
    bot: Product, error: str, words: str
) -> None:
    """A refusal is one private sentence, and nothing stands in the channel."""
    bot.trouble("chat.postMessage", "error", error=error, times=9)
    bot.say("/deploys")
    (told,) = bot.privately()
    assert words in told
    assert bot.posted() == ()


def test_a_slack_that_stays_busy_is_given_up(bot: Product) -> None:
    """Somebody who would have to wait for half an hour is told to try again instead."""
    bot.trouble("chat.postMessage", "ratelimited", retry_after=600, times=99)
    bot.say("/deploys")
    (told,) = bot.privately()
    assert "busy" in told
    assert bot.posted() == ()


def test_outside_a_private_channel_the_numbers_are_whispered(bot: Product) -> None:
    """Where the bot is no member, the person gets the numbers and how to invite it; no button.

    What only one person sees cannot be changed by a later message, so a button would do nothing.
    """
    bot.say("/deploys", channel="team-private")
    (told,) = bot.privately(channel="team-private")
    assert "4 deployments" in told
    assert "/invite @Drumbeat" in told
    workspace = bot.stage.workspace
    ada, private = workspace.person("ada").id, workspace.channel("team-private").id
    (whispered,) = [one for one in workspace.store.seen_by(ada, private) if one.only_for]
    assert all(block["type"] != "actions" for block in whispered.blocks)
    assert bot.posted("team-private") == ()


def test_a_dead_response_url_breaks_nothing(bot: Product) -> None:
    """Where even private words do not arrive, the log says so, and the next command is answered."""
    bot.trouble("response_url", "status", status=404)
    bot.say("/deploys 30 bananas")
    bot.logged("was not answered")
    bot.say("/deploys")
    assert len(bot.pictured()) == 1


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("ratelimited", {"retry_after": 1}),
        ("status", {"status": 503}),
        ("drop_before", {}),
        ("drop_after", {}),
    ],
)
def test_private_words_arrive_in_the_end(bot: Product, kind: str, more: Detail) -> None:
    """A response_url that stumbles is used again: twice the same line is better than none."""
    bot.trouble("response_url", kind, **more)
    bot.say("/deploys help")
    assert "/deploys shows" in bot.privately()[0]


def test_private_words_are_there_twice_at_most(bot: Product) -> None:
    """A connection that breaks after Slack took them, every time, does not fill the screen."""
    bot.trouble("response_url", "drop_after", times=5)
    bot.say("/deploys help")
    bot.logged("was not answered: no_answer")
    assert len(bot.told()) == 2


# -- Slack: the picture -------------------------------------------------------------------------

PASSING: list[tuple[str, Detail]] = [
    ("ratelimited", {"retry_after": 1}),
    ("status", {"status": 503}),
    ("drop_before", {}),
    ("drop_after", {}),
    ("error", {"error": "internal_error"}),
]
STEPS = [
    "chat.update",
    "files.getUploadURLExternal",
    "upload",
    "files.completeUploadExternal",
    "files.info",
    "users.info",
]


def stumbles(methods: list[str]) -> list[tuple[str, str, Detail]]:
    """Each fault for each method; an upload is answered with a status alone, never an error."""
    return [
        (method, kind, more)
        for method in methods
        for kind, more in PASSING
        if (method, kind) != ("upload", "error")
    ]


@pytest.mark.parametrize(("method", "kind", "more"), stumbles(STEPS))
def test_a_stumble_is_got_over(bot: Product, method: str, kind: str, more: Detail) -> None:
    """Whatever may be repeated without harm is, so the picture comes all the same."""
    bot.trouble(method, kind, **more)
    bot.say("/deploys")
    assert len(bot.pictured()) == 1
    assert bot.told() == []


@pytest.mark.parametrize(("method", "kind", "more"), stumbles(STEPS[1:4]))
def test_numbers_stand_without_a_picture(
    bot: Product, method: str, kind: str, more: Detail
) -> None:
    """Where Slack takes no picture for long, the message keeps its numbers and says why."""
    bot.trouble(method, kind, **{**more, "times": 999, "retry_after": 20})
    bot.say("/deploys")
    message = bot.saying("The numbers stand.")
    assert "4 deployments" in said(message)
    assert bot.told() == []


@pytest.mark.parametrize(("kind", "more"), PASSING)
def test_a_message_that_cannot_be_completed_is_explained(
    bot: Product, kind: str, more: Detail
) -> None:
    """Where the message can no longer be changed, the person is told that the numbers stand."""
    bot.trouble("chat.update", kind, **{**more, "times": 999, "retry_after": 20})
    bot.say("/deploys")
    (told,) = bot.privately()
    assert "numbers" in told
    assert "chart" in told
    assert len(bot.posted()) == 1


def test_a_message_that_was_deleted_is_left_alone(bot: Product) -> None:
    """Whoever deletes the message before its picture came wants neither: nothing more is said."""
    bot.trouble("chat.update", "error", error="message_not_found", times=9)
    bot.say("/deploys")
    bot.logged("was deleted before it was complete")
    bot.say("/deploys help")
    (told,) = bot.privately()
    assert "/deploys shows" in told


def test_without_zones_times_are_read_in_the_one_that_is_set(bot: Product) -> None:
    """A person whose zone Slack does not tell is answered all the same."""
    bot.trouble("users.info", "error", error="user_not_found", times=9)
    bot.say("/deploys")
    (message,) = bot.pictured()
    assert "UTC" in said(message)


def test_a_file_that_is_never_ready_is_said(bot: Product) -> None:
    """Slack takes the picture and does not get done with it: the message says so."""
    bot.settle(file_ready_after=600)
    bot.say("/deploys")
    assert "4 deployments" in said(bot.saying("not done with the chart in time"))
