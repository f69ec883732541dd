"""From the events of one version to its deployments; the rules are in `decisions`."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from bot.local.insights import decisions
from bot.local.insights.ids import uuid_of
from bot.local.insights.model import Deployment, Event, EventType, Status, Subject, is_label

_ORDER: Final[Mapping[EventType, int]] = {"started": 0, "custom": 1, "failed": 2, "finished": 3}
"""What comes first among events of the same millisecond."""


def correlate(subject: Subject, events: Iterable[Event]) -> tuple[Deployment, ...]:
    """Put the events of one subject together.

    Args:
        subject: What all of the events belong to.
        events: In any order.

    Returns:
        Deployments, oldest first. A deployment's id depends on its subject and its place in this
        order alone, so that reading more events later keeps it.
    """
    ordered = sorted(events, key=lambda event: (event.at, _ORDER[event.type]))
    found: list[Deployment] = []
    for deployment in _fold(subject, ordered):
        number = len(found) + 1
        found.append(
            replace(deployment, id=_id(subject, number), kind=_kind(number, deployment.metadata))
        )
    return tuple(found)


def _fold(subject: Subject, events: Iterable[Event]) -> Iterator[Deployment]:
    going_on: Deployment | None = None
    for event in events:
        if event.type == "custom":
            continue
        if going_on is None:
            going_on = _opened(subject, event)
        else:
            metadata = {**going_on.metadata, **event.deployment_metadata}
            going_on = replace(going_on, metadata=metadata)
        if event.type != "started":
            yield replace(going_on, status=event.type, ended_at=event.at)
            going_on = None
    if going_on is not None:
        yield going_on


def _opened(subject: Subject, event: Event) -> Deployment:
    status: Status = "started"
    metadata = dict(event.deployment_metadata)
    return Deployment("", subject, status, "", event.at, None, metadata=metadata)


def _id(subject: Subject, number: int) -> str:
    return uuid_of(*subject.key, str(number))


def _kind(number: int, metadata: Mapping[str, Any]) -> str:
    said = metadata.get("kind")
    if is_label(said):
        return said
    return decisions.FIRST_KIND if number == 1 else decisions.NEXT_KIND
