"""The form of a digest: what Slack is sent and what comes back are the same form."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.digests.cadence import Cadence
from bot.digests.choices import Choice
from bot.digests.model import Digest, Setting
from bot.grammar.defaults import Defaults
from bot.local.workspace.blocks.views import view_problems
from bot.local.workspace.model import View
from handlers.asked import Filled
from handlers.filling import NotOurFormError, checked, read_form
from handlers.form import Form, blank, filled_with, notice, view
from handlers.message import sentence
from handlers.private import say
from handlers.slack import Slack
from tests.fakes import MovedClock
from tests.handlers.talking import begun

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
FULL = Form(
    digest=1_234_567_890_123,
    zone="America/Argentina/ComodRivadavia",
    channel="C0DELIVERY1",
    charts="\n".join(["deploys mobile 30d by application"] * 6),
    choice=Choice("week", "23:59", (1, 2, 3, 4, 5, 6, 0)),
    name="é" * 80,
    when_calm="silent",
)
FORMS = [
    blank("C0DELIVERY1", "Europe/Berlin"),
    blank("D0ADA", "UTC"),
    FULL,
    replace(FULL, charts="deploys " + "x" * 2_992),
    replace(FULL, choice=Choice("day", "00:00"), when_calm="line"),
    replace(FULL, choice=Choice("weekday", "09:00")),
    replace(FULL, choice=Choice("month", "09:00")),
    replace(FULL, choice=Choice("cron", line="0 9 1,15 * *")),
]


def sent(form: Form) -> dict[str, Any]:
    """A form as Slack tells of it when nobody has changed anything."""
    body = view(form)
    return {**body, "state": {"values": begun(View("V1", "U1", "1.a", body, "V1"))}}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.choice.repeat)
def test_what_comes_back_is_what_was_shown(form: Form) -> None:
    """Field by field, and the form is one that Slack takes."""
    assert read_form(sent(form)) == form
    assert view_problems(view(form), lambda _: True, home=False) == []


def test_a_notice_is_a_view_that_slack_takes() -> None:
    """It asks nothing, so that it only can be closed."""
    assert view_problems(notice("No."), lambda _: True, home=False) == []


@pytest.mark.parametrize(
    "choice",
    [Choice("day"), Choice("week", "08:00"), Choice("cron", "08:00", (1,)), Choice("month")],
)
def test_of_another_rhythm_is_asked_what_was_not(choice: Choice) -> None:
    """What was said already stays, the time that is usual is there, days are not guessed."""
    shown = read_form(sent(replace(FULL, choice=choice))).choice
    assert shown.is_whole
    assert shown.time in {None, choice.time or "09:00"}
    assert not shown.days


def test_a_digest_fills_the_form_in_and_the_form_is_that_digest() -> None:
    """Sent as it was opened, it changes nothing."""
    setting = Setting(
        channel="C1",
        owner="U1",
        lines=("deploys mobile 30d", "leadtime mobile 7d"),
        cadence=Cadence("5 7 1 * *", "America/New_York"),
        when_calm="line",
        name=None,
    )
    digest = Digest(
        id=3,
        team="T1",
        channel=setting.channel,
        owner=setting.owner,
        lines=setting.lines,
        cadence=setting.cadence,
        when_calm=setting.when_calm,
        name=setting.name,
        paused=None,
        next_due=NOW,
        created_at=NOW,
    )
    again = read_form(sent(filled_with(digest)))
    assert again.digest == digest.id
    assert checked(again, "U1", now=NOW, defaults=Defaults()) == setting


@pytest.mark.parametrize(
    ("more", "field", "words"),
    [
        ({"channel": ""}, "channel", "Choose where"),
        ({"charts": " \n "}, "charts", "Which chart should come?"),
        ({"charts": "deploys\n" * 7}, "charts", "6 is the most"),
        ({"charts": 'deploys app "a'}, "charts", "never closed"),
        ({"charts": "deploys every monday"}, "charts", "no chart its own"),
        ({"charts": "deploys mobile, leadtime mobile by x"}, "charts", "leadtime mobile by x: "),
        ({"charts": "deploys help"}, "charts", "asks for help"),
        ({"name": "x" * 81}, "name", "80 letters"),
        ({"name": "“x”"}, "name", "quotation marks"),
        ({"choice": Choice("week", "09:00", ())}, "days", "at least one day"),
        ({"choice": Choice("day", "")}, "time", "time of day"),
        ({"choice": Choice("cron", line="")}, "line", "five fields"),
        ({"charts": "staleflags mobile env x"}, "calm", "would never come"),
        (
            {"charts": "staleflags mobile env x", "when_calm": "line"},
            "calm",
            "would always be one line",
        ),
    ],
)
def test_what_is_wrong_is_said_where_it_is(more: dict[str, Any], field: str, words: str) -> None:
    """Each at its own field, so that Slack can show it there, and nothing else is blamed."""
    form = replace(FULL, **{"charts": "deploys mobile 30d", **more})
    found = checked(form, "U1", now=NOW, defaults=Defaults())
    assert isinstance(found, dict)
    assert list(found) == [field]
    assert words in found[field]


def test_charts_may_stand_in_lines_or_behind_commas() -> None:
    """As they would be typed, with a slash or without."""
    form = replace(FULL, charts="/deploys mobile 30d, leadtime mobile 30d\n\nDeploys mobile 7d;\n")
    found = checked(form, "U1", now=NOW, defaults=Defaults())
    assert isinstance(found, Setting)
    assert found.lines == ("deploys mobile 30d", "leadtime mobile 30d", "deploys mobile 7d")


@pytest.mark.parametrize("lost", ["callback_id", "private_metadata", "state"])
def test_half_a_form_is_none_of_ours(lost: str) -> None:
    """Whatever is missing, reading it says so in one way."""
    half = sent(FULL)
    del half[lost]
    with pytest.raises(NotOurFormError):
        read_form(half)


def test_a_calm_that_is_none_of_the_three_is_none_of_ours() -> None:
    """The words between forms and bot are closed."""
    other = sent(FULL)
    other["state"]["values"]["calm"]["calm"]["selected_option"]["value"] = "loud"
    with pytest.raises(NotOurFormError):
        read_form(other)


def test_nobody_is_told_of_a_choice_in_a_form(clock: MovedClock) -> None:
    """What a choice could not do is done when the form is sent, so Slack is asked for nothing."""
    nowhere = Slack("xoxb-made-up", "http://127.0.0.1:9/api/", clock=clock)
    say(Filled("T1", "U1", "V1", "1.2", FULL), nowhere, sentence("No."))
