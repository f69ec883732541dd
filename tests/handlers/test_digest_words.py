"""How much of a digest comes when nothing moved, and what is said of that beforehand."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.answer import Answer, answer
from bot.change import Before
from bot.chart import Chart, Series
from bot.deliveries import Delivery
from bot.digests.cadence import Cadence
from bot.digests.model import CALMS, Digest, WhenCalm
from bot.local.workspace.blocks.whole import problems
from handlers import digest_words
from handlers.digest_words import Part, manner
from handlers.message import Message, image
from tests.bot.samples import DAY, TODAY, chart, daily, points, request
from tests.handlers.talking import texts

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
DIGEST = Digest(
    id=3,
    team="T1",
    channel="C1",
    owner="U1",
    lines=("deploys mobile 7d",),
    cadence=Cadence("0 9 * * 1", "Europe/Berlin"),
    when_calm="line",
    name="Monday numbers",
    paused=None,
    next_due=NOW,
    created_at=NOW,
)
DUE = Delivery(
    id=1,
    digest=3,
    alert=None,
    due=NOW,
    asked_by=None,
    state="posting",
    attempt=1,
    begun_at=None,
    ended_at=None,
    channel=None,
    ts=None,
    why=None,
)


def deployments(*now: int, before: Sequence[int] | None) -> Part:
    """A chart of seven days (and today), of which the weeks before are known or not."""
    asked = request("mobile 7d")
    assert asked.earlier is not None
    past = None if before is None else chart(Series("app", points(TODAY - 36 * DAY, before)))
    then = Before(asked.earlier, past, "" if past else "LaunchDarkly did not answer")
    return part(answer(asked, [chart(daily(*now))], then))


def part(said: Answer) -> Part:
    """A chart with its picture."""
    return Part("deploys mobile 7d", said, picture=image("F0123456789", "Bars"))


def silence(line: str, found: Sequence[Chart]) -> Part:
    """A chart that has no past at all."""
    return part(answer(request(line), found))


CALM = deployments(*[5] * 7, 0, before=[5] * 29)
MOVED = deployments(*[15] * 7, 0, before=[5] * 29)
PASTLESS = deployments(*[5] * 7, 0, before=None)
COMPARED = silence("compare mobile desktop 7d", [chart(daily(*[n] * 7, 0)) for n in (1, 2)])
UNREAD = Part("deploys gone 7d", None, "There is no project “gone”.")


def words(said: Message) -> str:
    """All that stands in a message."""
    return "".join(texts(said.blocks))


def came(*parts: Part, delivery: Delivery = DUE, repeat: bool = False) -> Message:
    """The message of a digest that would be one line."""
    said = digest_words.digest(DIGEST, delivery, parts, NOW, repeat=repeat)
    assert problems(list(said.blocks), "message", lambda _: True, "blocks") == []
    return said


@pytest.mark.parametrize("when_calm", CALMS)
def test_only_where_nothing_moved_less_may_come(when_calm: WhenCalm) -> None:
    """What moved, what could not be read, and what has an unread past all bring everything."""
    digest = replace(DIGEST, when_calm=when_calm)
    assert manner(digest, [CALM, COMPARED]) == when_calm
    for other in (MOVED, UNREAD, PASTLESS):
        assert manner(digest, [CALM, other]) == "show"


@pytest.mark.parametrize("when_calm", CALMS)
def test_whoever_asks_for_a_digest_gets_all_of_it(when_calm: WhenCalm) -> None:
    """However little moved."""
    assert manner(replace(DIGEST, when_calm=when_calm), [CALM], is_asked=True) == "show"


def test_one_line_has_the_numbers_and_no_pictures() -> None:
    """When it was due, that nothing moved, each chart's numbers in a line, and who set it up."""
    said = came(CALM, COMPARED, repeat=True)
    assert [block["type"] for block in said.blocks] == ["rich_text", "context", "actions"]
    first, *lines = "".join(texts(said.blocks[0])).splitlines()
    assert first == "Monday numbers · week 48 · due Mon 23 Nov 09:00 Europe/Berlin · nothing moved"
    assert [line.partition(":")[0] for line in lines] == [
        "Deployments, mobile, last 7 days",
        "Deployments, mobile and desktop, last 7 days",
    ]
    assert lines[0].endswith(": 35 deployments, 5 a day, none today so far")
    assert "set up by <@U1>" in words(said)
    assert "may stand here twice" in words(said)
    assert said.text.startswith("Monday numbers: nothing moved. Deployments, mobile")


