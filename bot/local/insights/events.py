"""`POST deployment-events`: the door through which events come.

Source: https://launchdarkly.com/docs/api/insights-deployments-beta/create-deployment-event
"""

import json
from collections.abc import Mapping
from typing import Any, Final, get_args

from bot.local.insights import moments
from bot.local.insights.api import Backend, Call, Reply
from bot.local.insights.model import (
    MAX_KEY,
    MAX_TIME,
    VERSION,
    VERSION_RULE,
    ApplicationKind,
    Event,
    EventType,
    is_label,
    key_problem,
)
from bot.local.insights.problems import Failure, invalid

_KEYS: Final = ("projectKey", "environmentKey", "applicationKey")
_METADATA: Final = ("eventMetadata", "deploymentMetadata")
_MAX_METADATA: Final = 16 * 1024


def create(backend: Backend, call: Call) -> Reply:
    """Store an event: 201 with an empty body."""
    backend.store.add([parse_event(call.json(), now=call.now)])
    return Reply(status=201)


def parse_event(document: object, *, now: int) -> Event:
    """Read an event; fields that LaunchDarkly does not document are ignored.

    Args:
        document: The JSON body (schema PostDeploymentEventInput).
        now: The present in epoch milliseconds: the event's time unless it says one.

    Raises:
        ProblemError: A 400 that names every field that is wrong.
    """
    if not isinstance(document, dict):
        raise invalid(Failure("body", "must be a JSON object"))
    failures = [
        Failure(name, problem)
        for name, problem in _problems(document, now).items()
        if problem is not None
    ]
    if failures:
        raise invalid(*failures)
    return Event(
        project=document["projectKey"],
        environment=document["environmentKey"],
        application=document["applicationKey"],
        version=document["version"],
        type=document["eventType"],
        at=now if document.get("eventTime") is None else document["eventTime"],
        application_name=document.get("applicationName") or None,
        application_kind=document.get("applicationKind"),
        event_metadata=document.get("eventMetadata") or {},
        deployment_metadata=document.get("deploymentMetadata") or {},
    )


def _problems(document: Mapping[str, Any], now: int) -> dict[str, str | None]:
    return {
        **{name: _key(document.get(name)) for name in _KEYS},
        "version": _version(document.get("version")),
        "eventType": _option(document.get("eventType"), get_args(EventType)),
        "eventTime": _time(document.get("eventTime"), now),
        "applicationName": _name(document.get("applicationName")),
        "versionName": _name(document.get("versionName")),
        "applicationKind": None
        if document.get("applicationKind") is None
        else _option(document["applicationKind"], get_args(ApplicationKind)),
        **{name: _metadata(document.get(name)) for name in _METADATA},
    }


def _key(value: object) -> str | None:
    if value is None:
        return "must be present"
    if not isinstance(value, str):
        return "must be text"
    return key_problem(value)


def _version(value: object) -> str | None:
    if value is None or value == "":
        return "must be present"
    if not isinstance(value, str) or not VERSION.fullmatch(value):
        return VERSION_RULE
    return None


def _option(value: object, options: tuple[str, ...]) -> str | None:
    if value is None:
        return "must be present"
    return None if value in options else f"must be one of {', '.join(options)}"


def _time(value: object, now: int) -> str | None:
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MAX_TIME:
        return "must be a Unix timestamp in milliseconds, between 1970 and 2100"
    return moments.seconds_problem(value) or moments.future_problem(value, now)


def _name(value: object) -> str | None:
    if value is None or value == "":
        return None
    if not is_label(value):
        return f"must be text of at most {MAX_KEY} characters, without control characters"
    return None


def _metadata(value: object) -> str | None:
    if value is None:
        return None
    if not isinstance(value, dict) or len(json.dumps(value)) > _MAX_METADATA:
        return f"must be a JSON object of at most {_MAX_METADATA} characters"
    return None
