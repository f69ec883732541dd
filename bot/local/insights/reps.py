"""How deployments and pull requests are shown, each with the other if that is asked for.

Source: https://launchdarkly.com/docs/api/insights-deployments-beta (schema DeploymentRep),
https://launchdarkly.com/docs/api/insights-pull-requests-beta (schema PullRequestRep)
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from bot.local.insights.changes import PullRequest, Stages
from bot.local.insights.model import Deployment
from bot.local.insights.store import Store
from bot.local.insights.stored.deliveries import Delivery
from bot.local.insights.stored.pull_requests import Standing


def deployments(
    store: Store, some: Sequence[Deployment], expand: Collection[str] = ()
) -> list[dict[str, Any]]:
    """Deployments and what they brought.

    Args:
        store: Where that is read.
        some: Which deployments.
        expand: `pullRequests`, `flagReferences`, both or neither.
    """
    ids = [one.id for one in some]
    delivered = store.deliveries.delivered(ids)
    brought = store.pull_requests.brought_by(ids) if expand else {}
    shown = []
    for one in some:
        delivery = delivered.get(one.id, Delivery())
        rep = {**_deployment(one, is_active=store.is_active(one)), **_delivery(delivery)}
        mine = brought.get(one.id, [])
        if "pullRequests" in expand:
            rep["pullRequests"] = _collection(_pull_request(each, "deployed") for each in mine)
        if "flagReferences" in expand:
            rep["flagReferences"] = _references(mine)
        shown.append(rep)
    return shown


def pull_requests(
    store: Store, some: Sequence[Standing], environment: str | None, expand: Collection[str]
) -> list[dict[str, Any]]:
    """Pull requests and how far they have come.

    Args:
        store: Where that is read.
        some: Which pull requests.
        environment: The one they are to be deployed to; None for all there are.
        expand: Any of `deployments`, `flagReferences`, `leadTime`.
    """
    delivering = store.delivering([one.id for one in some], environment) if expand else {}
    shown = []
    for one in some:
        rep = _pull_request(one.pull_request, one.status)
        mine = delivering.get(one.id, [])
        if "deployments" in expand:
            rep["deployments"] = _collection(deployments(store, mine))
        if "flagReferences" in expand:
            rep["flagReferences"] = _references([one.pull_request])
        if "leadTime" in expand and (lead_time := _lead_time(one.pull_request, mine)):
            rep["leadTime"] = lead_time
        shown.append(rep)
    return shown


def _deployment(one: Deployment, *, is_active: bool) -> dict[str, Any]:
    rep = {
        "id": one.id,
        "applicationKey": one.subject.application,
        "applicationVersion": one.subject.version,
        "environmentKey": one.subject.environment,
        "startedAt": one.started_at,
        "status": one.status,
        "kind": one.kind,
        "active": is_active,
        "archived": one.archived,
        "metadata": dict(one.metadata),
    }
    if one.ended_at is not None:
        rep |= {"endedAt": one.ended_at, "durationMs": one.ended_at - one.started_at}
    return rep


def _delivery(one: Delivery) -> dict[str, Any]:
    rep: dict[str, Any] = {
        "numberOfContributors": one.contributors,
        "numberOfPullRequests": one.pull_requests,
        "linesAdded": one.lines_added,
        "linesDeleted": one.lines_deleted,
        "leadTime": one.stages.total if one.stages else 0,
    }
    if one.stages:
        rep["leadTimeStages"] = _known(
            codingDurationMs=one.stages.coding,
            reviewDurationMs=one.stages.review,
            waitDurationMs=one.stages.wait,
            deployDurationMs=one.stages.deploy,
            totalLeadTimeMs=one.stages.total,
        )
    return rep


def _pull_request(one: PullRequest, status: str) -> dict[str, Any]:
    rep = {
        "id": one.id,
        "externalId": one.number,
        "title": one.title,
        "status": status,
        "author": one.author,
        "createTime": one.created_at,
        "baseCommitKey": one.base_commit,
        "headCommitKey": one.head_commit,
        "filesChanged": one.files_changed,
        "linesAdded": one.lines_added,
        "linesDeleted": one.lines_deleted,
        "url": one.url,
    }
    return rep | _known(mergeTime=one.merged_at, mergeCommitKey=one.merge_commit or None)


def _lead_time(one: PullRequest, by: Iterable[Deployment]) -> dict[str, int] | None:
    """How long it took (schema PullRequestLeadTimeRep), or None if nobody knows its beginning."""
    if one.first_commit_at is None:
        return None
    first, created, merged = one.first_commit_at, one.created_at, one.merged_at
    deployed = [(each.started_at, each.ended_at) for each in by if each.ended_at is not None]
    stages = [
        found
        for span in deployed
        if merged is not None and (found := Stages.of_pull_request(first, created, merged, span))
    ]
    waits = [each.wait for each in stages]
    deploys = [each.deploy for each in stages if each.deploy is not None]
    totals = [each.total for each in stages]
    return _known(
        codingDurationMs=max(0, created - first),
        reviewDurationMs=None if merged is None else max(0, merged - created),
        maxWaitDurationMs=max(waits, default=None),
        avgWaitDurationMs=_mean(waits),
        maxDeployDurationMs=max(deploys, default=None),
        avgDeployDurationMs=_mean(deploys),
        maxTotalLeadTimeMs=max(totals, default=None),
        avgTotalLeadTimeMs=_mean(totals),
    )


def _mean(durations: Sequence[int]) -> int | None:
    return round(sum(durations) / len(durations)) if durations else None


def _references(pull_requests_: Iterable[PullRequest]) -> dict[str, Any]:
    """What they did to flags in the code, added up for each flag."""
    added: dict[tuple[str, str], int] = defaultdict(int)
    removed: dict[tuple[str, str], int] = defaultdict(int)
    for one in pull_requests_:
        for each in one.references:
            added[one.project, each.flag] += each.added
            removed[one.project, each.flag] += each.removed
    return _collection(
        {
            "projectKey": project,
            "flagKey": flag,
            "referencesAdded": added[project, flag],
            "referencesRemoved": removed[project, flag],
        }
        for project, flag in sorted(added)
    )


def _collection(items: Iterable[dict[str, Any]]) -> dict[str, Any]:
    every = list(items)
    return {"totalCount": len(every), "items": every}


def _known(**fields: Any) -> dict[str, Any]:  # noqa: ANN401 (whatever JSON holds)
    """The fields that have a value."""
    return {name: value for name, value in fields.items() if value is not None}