def test_one_line_can_be_shown_whole_by_a_button() -> None:
    """It does what “now” does; the buttons of a whole digest stand behind it."""
    (row,) = (block for block in came(CALM).blocks if block["type"] == "actions")
    assert [(one["text"]["text"], one["value"]) for one in row["elements"]] == [
        ("Show it", "now 3"),
        ("Pause", "pause 3"),
        ("History", "history 3"),
    ]


@pytest.mark.parametrize(
    ("parts", "moved"),
    [
        ([CALM, MOVED], "1 of 2 moved"),
        ([CALM, UNREAD], "1 of 2 could not be read, nothing else moved"),
        ([CALM, MOVED, UNREAD, PASTLESS], "1 of 4 moved, 1 of 4 could not be read, the past of 1"),
        ([CALM, PASTLESS], "the past of 1 of 2 could not be read, nothing else moved"),
    ],
)
def test_all_comes_where_it_is_not_known_that_nothing_moved(parts: list[Part], moved: str) -> None:
    """With the pictures, the reason in its first line, and no button for more."""
    said = came(*parts)
    assert moved in words(said)
    assert "image" in [block["type"] for block in said.blocks]
    assert "Show it" not in words(said)


def test_what_was_asked_for_comes_whole() -> None:
    """“Show it” brings no second line."""
    said = came(CALM, delivery=replace(DUE, asked_by="U2"))
    assert "asked for, besides its rhythm" in words(said)
    assert "image" in [block["type"] for block in said.blocks]


@pytest.mark.parametrize(
    ("when_calm", "part_", "note"),
    [
        ("show", CALM, "nothing moved · next due Mon 30 Nov 09:00"),
        ("silent", CALM, "nothing moved · it would not be sent, since nothing moved"),
        ("line", CALM, "nothing moved · it would be sent in one line"),
        ("silent", MOVED, "1 of 1 moved · next due"),
        ("line", MOVED, "1 of 1 moved · next due"),
        ("silent", UNREAD, "Preview · 1 of 1 could not be read · next due"),
        ("line", PASTLESS, "the past of 1 of 1 could not be read · next due"),
    ],
)
def test_a_preview_says_what_would_be_sent(when_calm: WhenCalm, part_: Part, note: str) -> None:
    """By the very rule that the delivery goes by; its charts are there in any case."""
    said = digest_words.preview(replace(DIGEST, when_calm=when_calm), [part_], NOW)
    assert note in words(said)
    assert len(said.blocks) > 1
    line = "Deployments, mobile, last 7 days: 35"
    assert (line in words(said)) == (when_calm == "line" and part_ is CALM)


@pytest.mark.parametrize(
    ("when_calm", "phrase"),
    [
        ("show", ""),
        ("line", ", one line when nothing moved"),
        ("silent", ", only when something moved"),
    ],
)
def test_a_channel_is_told_what_comes_when_nothing_moved(when_calm: WhenCalm, phrase: str) -> None:
    """Where it is not as usual, in the words that can be typed, and so is its owner."""
    digest = replace(DIGEST, when_calm=when_calm)
    assert f"(Europe/Berlin){phrase}." in words(digest_words.introduction(digest, NOW))
    assert f"Europe/Berlin{phrase}\n" in words(digest_words.described(digest, NOW, ""))
    assert phrase.removeprefix(", ") in digest_words.typed(digest)
