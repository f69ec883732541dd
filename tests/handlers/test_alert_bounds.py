"""Alerts on LaunchDarkly's bounds: offered, told, asked about, changed under way."""

from collections.abc import Iterator

import pytest

from bot.local.insights.config import DEPLOYMENT_FREQUENCY, Bound, Config
from bot.local.workspace.model import Message
from tests.handlers.digests import DAY, HOUR
from tests.handlers.talking import (
    PROJECT,
    Product,
    has_picture,
    labels,
    product,
    said,
    texts,
    until,
)

LINE = f"deploys {PROJECT} bounds"
BOUNDS: dict[str, tuple[Bound, ...]] = {}
"""What the local LaunchDarkly sends; tests change it under way."""


@pytest.fixture(scope="module")
def shared() -> Iterator[Product]:
    """One product in a time of its own, for all tests of this file."""
    with product(transport="socket", one_clock=True, config=Config(BOUNDS)) as bot:
        yield bot


@pytest.fixture
def bot(shared: Product) -> Iterator[Product]:
    """The product, with nothing in its channels, no alerts and one bound."""
    shared.reset()
    BOUNDS.clear()
    BOUNDS[DEPLOYMENT_FREQUENCY] = (Bound("lower", 3),)
    yield shared
    for line in asked(shared, "/drumbeat alert list").removeprefix("Alerts").splitlines():
        if line[:1].isdecimal():
            shared.say(f"/drumbeat alert delete {line.split()[0]}")
            shared.privately("is deleted")


def test_whoever_watches_a_chart_watches_its_bounds_too(bot: Product) -> None:
    """They are introduced as an alert of their own; whoever deletes it is not given it again."""
    told = asked(bot, f"/drumbeat alert keep deploys {PROJECT} above 900")
    assert "bounds that the data carries are watched too" in told
    listed = asked(bot, "/drumbeat alert list")
    assert f"deploys {PROJECT} bounds" in listed
    number = told.rpartition("alert delete ")[2].partition(" ")[0]
    asked(bot, f"/drumbeat alert delete {number}")
    assert "watched too" not in asked(bot, f"/drumbeat alert keep deploys {PROJECT} above 800")


def test_bounds_that_an_alert_says_already_are_not_watched_besides(bot: Product) -> None:
    """Nobody hears of one thing twice."""
    told = asked(bot, f"/drumbeat alert keep deploys {PROJECT} below 5")
    assert "watched too" not in told
    assert "bounds" not in asked(bot, "/drumbeat alert list")


def asked(bot: Product, line: str) -> str:
    """What somebody is told who types a line."""
    before = len(bot.told())
    bot.say(line)
    return until(bot.told, lambda told: len(told) > before)[-1]


def private(bot: Product, words: str) -> Message:
    """The latest message that only Ada sees, once it says something."""
    workspace = bot.stage.workspace
    ada, channel = workspace.person("ada").id, workspace.channel("delivery").id
    seen = until(
        lambda: [
            one
            for one in workspace.store.seen_by(ada, channel)
            if one.only_for and words in said(one)
        ],
        len,
    )
    return seen[-1]


def added(bot: Product, line: str = LINE) -> str:
    """Set an alert up without looking what it would have done; returns its number."""
    told = asked(bot, f"/drumbeat alert keep {line}")
    assert "Set up." in told
    return told.partition("number ")[2].partition(")")[0]


def head(bot: Product, words: str) -> Message:
    """The latest message of its own in the channel that says something, once there is one."""
    seen = until(
        lambda: [one for one in bot.posted() if one.thread_ts is None and words in said(one)], len
    )
    return seen[-1]


def replies(bot: Product, first: Message) -> str:
    """What stands in a thread, once there is something."""
    seen = until(lambda: [one for one in bot.posted() if one.thread_ts == first.ts], len)
    return "\n".join(map(said, seen))


def test_all_bounds_are_the_first_offer(bot: Product) -> None:
    """Of each is said its value, its direction and who says so; two presses set the alert up."""
    BOUNDS[DEPLOYMENT_FREQUENCY] = (Bound("lower", 3), Bound("target", 9))
    bot.say(f"/drumbeat alert add deploys {PROJECT}")
    offered = private(bot, "carries these bounds")
    assert "Bound lower, 3: below it is bad. This direction is read from the bound's" in said(
        offered
    )
    assert "Bound target, 9: LaunchDarkly says nowhere which side" in said(offered)
    assert labels(offered) == ["Watch all bounds", "Watch below 3"]
    bot.press(offered, "Watch all bounds")
    tried = private(bot, "In the last 8 weeks it would have fired")
    assert "below it is bad" in said(tried)
    assert has_picture(tried)
    bot.press(tried, "Set it up")
    introduced = head(bot, "An alert for this channel")
    assert "beyond the bounds that LaunchDarkly’s data carries" in said(introduced)
    assert "Bound lower, 3: below it is bad. This direction is read from" in said(introduced)


