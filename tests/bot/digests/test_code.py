"""Digests and alerts as code: what a file says, what applying it would change, and what drifted."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.alerts.model import Alert, Wish
from bot.alerts.model import Code as Applied
from bot.digests.cadence import Cadence
from bot.digests.code import CodeError, parsed
from bot.digests.model import CALMS, Code, Digest, Setting
from bot.digests.plan import plan, plan_alerts
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
    return parsed(text, now=NOW, defaults=Defaults()).digests


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


# -- alerts -----------------------------------------------------------------------------------

ALERTS = """
owner: U0OWNER
alerts:
  mobile-quiet:
    channel: C0DELIVERY
    line: deploys mobile below 3 for 2 days on weekdays
    name: Quiet
  slow:
    channel: C0OTHER
    line: leadtime mobile above 2 days
    owner: U0KEN
"""


def read_alerts(text: str) -> Mapping[str, Wish]:
    """Read the alerts of a file."""
    return parsed(text, now=NOW, defaults=Defaults()).alerts


def alert(wish: Wish, key: str | None, applied: Wish | None = None, id_: int = 1) -> Alert:
    """An alert as the database has it."""
    return Alert(
        channel=wish.channel,
        owner=wish.owner,
        line=wish.line,
        phrase=wish.phrase,
        name=wish.name,
        id=id_,
        team="T1",
        paused=None,
        quiet_until=None,
        next_look=NOW,
        created_at=NOW,
        revision=0,
        memories={},
        code=Applied(key, applied or wish) if key else None,
    )


def test_a_file_says_which_alerts_there_are() -> None:
    """As they would be kept if they were typed; a file need not have digests."""
    quiet, slow = read_alerts(ALERTS).values()
    assert (quiet.channel, quiet.owner, quiet.name) == ("C0DELIVERY", "U0OWNER", "Quiet")
    assert quiet.phrase == "below 3 for 2 days on weekdays"
    assert quiet.line.startswith("deploys project mobile")
    assert (slow.channel, slow.owner, slow.name) == ("C0OTHER", "U0KEN", None)
    assert parsed(ALERTS, now=NOW, defaults=Defaults()).digests == {}


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("C0OTHER", "#other", "alerts.slow.channel: "),
        ("above 2 days", "above", "slow: "),
        (" above 2 days", "", "slow: What is watched for?"),
        ("above 2 days", "above 2 days in <#C0ELSE>", "have their own fields"),
        ("deploys mobile below", "bananas below", "mobile-quiet: "),
        ("slow:", "Not A Key:", "Not A Key"),
        ("name: Quiet", "nam: Quiet", "alerts.mobile-quiet.nam"),
        ("name: Quiet", "name: 'a \"b\" c'", "quotation marks"),
    ],
)
def test_what_a_file_cannot_say_of_an_alert_is_told(old: str, new: str, words: str) -> None:
    """Where it stands, and what is wrong with it."""
    with pytest.raises(CodeError) as caught:
        read_alerts(ALERTS.replace(old, new))
    assert words in str(caught.value)


def test_a_file_may_have_an_alert_on_bounds() -> None:
    """As it can be typed."""
    wished = read_alerts(ALERTS.replace("below 3 for 2 days on weekdays", "bounds"))
    assert wished["mobile-quiet"].phrase == "bounds"


def test_a_plan_of_alerts_adds_changes_keeps_and_deletes() -> None:
    """And leaves alone what was made in Slack; what people changed since is drift."""
    wanted = read_alerts(ALERTS)
    quiet, slow = wanted.values()
    bent = replace(quiet, phrase="below 1")
    known = [
        alert(bent, "mobile-quiet", quiet),
        alert(slow, "old", id_=2),
        alert(slow, None, id_=3),
    ]
    changed, added, deleted = plan_alerts(wanted, known)
    assert [one.deed for one in (changed, added, deleted)] == ["change", "add", "delete"]
    (drift,), (change,) = changed.drift, changed.changes
    assert drift == f"line: {quiet.line} {quiet.phrase} -> {quiet.line} below 1"
    assert change == f"line: {quiet.line} below 1 -> {quiet.line} {quiet.phrase}"
    (same,) = plan_alerts({"mobile-quiet": quiet}, [alert(quiet, "mobile-quiet")])
    assert (same.deed, same.changes, same.drift) == ("keep", (), ())
