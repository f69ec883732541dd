"""The row of buttons: what each carries, and what is read back from it."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block

from bot.catalog import BY_NAME, CATALOG, Kind
from bot.grammar.defaults import Defaults
from bot.grammar.parse import parse
from handlers.buttons import Wish, buttons, owner_of, wish
from tests.bot.samples import NOW, UTC_ZONE, request

NEEDED = "mobile env production"


def row(line: str, *, chart: str = "deploys", view: Any = "chart") -> dict[str, str]:  # noqa: ANN401 - a view
    """The buttons below an answer: what each says and carries."""
    block = buttons(request(line, chart=chart), view=view, owner="U0001", digest="0" * 12)
    assert block is not None
    parsed = Block.parse(dict(block))
    assert parsed is not None
    parsed.validate_json()
    ids = [one["action_id"] for one in block["elements"]]
    assert len(set(ids)) == len(ids)
    return {one["text"]["text"]: one["value"] for one in block["elements"]}


@pytest.mark.parametrize("kind", CATALOG, ids=lambda kind: kind.name)
@pytest.mark.parametrize("view", ["chart", "table"])
def test_every_button_of_every_chart_carries_a_line_that_is_read(kind: Kind, view: str) -> None:
    """What a button asks is a request for the same chart."""
    for label, value in row(NEEDED, chart=kind.name, view=view).items():
        line = value.partition(" ")[2] if label == "CSV" else value
        name, _, rest = line.partition(" ")
        found = parse(BY_NAME[name], rest, now=NOW, zone=UTC_ZONE, defaults=Defaults())
        assert found.kind is kind


def test_ranges_keep_all_else() -> None:
    """Group, filters and levels stay; the bucket follows the range."""
    found = row("mobile 36h by application app web levels", chart="deploys")
    assert found["90d"] == "deploys project mobile env * app web from 90d by application levels"
    assert "✓" not in "".join(found)


@pytest.mark.parametrize(
    ("bucket", "kept"),
    [
        ("bucket hour", {"7d", "✓ 30d", "90d"}),
        ("bucket rolling every 7d", {"✓ 30d", "90d"}),
        ("bucket rolling every 30m", {"7d", "✓ 30d"}),
    ],
)
def test_a_range_keeps_the_buckets_that_fit(bucket: str, kept: set[str]) -> None:
    """What is shown is marked, and pressing it changes nothing; two buckets are the least."""
    found = row(f"mobile 30d {bucket}")
    ranges = ("7d", "✓ 30d", "90d")
    assert {span for span in ranges if " bucket " in found[span]} == kept
    assert found["✓ 30d"] == found["Refresh"]


@pytest.mark.parametrize(
    ("versus", "kept"),
    [
        ("last week", {"7d"}),
        ("last month", {"7d", "30d"}),
        ("last quarter", {"7d", "30d", "90d"}),
        ("before", {"7d", "30d", "90d"}),
        ("2026-11-08", set()),
        ("october", set()),
    ],
)
def test_a_range_is_held_against_what_can_be_before_it(versus: str, kept: set[str]) -> None:
    """Every range can be asked for; a day or a month belongs to the range it was named for."""
    found = row(f"mobile 5d vs {versus}")
    for span in ("7d", "30d", "90d"):
        assert request(found[span].removeprefix("deploys ")).earlier is not None
        assert (" vs " in found[span]) == (span in kept)


def test_a_time_long_ago_can_be_read_again() -> None:
    """However old its beginning is by now; the end that was typed stays."""
    first = request("mobile from 2025-01-01 to 2025-03-01")
    again = row("mobile from 2025-01-01 to 2025-03-01")["Refresh"].removeprefix("deploys ")
    assert request(again, now=NOW + timedelta(days=400)).queries == first.queries


def test_how_things_stand_has_no_range() -> None:
    """Stale flags of last week cannot be asked for."""
    found = row(NEEDED, chart="staleflags")
    assert list(found) == ["All together", "Refresh", "Table", "CSV"]
    assert "By maintainer" in row(f"{NEEDED} by nothing", chart="staleflags")
    assert list(row(NEEDED, chart="flagstatus")) == ["Refresh", "Table", "CSV"]


def test_lead_times_are_always_grouped() -> None:
    """LaunchDarkly gives stages where nothing else is asked for."""
    assert list(row("mobile", chart="leadtime"))[3] == "By application"
    grouped = row("mobile by application", chart="leadtime")
    assert "By stage" in grouped
    assert "All together" not in grouped


def test_the_file_is_that_of_the_time_that_was_shown() -> None:
    """Its line means the same time for ever, and its digest the same numbers."""
    value = row("mobile")["CSV"]
    digest, _, line = value.partition(" ")
    assert digest == "0" * 12
    assert "from 2026-10-25T00:00Z to 2026-11-24T09:30Z" in line


def test_nothing_is_no_table() -> None:
    """Where there are no numbers, another range may have some."""
    block = buttons(request("mobile"), view="chart", owner="U1", digest=None)
    assert block is not None
    assert [one["text"]["text"] for one in block["elements"]][-1] == "Refresh"


def test_what_is_compared_stays_compared() -> None:
    """Ranges of a comparison are comparisons."""
    assert row("compare web api")["7d"] == "deploys compare project web,api env * from 7d"


def test_applications_beside_each_other_are_not_grouped_by_application() -> None:
    """They stand apart already; by kind makes sense."""
    beside = row("mobile compare app web api")
    assert "By application" not in beside
    assert "By kind" in beside


def test_a_line_that_no_button_can_carry_has_none() -> None:
    """Slack takes 2,000 characters; some buttons may still fit, or none does."""
    long = ",".join(f"application-with-a-name-of-some-{n:02}" for n in range(49))
    assert buttons(request(f"mobile app {long}"), view="chart", owner="U1", digest="0" * 12)
    longest = ",".join(f"application-with-a-name-of-some-{n:06}" for n in range(49))
    assert len(longest) > 1_900
    fitting = buttons(request(f"mobile app {longest}"), view="chart", owner="U1", digest="0" * 12)
    assert fitting is None or all(len(one["value"]) <= 2_000 for one in fitting["elements"])


@pytest.mark.parametrize(
    ("action", "value", "wanted"),
    [
        ("chart:7d", "deploys from 7d", Wish("chart", "deploys from 7d")),
        ("table:show", "deploys", Wish("table", "deploys")),
        ("chart", "deploys", Wish("chart", "deploys")),
        ("csv:give", "0123456789ab deploys x", Wish("csv", "deploys x", "0123456789ab")),
        ("csv:give", "deploys x", None),
        ("snooze:1d", "deploys x", None),
    ],
)
def test_a_wish_is_read_from_its_button(action: str, value: str, wanted: Wish | None) -> None:
    """By the first part of its id; the rest only tells buttons apart."""
    assert wish(action, value) == wanted


@given(st.text(), st.text())
def test_any_button_is_a_wish_or_none(action: str, value: str) -> None:
    """Whatever another version or another app put there."""
    found = wish(action, value)
    assert found is None or found.line in value


@pytest.mark.parametrize(
    ("block", "owner"),
    [("asked-by-U0ADALIND01", "U0ADALIND01"), ("b1", None), ("asked-by-<!channel>", None)],
)
def test_the_owner_is_a_persons_id_or_nobody(block: str, owner: str | None) -> None:
    """What a block's id says is put into a mention, so it has to look like one."""
    assert owner_of(block) == owner
