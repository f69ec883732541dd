"""Digests as code: what a file says, what applying it would change, and what drifted."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.digests.cadence import Cadence
from bot.digests.code import CodeError, parsed, plan
from bot.digests.model import CALMS, Code, Digest, Setting
from bot.grammar.defaults import Defaults

FILE = """
owner: U0OWNER
digests:
  monday-numbers:
    channel: C0DELIVERY
    charts:
      - deploys mobile 30d
      - deploys mobile app web,api 7d
    every: monday 09:00
    zone: europe/berlin
  quiet:
    channel: C0OTHER
    charts: [leadtime mobile]
    every: cron 30 8 * * 1-5
    when_calm: silent
    name: Lead times
    owner: U0KEN
"""
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


def read(text: str) -> Mapping[str, Setting]:
    """Read a file."""
    return parsed(text, now=NOW, defaults=Defaults())


def of(setting: Setting, key: str | None, applied: Setting | None = None, id_: int = 1) -> Digest:
    """A digest as the database has it."""
    code = Code(key, applied or setting) if key else None
    return Digest(
        channel=setting.channel,
        owner=setting.owner,
        lines=setting.lines,
        cadence=setting.cadence,
        when_calm=setting.when_calm,
        name=setting.name,
        id=id_,
        team="T1",
        paused=None,
        next_due=NOW,
        created_at=NOW,
        code=code,
    )


def test_a_file_says_which_digests_there_are() -> None:
    """Under their keys, in its order; the zone in its own spelling; the owner unless it has one."""
    found = read(FILE)
    berlin, daily = Cadence("0 9 * * 1", "Europe/Berlin"), Cadence("30 8 * * 1-5", "UTC")
    lines = ("deploys mobile 30d", "deploys mobile app web,api 7d")
    assert list(found.items()) == [
        ("monday-numbers", Setting("C0DELIVERY", "U0OWNER", lines, berlin, "show", None)),
        ("quiet", Setting("C0OTHER", "U0KEN", ("leadtime mobile",), daily, "silent", "Lead times")),
    ]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("owner: U0OWNER\n", "", "owner: Field required"),
        ("C0OTHER", "#other", "digests.quiet.channel: "),
        ("monday 09:00", "moonday", "monday-numbers: "),
        ("europe/berlin", "europe/berlon", "Berlin"),
        ("[leadtime mobile]", "[]", "digests.quiet.charts: "),
        ("[leadtime mobile]", "[bananas]", "quiet: "),
        ("[leadtime mobile]", '["leadtime mobile, deploys 7d"]', "an entry of its own"),
        ("[leadtime mobile]", '["leadtime mobile in <#C0ELSE>"]', "quiet: "),
        ("quiet:", "Not A Key:", "Not A Key"),
        ("name: Lead times", "name: 'a \"b\" c'", "quotation marks"),
        ("[leadtime mobile]", "[flagstatus mobile env p]", "would never come"),
        ("when_calm", "when_clam", "when_clam"),
        ("when_calm: silent", "when_calm: loud", "digests.quiet.when_calm: Input should be 'show'"),
        ("[leadtime mobile]", '["leadtime mobile one line when nothing moved"]', "its own field"),
        ("digests:", "digests: [", "not YAML"),
    ],
)
def test_what_a_file_cannot_say_is_told(old: str, new: str, words: str) -> None:
    """Where it stands, and what is wrong with it."""
    with pytest.raises(CodeError) as caught:
        read(FILE.replace(old, new))
    assert words in str(caught.value)


def test_all_that_is_wrong_is_told_at_once() -> None:
    """A line for each digest."""
    with pytest.raises(CodeError) as caught:
        read(FILE.replace("mobile 30d", "mobile 30 bananas").replace("time mobile", "time"))
    first, second = str(caught.value).splitlines()
    assert "monday-numbers: " in first
    assert "bananas" in first
    assert "quiet: " in second
    assert "needs a project" in second


def test_a_plan_adds_changes_keeps_and_deletes() -> None:
    """And leaves alone what was made in Slack."""
    wanted = read(FILE)
    monday, quiet = wanted.values()
    other = replace(monday, channel="C0ELSE")
    known = [of(monday, "monday-numbers"), of(other, "old", id_=2), of(quiet, None, id_=3)]
    assert [(step.deed, step.key) for step in plan(wanted, known)] == [
        ("keep", "monday-numbers"),
        ("add", "quiet"),
        ("delete", "old"),
    ]
    assert [(step.deed, step.key) for step in plan({}, known)] == [
        ("delete", "monday-numbers"),
        ("delete", "old"),
    ]


def test_what_people_changed_since_is_drift() -> None:
    """It is told from what the file changes, and applying ends it."""
    wanted = read(FILE)
    monday = wanted["monday-numbers"]
    later = replace(monday, cadence=Cadence("0 10 * * 1", "Europe/Berlin"))
    changed = of(later, "monday-numbers", applied=monday)
    (step, _) = plan(wanted, [changed])
    assert step.deed == "change"
    assert step.drift == ("every: monday 09:00 -> monday 10:00",)
    assert step.changes == ("every: monday 10:00 -> monday 09:00",)
    (same, _) = plan(wanted, [of(monday, "monday-numbers")])
    assert same.drift == same.changes == ()


def test_what_comes_in_a_calm_is_told_in_the_file_s_own_words() -> None:
    """Each of the three can be said, and a change from one to another is shown."""
    for calm in CALMS:
        wanted = read(FILE.replace("silent", calm))
        (_, step) = plan(wanted, [of(read(FILE)["quiet"], "quiet")])
        changes = () if calm == "silent" else (f"when_calm: silent -> {calm}",)
        assert step.changes == changes
