"""The form of an alert: its fields are a typed line in pieces, and come back as they were shown."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.alerts import looking
from bot.alerts.model import Alert
from bot.alerts.phrases import AlertLineError, bucket_of, phrase, read, typed
from bot.alerts.rules import usual
from bot.catalog import CATALOG
from bot.grammar.defaults import Defaults
from bot.local.workspace.blocks.views import view_problems
from bot.local.workspace.model import View
from bot.reading import BUCKET_ZONE
from bot.times import WEEKDAYS
from handlers.alert_filling import Checked, checked, filled_with, read_form
from handlers.alert_form import (
    MOST_KEPT,
    TRIED,
    WATCHES,
    AlertForm,
    blank,
    kept,
    notice,
    tried,
    view,
    waiting,
)
from handlers.filling import NotOurFormError
from handlers.message import rich
from tests.handlers.talking import begun

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
HERE = Defaults(project="mobile", environment="production")
FULL = AlertForm(
    alert=1_234_567_890_123,
    where="C0DELIVERY1",
    named=True,
    channel="C0DELIVERY2",
    chart="leadtime",
    request="mobile app " + "x" * 1_900,
    watch="at_least",
    value="2 days",
    run="30",
    weekdays=False,
    recovers="36h for 2 days",
    more="grace 4h, repeat every 2d",
    name="é" * 80,
)
FORMS = [blank("C0DELIVERY1"), blank("D0ADA"), FULL, *(replace(FULL, watch=one) for one in WATCHES)]


def sent(form: AlertForm, body: dict[str, Any] | None = None) -> dict[str, Any]:
    """A page as Slack tells of it when nobody has changed anything."""
    shown = body or view(form)
    return {**shown, "state": {"values": begun(View("V1", "U1", "1.a", shown, "V1"))}}


def alert(line: str, defaults: Defaults = HERE) -> Alert:
    """An alert as it is kept once a line was typed."""
    draft = read(line, now=NOW, zone=ZoneInfo(BUCKET_ZONE), defaults=defaults)
    assert draft.rule is not None
    return Alert(
        channel=draft.channel or "C0DELIVERY1",
        owner="U1",
        line=draft.line,
        phrase=phrase(draft.rule, draft.kind, bucket_of(draft.request)),
        name=draft.name,
        id=7,
        team="T1",
        paused=None,
        quiet_until=None,
        next_look=NOW,
        created_at=NOW,
        revision=0,
        memories={},
    )


def problems(**fields: Any) -> dict[str, str]:  # noqa: ANN401 - what a form has
    """What is wrong with a form in which some fields are filled otherwise."""
    found = checked(replace(blank("C1"), **fields), now=NOW, defaults=HERE)
    assert isinstance(found, dict)
    return found


# -- what Slack is sent -------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.where}-{form.watch}")
def test_what_comes_back_is_what_was_shown(form: AlertForm) -> None:
    """Field by field, from either page."""
    assert read_form(sent(form)) == form
    assert read_form(tried(form, [])) == form


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.where}-{form.watch}")
def test_every_page_is_one_that_slack_takes(form: AlertForm) -> None:
    """Within all of its limits, however much stands in it."""
    pages = [view(form), waiting(form), tried(form, [rich("Never.", "")]), notice("No.")]
    for page in pages:
        assert view_problems(page, lambda _: True, home=False) == []
        assert len(page["blocks"]) <= 100
        assert all(len(page[name]["text"]) <= 24 for name in ("title", "close"))
        assert len(page.get("submit", {"text": ""})["text"]) <= 24
        assert len(page.get("private_metadata", "")) <= MOST_KEPT
        assert len({one.get("block_id", number) for number, one in enumerate(page["blocks"])}) == (
            len(page["blocks"])
        )


def test_every_option_and_field_is_within_slacks_limits() -> None:
    """An option has 75 letters and a value of as many; labels and hints have 2,000."""
    for block in view(FULL)["blocks"]:
        assert len(block["label"]["text"]) <= 2_000
        assert len(block.get("hint", {"text": ""})["text"]) <= 2_000
        assert len(block["element"].get("placeholder", {"text": ""})["text"]) <= 150
        assert block["element"].get("max_length", 1) <= 3_000
        for option in block["element"].get("options", ()):
            assert 1 <= len(option["text"]["text"]) <= 75
            assert 1 <= len(option["value"]) <= 75


def test_all_charts_and_conditions_can_be_chosen() -> None:
    """Each once."""
    elements = {one["block_id"]: one["element"] for one in view(FULL)["blocks"]}
    values = [[one["value"] for one in elements[name]["options"]] for name in ("chart", "watch")]
    assert values == [[kind.name for kind in CATALOG], list(WATCHES)]


def test_a_form_that_nobody_touches_works() -> None:
    """A new one is filled with what helps most people."""
    found = checked(read_form(sent(blank("C1"))), now=NOW, defaults=HERE)
    assert isinstance(found, Checked)
    assert "below 1 for 2 days on weekdays in <#C1>" in typed(found.draft)


def test_a_name_is_not_taken_away_unseen() -> None:
    """An alert that has a name keeps or changes it, so that field has to be filled."""
    fields = {one["block_id"]: one for one in view(FULL)["blocks"]}
    assert not fields["name"].get("optional")
    assert next(one for one in view(blank("C1"))["blocks"] if one["block_id"] == "name")["optional"]


# -- fields and lines ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({}, "deploys below 1 for 2 days on weekdays"),
        ({"request": "web by application"}, "deploys web by application below 1 for 2 days"),
        ({"watch": "at_most", "run": "1", "weekdays": False}, "deploys at most 1"),
        ({"run": "3 days"}, "deploys below 1 for 3 days on weekdays"),
        ({"run": ""}, "deploys below 1 on weekdays"),
        ({"request": "bucket hour"}, "deploys bucket hour below 1 for 2 hours on weekdays"),
        ({"watch": "drops", "value": "50", "run": "1"}, "deploys drops by 50 % on weekdays"),
        ({"watch": "drops", "value": "50 % over 2 weeks"}, "deploys drops by 50 % over 2 weeks"),
        ({"watch": "drops", "value": "50", "recovers": "30"}, "deploys drops by 50 %"),
        ({"watch": "falls", "value": ""}, "deploys rating falls for 2 days on weekdays"),
        ({"recovers": "5"}, "deploys below 1 for 2 days on weekdays, recovers at 5"),
        ({"recovers": "after 2 days"}, "deploys below 1 for 2 days, recovers after 2 days"),
        ({"more": "grace 4h, never repeat"}, "deploys below 1 for 2 days, grace 4h, never repeat"),
        ({"chart": "leadtime", "watch": "above", "value": "2 days"}, "leadtime above 2 days"),
        (
            {"name": "Quiet days", "recovers": "5 for 2 days"},
            'deploys below 1 recovers at 5 for 2 days called "Quiet days"',
        ),
    ],
)
def test_the_fields_say_what_a_line_says(fields: dict[str, Any], line: str) -> None:
    """One that is typed in one piece, but for what the form asks besides."""
    found = checked(replace(blank("C1"), **fields), now=NOW, defaults=HERE)
    assert isinstance(found, Checked), found
    draft = read(line, now=NOW, zone=ZoneInfo(BUCKET_ZONE), defaults=HERE)
    assert draft.rule is not None
    usual_ = usual(draft.rule.condition, draft.kind, bucket_of(draft.request))
    assert found.draft.line == draft.line
    assert found.rule.condition == draft.rule.condition
    assert found.rule.grace == draft.rule.grace
    assert found.rule.repeat == draft.rule.repeat
    assert found.draft.name == draft.name
    assert found.draft.channel == "C1"
    for part in ("weekdays_off", "recover_at", "recover_n"):
        if getattr(draft.rule, part) != getattr(usual_, part):
            assert getattr(found.rule, part) == getattr(draft.rule, part)
    if " for " in line and "recovers" not in line:
        assert found.rule.for_n == draft.rule.for_n


LINES = [
    "deploys below 1 for 2 days on weekdays",
    "deploys web env staging by application at most 2.5, recovers at 5 for 2 days, grace 4h",
    "deploys bucket hour above 20 for 3 hours, recovers after 2 hours, repeat every 12h",
    "deploys drops by 50 % over 2 weeks, recovers at 30 %, never repeat",
    "deploys mobile rating falls",
    "releases mobile env production below 3 on monday, tuesday and friday called “A & <b>”",
    "leadtime mobile at least 36h for 3 days, recovers at 90 min, grace 0h",
    "staleflags mobile env production above 20 for 2 days in <#C0OTHER>",
    "flagstatus mobile env production above 100",
]


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("defaults", [HERE, Defaults(project="other")], ids=["home", "elsewhere"])
def test_an_alert_fills_the_form_in_and_the_form_is_that_alert(
    line: str, defaults: Defaults
) -> None:
    """Sent as it was opened, it changes nothing, whatever the defaults have become."""
    assert_same(alert(line), defaults)


NUMBERS = st.integers(1, 5_000)
CHARTS = st.sampled_from(["deploys", "releases web env staging", "deploys mobile by application"])
DAYS = st.lists(st.sampled_from(WEEKDAYS), min_size=1, unique=True).map(
    lambda days: "" if len(days) == 7 else f", on {' and '.join(days)}"
)
PARTS = st.tuples(
    st.sampled_from(["", ", for 2 days", ", for 30 days"]),
    st.sampled_from(["", ", on weekdays"]) | DAYS,
    st.sampled_from(["", ", recovers at 9000", ", recovers at 9999 for 3 days"]),
    st.sampled_from(["", ", grace 0h", ", grace 90 min", ", grace 24h"]),
    st.sampled_from(["", ", never repeat", ", repeat every 36h"]),
    st.sampled_from(["", ', called "Quiet, for now"', ", called “below 3”"]),
)


@settings(max_examples=100, deadline=None)
@given(CHARTS, st.sampled_from(["below", "at most"]), NUMBERS, PARTS)
def test_whatever_an_alert_is_its_form_is_it(
    chart: str, word: str, number: int, parts: tuple[str, ...]
) -> None:
    """All parts of a rule, in all their combinations."""
    assert_same(alert(f"{chart} {word} {number}{''.join(parts)}"), HERE)


def filled(one: Alert, where: str, defaults: Defaults) -> AlertForm:
    """The form of an alert, as the button opens it."""
    rule = looking.question(one, NOW, defaults).rule
    return filled_with(one, rule, where, now=NOW, defaults=defaults)


def assert_same(one: Alert, defaults: Defaults) -> None:
    """The form of an alert is that alert."""
    form = read_form(sent(filled(one, "C0HERE", defaults)))
    found = checked(form, now=NOW, defaults=defaults)
    assert isinstance(found, Checked), found
    draft = found.draft
    assert (form.alert, form.where) == (one.id, "C0HERE")
    assert (draft.line, draft.channel, draft.name) == (one.line, one.channel, one.name)
    assert phrase(found.rule, draft.kind, bucket_of(draft.request)) == one.phrase


def test_a_request_stands_there_as_people_say_it() -> None:
    """Where that means the same; elsewhere it stands there whole."""
    one = alert("deploys mobile below 3")
    here = filled(one, "C1", Defaults())
    assert "bucket" not in here.request
    there = filled(one, "C1", Defaults(environment="staging"))
    assert there.request in one.line


def test_what_the_form_has_no_field_for_is_not_lost_in_it() -> None:
    """Rather than to change an alert unseen, there is no form for it."""
    one = alert("deploys below 3")
    more = replace(looking.question(one, NOW, HERE).rule, nodata_n=5)
    with pytest.raises(AlertLineError, match="more to this alert"):
        filled_with(one, more, "C1", now=NOW, defaults=HERE)


# -- what is wrong ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"channel": ""}, "channel", "Choose where"),
        ({"request": "mobile 30d"}, "request", "“30d” is a time, and an alert takes none"),
        ({"request": "mobile below 3"}, "request", "fields of their own"),
        ({"request": 'mobile called "x"'}, "request", "fields of their own"),
        ({"request": "mobile for 2 days"}, "request", "of what?"),
        ({"request": 'mobile app "a'}, "request", "never closed"),
        ({"request": "mobile by banana"}, "request", "banana"),
        ({"request": "x" * 2_000}, "request", "2,000 is the most"),
        ({"request": "mobile" + "\t" * 1_900 + "by application"}, "request", "more than a form"),
        ({"value": ""}, "value", "“below” what?"),
        ({"value": "three"}, "value", "no number"),
        ({"value": "0"}, "value", "at most 0, or below 1"),
        ({"chart": "leadtime", "watch": "above", "value": "2"}, "value", "has a unit"),
        ({"chart": "leadtime", "watch": "drops", "value": "50"}, "value", "Only counts drop"),
        ({"chart": "flagstatus", "watch": "falls", "value": ""}, "value", "no rating"),
        ({"watch": "drops", "value": "150"}, "value", "1 to 100"),
        ({"watch": "falls", "value": "3"}, "value", "“3” stands alone"),
        ({"run": "0"}, "run", "1 to 30 days"),
        ({"run": "two"}, "run", "two"),
        ({"run": "2 hours"}, "run", "counts days"),
        ({"recovers": "0"}, "recovers", "cannot recover at 0"),
        ({"watch": "falls", "value": "", "recovers": "3"}, "recovers", "nothing to choose"),
        ({"more": "grace"}, "more", "needs a length of time"),
        ({"more": "bananas"}, "more", "bananas"),
        ({"more": "on monday"}, "more", "one too many"),
        ({"name": 'say "x'}, "name", "quotation marks"),
        ({"name": "“x”"}, "name", "quotation marks"),
        ({"name": "x" * 81}, "name", "80 letters"),
        ({"name": "a\u202eb"}, "name", "cannot be seen"),
    ],
)
def test_what_is_wrong_is_said_where_it_is(fields: dict[str, Any], field: str, words: str) -> None:
    """In the words that a typed line gets, and nothing else is blamed."""
    found = problems(**fields)
    assert list(found) == [field], found
    assert words in found[field]


def test_all_mistakes_are_said_at_once() -> None:
    """Of those fields that can be judged without the others."""
    found = problems(run="99", recovers="0", more="bananas", name='"', channel="")
    assert set(found) == {"run", "recovers", "more", "name", "channel"}


# -- what is none of ours -----------------------------------------------------------------------


@pytest.mark.parametrize("lost", ["callback_id", "private_metadata", "state"])
def test_half_a_form_is_none_of_ours(lost: str) -> None:
    """Whatever is missing, reading it says so in one way."""
    half = sent(FULL)
    del half[lost]
    with pytest.raises(NotOurFormError):
        read_form(half)


@pytest.mark.parametrize("about", ["", "[]", "{}", '{"alert": 1, "where": "C1", "chart": "x"}'])
def test_a_second_page_that_keeps_something_else_is_none_of_ours(about: str) -> None:
    """Another version keeps other things."""
    with pytest.raises(NotOurFormError):
        read_form({"callback_id": TRIED, "private_metadata": about})


def test_what_is_kept_has_all_that_was_typed() -> None:
    """The second page has no fields, and what stood in them has to be somewhere."""
    assert "é" * 80 in kept(FULL)