def test_of_bounds_that_contradict_each_other_people_pick(bot: Product) -> None:
    """Both are shown with their values, and none is picked for them."""
    BOUNDS[DEPLOYMENT_FREQUENCY] = (Bound("equal", 1), Bound("equal", 9))
    bot.say(f"/drumbeat alert add deploys {PROJECT}")
    offered = private(bot, "carries these bounds")
    for value in (1, 9):
        assert f"Bound equal, {value}: LaunchDarkly sends it with several" in said(offered)
    assert labels(offered) == ["Watch all bounds", "Watch below 1", "Watch below 9"]
    bot.press(offered, "Watch below 9")
    bot.privately("In the last 8 weeks it would have fired")
    added(bot)
    bot.pass_time(5)
    assert not any("alerting" in said(one) for one in bot.posted())


def test_what_is_beyond_a_bound_is_told_with_its_direction(bot: Product) -> None:
    """With the bound, who says which side is bad, and a way to say otherwise."""
    number = added(bot)
    bot.pass_time(5)
    message = head(bot, ": alerting")
    assert "Bound lower (below 3): " in said(message)
    assert "This direction is read from the bound's name." in said(message)
    assert has_picture(message)
    assert "Change direction" in labels(message)
    assert "Bound lower (below 3): alerting" in asked(bot, f"/drumbeat alert show {number}")
    assert "Bound lower: alerting" in asked(bot, f"/drumbeat alert history {number}")
    assert " bounds · alerting" in asked(bot, "/drumbeat alert list")
    assert "bounds" in asked(bot, f"/drumbeat alert test {number}")


def test_a_direction_of_our_own_is_said_to_be(bot: Product) -> None:
    """The one documented name gives none."""
    BOUNDS[DEPLOYMENT_FREQUENCY] = (Bound("equal", 100),)
    number = added(bot)
    bot.pass_time(5)
    message = head(bot, f"Alert {number}: alerting")
    assert "Bound equal (below 100)" in said(message)
    assert "This direction is Drumbeat's own; LaunchDarkly gives a bound none." in said(message)


def test_somebody_says_which_side_is_bad(bot: Product) -> None:
    """What was open by the other side ends, and everybody reads who said so."""
    BOUNDS[DEPLOYMENT_FREQUENCY] = (Bound("floor", 3),)  # what is answered stays for all tests
    number = added(bot)
    bot.pass_time(5)
    first = head(bot, f"Alert {number}: alerting")
    bot.press(first, "Change direction")
    choice = private(bot, "Which side is bad?")
    assert "Bound floor: below it is bad now." in said(choice)
    assert labels(choice) == ["Below is bad", "Above is bad", "Ignore it"]
    bot.press(choice, "Above is bad")
    bot.privately("above is bad from now on")
    head(bot, "Bound floor of deployments: above is bad from now on.")
    bot.pass_time(5)
    over = head(bot, f"Alert {number}: over")
    assert over.ts == first.ts
    assert "somebody here chose the other side of its bound floor" in said(over)
    assert "Somebody here chose this direction." in said(over)
    assert "bound floor: above is bad, says" in asked(bot, "/drumbeat alert bounds")


def test_what_nobody_understands_is_asked_about_once(bot: Product) -> None:
    """Until there is an answer nothing fires; the answer is used at once and for good."""
    BOUNDS[DEPLOYMENT_FREQUENCY] = (Bound("p95_target_v2", 3),)
    added(bot)
    bot.pass_time(5)
    question = head(bot, "Which side of this bound is bad?")
    assert "bound p95_target_v2" in said(question)
    assert labels(question) == ["Below is bad", "Above is bad", "Ignore it"]
    added(bot, f"deploys {PROJECT} app web,api bounds")
    bot.pass_time(DAY)
    assert sum("Which side" in said(one) for one in bot.posted()) == 1
    assert not any("alerting" in said(one) for one in bot.posted())
    assert "nobody has answered yet" in asked(bot, "/drumbeat alert bounds")
    bot.press(question, "Below is bad")
    bot.privately("below is bad from now on")
    bot.pass_time(5)
    assert "Somebody here chose this direction." in said(head(bot, ": alerting"))


