"""Lines that broke other programs, collected elsewhere, as `/drumbeat alert add` reads them.

Every file in the format of bad inputs that is found in the folder of oracles is walked; where there
is none, that is visibly skipped. The grammar of those lines is neutral, and `mapped` says what it
is here.
"""

import json
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.alerts.conditions import breaching
from bot.alerts.phrases import (
    COMMAND,
    AlertDraft,
    AlertLineError,
    bucket_of,
    phrase,
    read,
    spelled,
    typed,
)
from bot.alerts.seen import Counted
from bot.catalog import BY_NAME
from bot.chart import Number
from bot.grammar.defaults import Defaults
from bot.grammar.errors import UsageError
from bot.grammar.parse import parse
from tests.bot.oracles import the_name
from tests.oracle_files import FOLDER

SURFACE = "slash.alert"
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
HERE = Defaults(project="mobile", environment="production")

REFUSED = frozenset({"REJECT", "CLARIFY", "HELP"})
TAKEN = frozenset({"ACCEPT", "ESCAPE", "STRIP", "DENY"})
"""What is denied or escaped is read here: who may, and what Slack is sent, is not decided here."""

LEFT_TO_OTHERS = {
    "SA01": "the short usage is the command's; here the sentence lists the charts, and one example",
    "SA03": "the same, since both are an empty line here",
    "SA26": "whoever asks for a confirmation shows the note",
    "SA38": "what a database does with a name is the store's; here it is kept letter by letter",
    "SA39": "what Slack is sent is escaped by whoever sends it; here the name is kept as typed",
    "SA40": "the same",
    "SA41": "the same",
    "SA46": "which glyphs a picture has is the drawing's; here the name is kept as typed",
    "SA47": "what is logged is the log's; here the line is refused and not repeated",
    "SA50": "members of a channel are known to Slack; here its id is read",
}
"""What only a layer above can decide, by its id."""
OTHERWISE = {
    "SA34": (
        "It is refused and not taken with a warning, since whole weeks are all that is compared; "
        "the sentence has the same reason and advice."
    ),
}
"""Where the answer is another than was expected, and why."""

TELLING = {
    "SA01": "Name it first: deploys, releases, leadtime, staleflags or flagstatus.",
    "SA03": "Name it first: deploys, releases, leadtime, staleflags or flagstatus.",
    "SA09": "“1e400” is no number",
    "SA10": "“1_000” is no number",
    "SA13": "say at most 0, or below 1",
    "SA14": "over the limit: 12 digits",
    "SA16": "more than one way: 3.5 or 35",
    "SA17": "1 to 30 days in a row, not 0",
    "SA20": "1 to 30 days in a row, not 1000000",
    "SA21": "“for 2” what? This alert counts days: “for 2 days”",
    "SA23": "which is itself below 3: it is over at 3 or more",
    "SA24": "2 what? A length of time has a unit: 2 days, 2h",
    "SA27": "“moons” is no unit of time: those are ms, s, min, h, d and w",
    "SA30": "1 to 100 percent, not by 150",
    "SA31": "1 to 100 percent, not by 0",
    "SA33": "50 what? A drop is a percentage: “50 %”. For a number of its own type “below 50”",
    "SA34": "other weekdays would be compared: type 7 days or 14 days",
    "SA43": "is the most I read",
    "SA44": "cannot be seen (U+202E)",
    "SA45": "cannot be seen (U+0000)",
    "SA47": "2,000 is the most I read",
    "SA48": "“a” is no chart",
    "SA51": "I cannot tell which channel it is: pick it from the list",
    "SA52": "An alert takes no zone",  # not even one that there is, so no other is suggested
    "SA55": "cannot be the key of a project",
    "SA56": "cannot be the key of a project",
    "SA59": "An alert looks once at each day, when that is over",
}
"""What the sentence has to say that refuses a line, by its id."""
NAMES = {
    "SA38": "'); DELETE FROM rules;--",
    "SA39": "<!channel> outage",
    "SA40": "<@U012AB3CD>",
    "SA41": "<https://evil.example|LaunchDarkly login>",
    "SA46": "🚀部署é",
}
RULES = {
    "SA15": "below 2.5",
    "SA26": "below 2d",
    "SA29": "drops by 50 %",
    **dict.fromkeys((*NAMES, "SA50"), "below 3"),
}
"""What a line that is taken watches for, by its id."""


@dataclass(frozen=True)
class Case:
    """A collected line."""

    id: str
    line: str
    expected: str

    @property
    def verdicts(self) -> frozenset[str]:
        """What may become of it: the words in capitals before the reason."""
        return frozenset(re.findall(r"\b[A-Z]{4,}\b", self.expected.partition(":")[0]))


def collected() -> Iterator[dict[str, Any]]:
    """The items of all files of bad inputs."""
    for file in sorted(FOLDER.glob("*.json")):
        document = json.loads(file.read_text("utf-8"))
        for item in document if isinstance(document, list) else ():
            if isinstance(item, dict) and {"id", "surface", "input", "expected"} <= item.keys():
                yield item


def mapped(line: str) -> str:
    """A line of the neutral grammar as it is typed here, behind the command."""
    line = re.sub(r"^alert(?: |$)", "", line)
    return line.replace(" timezone ", " zone ")


