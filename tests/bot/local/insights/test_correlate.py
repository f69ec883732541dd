"""From events to deployments."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.local.insights.correlate import correlate
from bot.local.insights.model import Event, EventType
from tests.bot.local.insights.locally import FINISHED

TYPES: list[EventType] = ["started", "failed", "finished", "custom"]


def events(*happened: tuple[EventType, int]) -> list[Event]:
    """Events of one version."""
    return [replace(FINISHED, type=type_, at=at) for type_, at in happened]


@pytest.mark.parametrize(
    ("happened", "expected"),
    [
        ([("started", 1), ("finished", 5)], [("finished", "deployment", 1, 5)]),
        ([("finished", 5)], [("finished", "deployment", 5, 5)]),
        ([("started", 1)], [("started", "deployment", 1, None)]),
        ([("started", 1), ("failed", 5)], [("failed", "deployment", 1, 5)]),
        ([("finished", 5), ("started", 1)], [("finished", "deployment", 1, 5)]),
        ([("started", 1), ("started", 2), ("finished", 5)], [("finished", "deployment", 1, 5)]),
        ([("started", 5), ("finished", 5)], [("finished", "deployment", 5, 5)]),
        ([("custom", 5)], []),
        (
            [("failed", 1), ("finished", 5), ("started", 6)],
            [
                ("failed", "deployment", 1, 1),
                ("finished", "redeployment", 5, 5),
                ("started", "redeployment", 6, None),
            ],
        ),
    ],
)
def test_events_add_up(
    happened: list[tuple[EventType, int]], expected: list[tuple[str, str, int, int | None]]
) -> None:
    """A start opens, an end closes, an end alone stands for a whole deployment."""
    found = correlate(FINISHED.subject, events(*happened))
    assert [(one.status, one.kind, one.started_at, one.ended_at) for one in found] == expected


def test_metadata_is_gathered() -> None:
    """What later events say is added to what earlier ones said."""
    start, end = events(("started", 1), ("finished", 2))
    (found,) = correlate(
        FINISHED.subject,
        [
            replace(start, deployment_metadata={"build": "1", "kind": "rollback"}),
            replace(end, deployment_metadata={"build": "2"}),
        ],
    )
    assert found.metadata == {"build": "2", "kind": "rollback"}
    assert found.kind == "rollback"


@pytest.mark.parametrize("kind", ["", " ", 7, "\ud800", "a\nb", "x" * 300])
def test_what_can_be_no_kind_is_none(kind: object) -> None:
    """A kind that could not be stored or shown leaves the kind as it would be."""
    event = replace(FINISHED, deployment_metadata={"kind": kind})
    assert correlate(FINISHED.subject, [event])[0].kind == "deployment"


@given(st.lists(st.tuples(st.sampled_from(TYPES), st.integers(0, 9)), unique=True), st.randoms())
def test_the_order_of_arrival_does_not_matter(
    happened: list[tuple[EventType, int]], chance: Random
) -> None:
    """Events that arrive in another order, or late, give the same deployments."""
    shuffled = happened.copy()
    chance.shuffle(shuffled)
    found = correlate(FINISHED.subject, events(*happened))
    assert found == correlate(FINISHED.subject, events(*shuffled))
    assert len({one.id for one in found}) == len(found)
    ends = sum(type_ in {"failed", "finished"} for type_, _ in happened)
    assert sum(one.ended_at is not None for one in found) == ends