def test_a_bound_that_changed_is_told(bot: Product) -> None:
    """The episode ends with what it was; the new one is held against the same days."""
    number = added(bot)
    bot.pass_time(5)
    first = head(bot, f"Alert {number}: alerting")
    BOUNDS[DEPLOYMENT_FREQUENCY] = (Bound("lower", 5),)
    bot.pass_time(6 * HOUR)
    told = replies(bot, first)
    assert "since LaunchDarkly changed its bound lower from 3 to 5" in told
    assert "Bound lower (below 5): " in told
    assert "This direction is read from" in told
    BOUNDS[DEPLOYMENT_FREQUENCY] = ()
    bot.pass_time(6 * HOUR)
    over = head(bot, f"Alert {number}: over")
    assert "since LaunchDarkly no longer sends its bound lower" in said(over)


def test_an_alert_of_peoples_own_goes_before_a_bound(bot: Product) -> None:
    """On the same series and side there is one message, and it is theirs."""
    own = added(bot, f"deploys {PROJECT} below 2")
    number = added(bot)
    bot.pass_time(5)
    bot.pass_time(5)
    head(bot, f"Alert {own}: alerting")
    assert not any(f"Alert {number}: alerting" in said(one) for one in bot.posted())


def test_a_chart_without_bounds_waits_for_them(bot: Product) -> None:
    """It says so before it is set up, and watches once they come."""
    BOUNDS.clear()
    assert "sends no bounds with this now" in asked(bot, f"/drumbeat alert add {LINE}")
    added(bot)
    assert "sends no bounds with this now" in said(head(bot, "An alert for this channel"))
    bot.pass_time(5)
    BOUNDS[DEPLOYMENT_FREQUENCY] = (Bound("lower", 3),)
    bot.pass_time(6 * HOUR)
    head(bot, ": alerting")


def test_names_of_bounds_are_shown_as_they_are(bot: Product) -> None:
    """In the channel nobody is called by one, whatever it says."""
    BOUNDS[DEPLOYMENT_FREQUENCY] = (Bound("<!here> *x*", 3), Bound("", 1))
    added(bot)
    bot.pass_time(5)
    question = head(bot, "Which side of these bounds is bad?")
    assert "bound <!here> *x*" in said(question)
    assert "unnamed bound" in said(question)
    assert "&lt;!here&gt;" in question.text
    for block in question.blocks:
        for part in _parsed(block):
            assert "here" not in part
    bot.press(question, "Ignore it")
    bot.privately("ignored from now on")


def _parsed(block: object) -> list[str]:
    """The words of a block that Slack parses."""
    if isinstance(block, dict):
        if block.get("type") == "mrkdwn":
            return list(texts(block))
        return [word for value in block.values() for word in _parsed(value)]
    return [word for part in block for word in _parsed(part)] if isinstance(block, list) else []


def test_an_alert_may_become_one_on_bounds_and_back(bot: Product) -> None:
    """What was remembered of one way to watch is no matter to the other."""
    number = added(bot)
    bot.pass_time(5)
    head(bot, f"Alert {number}: alerting")
    for phrase in ("below 2", "bounds", "below 1"):
        assert "Changed." in asked(bot, f"/drumbeat alert edit {number} deploys {PROJECT} {phrase}")
        bot.pass_time(5)
        told = asked(bot, f"/drumbeat alert show {number}")
        assert ("Bound lower" in told) == (phrase == "bounds")


@pytest.mark.parametrize(
    "text", ["deploys", "deploys sideways lower", "deploys below", "x below y"]
)
def test_an_answer_that_is_none_says_how(bot: Product, text: str) -> None:
    """With a line that works; nothing is kept."""
    assert "deploys below target" in asked(bot, f"/drumbeat alert bounds {text}")


def test_a_bound_that_changes_is_told_even_if_nothing_is_open(bot: Product) -> None:
    """So that nobody wonders why nothing is said any more, or something is."""
    BOUNDS[DEPLOYMENT_FREQUENCY] = (Bound("upper", 900),)
    asked(bot, f"/drumbeat alert keep {LINE}")
    bot.pass_time(5)
    BOUNDS[DEPLOYMENT_FREQUENCY] = (Bound("upper", 800),)
    bot.pass_time(7 * HOUR)
    (news,) = until(lambda: [one for one in bot.posted() if "from 900 to 800" in said(one)], len)
    assert "LaunchDarkly changed its bound upper" in said(news)
    BOUNDS.clear()
    bot.pass_time(7 * HOUR)
    until(lambda: [one for one in bot.posted() if "no longer sends its" in said(one)], len)