CASES = [
    Case(item["id"], mapped(the_name(item["input"])), item["expected"])
    for item in collected()
    if item["surface"] == SURFACE
]


def cases(*verdicts: str) -> list[Any]:
    """Those with one of the verdicts as parameters, named by their ids; or one that is skipped."""
    found = [case for case in CASES if case.verdicts & set(verdicts)]
    if not found:
        why = pytest.mark.skip(reason=f"no oracle for {SURFACE} is beside this checkout")
        return [pytest.param(Case(SURFACE, "", ""), id=SURFACE, marks=why)]
    return [pytest.param(case, id=case.id) for case in found]


def answered(line: str) -> AlertDraft | AlertLineError | UsageError:
    """What is read, or the error that refuses it."""
    try:
        return read(line, now=NOW, zone=BERLIN, defaults=HERE)
    except (AlertLineError, UsageError) as problem:
        return problem


def taken(case: Case) -> AlertDraft:
    """What is read of a case that is taken."""
    found = answered(case.line)
    assert isinstance(found, AlertDraft), found
    return found


@pytest.mark.parametrize("case", cases(*REFUSED, *TAKEN))
def test_each_line_is_read_or_refused_as_expected(case: Case) -> None:
    """Where both would do, either does; every other answer is listed with its reason."""
    assert case.verdicts <= REFUSED | TAKEN, f"{case.verdicts} mean nothing here"
    became = TAKEN if isinstance(answered(case.line), AlertDraft) else REFUSED
    assert bool(case.verdicts & became) != (case.id in OTHERWISE)


@pytest.mark.parametrize("case", cases(*REFUSED, *TAKEN))
def test_what_is_refused_is_told_why(case: Case) -> None:
    """In a sentence that is not long and does not repeat the line, beside a command that works."""
    problem = answered(case.line)
    if isinstance(problem, AlertDraft):
        assert case.id not in TELLING
        return
    sentence = str(problem)
    assert TELLING.get(case.id, "") in sentence
    assert len(sentence) < 300
    assert len(case.line) < 100 or case.line not in sentence
    works(problem.example)


def works(example: str) -> None:
    """Whether an example can be typed, an alert's as well as a chart's."""
    if example.startswith(COMMAND):
        read(example.removeprefix(COMMAND), now=NOW, zone=BERLIN, defaults=Defaults())
    else:
        name, _, line = example.removeprefix("/").partition(" ")
        parse(BY_NAME[name], line, now=NOW, zone=BERLIN, defaults=Defaults())


@pytest.mark.parametrize("case", cases(*REFUSED, *TAKEN))
def test_what_is_taken_can_be_typed_again(case: Case) -> None:
    """It watches for what was meant, under the very name that was typed."""
    draft = answered(case.line)
    if not isinstance(draft, AlertDraft):
        assert case.id not in RULES
        return
    assert draft.rule is not None
    written = phrase(draft.rule, draft.kind, bucket_of(draft.request))
    assert RULES.get(case.id, written) == written
    assert NAMES.get(case.id, draft.name) == draft.name
    assert answered(typed(draft)) == draft


def only(*ids: str) -> list[Any]:
    """The case of one of these ids; or one that is skipped."""
    found = [case for case in cases(*REFUSED, *TAKEN) if case.id in ids]
    why = pytest.mark.skip(reason=f"no oracle for {SURFACE} {ids[0]} is beside this checkout")
    return found or [pytest.param(Case(ids[0], "", ""), id=ids[0], marks=why)]


@pytest.mark.parametrize("case", only("SA15"))
@pytest.mark.parametrize(("count", "fires"), [(2, True), (2.5, False), (3, False)])
def test_counts_are_held_against_fractions(case: Case, count: Number, *, fires: bool) -> None:
    """As numbers: two is below two and a half, and three is not."""
    rule = taken(case).rule
    assert rule is not None
    assert breaching(rule.condition)(Counted(NOW, count)) == fires


@pytest.mark.parametrize("case", only("SA26"))
def test_the_unusual_side_is_noted(case: Case) -> None:
    """So that whoever is asked for a confirmation reads of it."""
    assert taken(case).note.startswith("A short lead time is usually good news")


@pytest.mark.parametrize("case", only("SA29"))
def test_both_lengths_of_a_drop_are_said(case: Case) -> None:
    """The days that are over, and those before them."""
    draft = taken(case)
    assert draft.rule is not None
    assert "the last 7 days that are over, against the 7 days before" in spelled(
        draft.rule, draft.kind
    )


@pytest.mark.parametrize("case", only("SA50"))
def test_a_channel_is_an_id(case: Case) -> None:
    """Whether somebody may post there is asked by whoever knows Slack."""
    assert taken(case).channel == "C0SECRET1"


@pytest.mark.parametrize("case", cases(*REFUSED, *TAKEN))
def test_no_line_takes_long(case: Case) -> None:
    """50 ms for the longest."""
    begun = time.process_time()
    answered(case.line)
    assert time.process_time() - begun < 0.05


@pytest.mark.parametrize("case", cases("DENY", "ESCAPE", "HELP"))
def test_what_others_decide_is_listed(case: Case) -> None:
    """With the reason why it is not decided here."""
    assert case.id in LEFT_TO_OTHERS
