"""What is stored: events as they come in, and the deployments they add up to.

Source: https://launchdarkly.com/docs/api/insights-deployments-beta (schemas
PostDeploymentEventInput and DeploymentRep)
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, TypeGuard

from bot.local.insights.changes import Commits

EventType = Literal["started", "failed", "finished", "custom"]
Status = Literal["started", "failed", "finished"]
ApplicationKind = Literal["server", "browser", "mobile"]

VERSION: Final = re.compile(r"[A-Za-z0-9._-]{1,256}", re.ASCII)
"""LaunchDarkly: "only letters, numbers, periods, hyphens, or underscores"."""
MAX_KEY: Final = 256
VERSION_RULE: Final = (
    f"must be letters, numbers, periods, hyphens or underscores, at most {MAX_KEY} characters"
)
MAX_TIME: Final = 4_102_444_800_000
"""2100-01-01 in epoch milliseconds; a later time is a slip, most often microseconds."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a deployment.

    Attributes:
        project: Project key.
        environment: Environment key.
        application: Application key.
        version: Application version; matches `VERSION`.
        type: What happened.
        at: When, in epoch milliseconds.
        application_name: How the application is displayed, if that is said.
        application_kind: What sort of application it is, if that is said.
        event_metadata: About the event; kept and not interpreted.
        deployment_metadata: About the deployment; `kind` in it names the deployment's kind.
        commits: What the version brought, if a repository was asked.
    """

    project: str
    environment: str
    application: str
    version: str
    type: EventType
    at: int
    application_name: str | None = None
    application_kind: ApplicationKind | None = None
    event_metadata: Mapping[str, Any] = field(default_factory=dict)
    deployment_metadata: Mapping[str, Any] = field(default_factory=dict)
    commits: Commits | None = None

    @property
    def subject(self) -> "Subject":
        """What the event belongs to."""
        return Subject(self.project, self.environment, self.application, self.version)


@dataclass(frozen=True, slots=True)
class Subject:
    """A version of an application in an environment; events name no deployment, only this."""

    project: str
    environment: str
    application: str
    version: str

    @property
    def key(self) -> tuple[str, str, str, str]:
        """Its four parts, as the tables have them."""
        return self.project, self.environment, self.application, self.version


@dataclass(frozen=True, slots=True)
class Deployment:
    """A version of an application that went, or is going, into an environment.

    Attributes:
        id: A UUID, the same whenever the same events are read again.
        subject: What was deployed, and where.
        status: The type of its latest event.
        kind: `deployment`, `redeployment`, or what its metadata says.
        started_at: Epoch milliseconds.
        ended_at: Epoch milliseconds; None while it goes on.
        archived: Whether somebody hid it.
        metadata: What its events said about it.
    """

    id: str
    subject: Subject
    status: Status
    kind: str
    started_at: int
    ended_at: int | None
    archived: bool = False
    metadata: Mapping[str, Any] = field(default_factory=dict)


def is_label(value: object) -> TypeGuard[str]:
    """Whether something is text that can be stored and shown on one line."""
    return (
        isinstance(value, str)
        and bool(value.strip())
        and len(value) <= MAX_KEY
        and value.isprintable()
    )


def key_problem(key: str) -> str | None:
    """Why a text can be no key, or None if it can."""
    if not key.strip():
        return "must be present"
    if len(key) > MAX_KEY:
        return f"must have at most {MAX_KEY} characters"
    if "," in key:
        return "must not contain a comma, which separates keys in a list"
    if not key.isprintable():
        return "must not contain control characters"
    return None
