"""What a message looks like: checked against Slack's limits by an independent library."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block

from bot.catalog import BY_NAME, CATALOG, Kind
from bot.describe.answer import Description
from bot.earlier import AGO
from bot.grammar.defaults import Defaults
from bot.grammar.errors import UsageError
from bot.insights.errors import RateLimitedError, UnauthorizedError
from handlers import message
from handlers.message import Message, Origin

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
ORIGIN = Origin("U0001", "/deploys mobile", NOW, NOW)


def told(*lines: str, scope: str = "mobile · last 30 days") -> Description:
    """The words of a report."""
    return Description("Deployments", scope, lines, "day buckets, UTC", f"Deployments: {lines}")


def check(words: Message) -> str:
    """Hold a message against Slack's rules; returns all text of it."""
    assert 0 < len(words.text) <= 4_000
    assert len(words.blocks) <= 50
    for block in words.blocks:
        parsed = Block.parse(dict(block))
        assert parsed is not None
        parsed.validate_json()
    return " ".join(_texts(list(words.blocks)))


def _texts(value: object) -> list[str]:
    if isinstance(value, dict):
        own = [value["text"]] if isinstance(value.get("text"), str) else []
        return own + [text for part in value.values() for text in _texts(part)]
    return [text for part in value for text in _texts(part)] if isinstance(value, list) else []


def test_the_numbers_stand_before_the_picture_and_the_fine_print_behind() -> None:
    """One message: words, picture, how it was counted, when it was read and who asked."""
    picture = message.image("F0123456789", "Deployments per day, 142 in all.")
    words = message.answer(told("142 deployments · 4.7 a day"), ORIGIN, exhibit=picture)
    text = check(words)
    assert [block["type"] for block in words.blocks] == ["rich_text", "image", "context"]
    assert text.startswith("Deployments  · mobile · last 30 days")
    assert "142 deployments · 4.7 a day" in text
    assert f"read <!date^{int(NOW.timestamp())}^" in text
    assert "<@U0001>" in text
    assert "/deploys mobile" in text


def test_an_answer_that_was_kept_says_how_old_it_is() -> None:
    """An answer from a moment ago is not passed off as new."""
    old = Origin("U0001", "/deploys", NOW - timedelta(seconds=18), NOW)
    assert "(18 s ago)" in check(message.answer(told("1 deployment"), old))
    assert "ago" not in check(message.answer(told("1 deployment"), ORIGIN))


@pytest.mark.parametrize(
    "name",
    ["<!channel>", "<https://evil.example|click>", "&lt;!here&gt;", "*bold* _it_ `c`", "<@U1>"],
)
def test_words_from_data_stay_words(name: str) -> None:
    """Names are shown as they are where Slack does not parse, and escaped where it does."""
    words = message.answer(
        told(f"{name} 3", scope=name), Origin("U1", f"/deploys {name}", NOW, NOW)
    )
    check(words)
    dumped = [block for block in words.blocks if block["type"] == "rich_text"]
    assert name in json.dumps(dumped, ensure_ascii=False).replace('\\"', '"')
    parsed_by_slack = words.text + "".join(
        part["text"]
        for block in words.blocks
        if block["type"] == "context"
        for part in block["elements"]
        if part["type"] == "mrkdwn"
    )
    for opening in ("<!channel", "<!here", "<https", "<@U1|"):
        assert opening not in parsed_by_slack


@given(st.lists(st.text(max_size=5_000), min_size=1, max_size=12))
def test_any_words_fit_into_a_message(lines: list[str]) -> None:
    """However long the words, Slack takes the message."""
    check(message.answer(told(*(line or "x" for line in lines)), ORIGIN))
    check(message.sentence("What happened.", *lines))


@pytest.mark.parametrize("kind", CATALOG, ids=lambda kind: kind.name)
def test_usage_shows_every_option_and_examples(kind: Kind) -> None:
    """Help names each option by its short name and shows whole commands."""
    text = check(message.usage(kind, Defaults()))
    for option in kind.options:
        assert option.words[0] in text
    for example in kind.examples:
        assert f"{kind.command} {example}" in text


@pytest.mark.parametrize("kind", CATALOG, ids=lambda kind: kind.name)
def test_usage_says_what_can_be_asked_about_all_at_once(kind: Kind) -> None:
    """Projects and environments where the chart does not require one."""
    text = check(message.usage(kind, Defaults()))
    assert ("project * means all projects" in text) == ("projectKey" not in kind.required)
    assert ("env * means all environments" in text) == ("environmentKey" not in kind.required)


@pytest.mark.parametrize("kind", CATALOG, ids=lambda kind: kind.name)
def test_usage_promises_the_survey_where_it_has_a_question(kind: Kind) -> None:
    """DORA asks how often is deployed and how long it takes, and nothing about flags."""
    promised = "DORA" in check(message.usage(kind, Defaults()))
    assert promised == (kind.name in {"deploys", "leadtime"})


def test_usage_names_every_word_that_a_period_has() -> None:
    """Each that can stand behind `vs`."""
    text = check(message.usage(BY_NAME["deploys"], Defaults()))
    assert all(word.replace("-", " ") in text for word in AGO if word != "before")


def test_a_wrong_word_gets_a_sentence_and_an_example() -> None:
    """What is wrong comes first, a command that works below."""
    text = check(
        message.wrong(UsageError("I do not know “x”.", example="/deploys mobile"), Defaults(), "x")
    )
    assert text.startswith("I do not know “x”.")
    assert "/deploys mobile" in text


def test_a_problem_says_what_happened_what_to_do_and_when() -> None:
    """An error is three short sentences at most."""
    busy = RateLimitedError("Busy.", "Others share it.", retry_at=NOW + timedelta(seconds=30))
    assert "30 seconds" in check(message.problem(busy, now=NOW))
    wrong = UnauthorizedError("No.", "Set a token.", retry_at=NOW + timedelta(minutes=5))
    assert "again in" not in check(message.problem(wrong, now=NOW))


def test_a_picture_always_has_a_description_that_slack_takes() -> None:
    """Slack refuses more than 2,000 characters."""
    assert len(message.image("F0123456789", "x" * 5_000)["alt_text"]) <= 2_000
