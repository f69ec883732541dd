"""`GET deployments`, `GET` and `PATCH deployments/{id}`.

Source: https://launchdarkly.com/docs/api/insights-deployments-beta
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, get_args
from urllib.parse import urlencode

from bot.local.insights import decisions
from bot.local.insights.api import Backend, Call, Reply
from bot.local.insights.charts import check_exists
from bot.local.insights.model import Deployment, Status, is_label
from bot.local.insights.params import Params
from bot.local.insights.problems import Failure, invalid, not_found
from bot.local.insights.selection import Listing
from bot.local.insights.store import Correction, Store

_EXPANSIONS: Final = ("pullRequests", "flagReferences")
_STATUSES: Final[tuple[Status, ...]] = get_args(Status)
_DEFAULT_LIMIT: Final = 20
_MAX_LIMIT: Final = 100
_MAX_OPERATIONS: Final = 20


def listed(backend: Backend, call: Call) -> Reply:
    """A page of deployments, newest start first (schema DeploymentCollectionRep)."""
    params = Params(call.query)
    scope = params.scope(required=("projectKey", "environmentKey"))
    start, end = params.window(call.now, decisions.DEFAULT_WINDOW_MS)
    kind, status = params.text("kind"), params.choice("status", _STATUSES)
    limit = params.whole("limit", _DEFAULT_LIMIT, least=1, most=_MAX_LIMIT)
    expand = params.choices("expand", _EXPANSIONS)
    after = _cursor(backend.store, params, "after")
    before = _cursor(backend.store, params, "before")
    if after and before:
        params.fail("before", "must not be given together with after")
    params.check()
    check_exists(backend.store, scope)
    listing = Listing(scope, start, end, kind, status)
    # One more than is shown tells whether there is another page.
    found = backend.store.page(listing, limit=limit + 1, after=after, before=before)
    shown = found[-limit:] if before else found[:limit]
    body = {
        "totalCount": backend.store.total(listing),
        "items": [_rep(backend.store, one, expand) for one in shown],
        "_links": _links(call, shown, more=len(found) > limit),
    }
    return Reply(body)


def _links(call: Call, shown: Sequence[Deployment], *, more: bool) -> dict[str, Any]:
    """Where the list goes on: with more in the direction of reading, and where that came from."""
    came_from = {name for name in ("after", "before") if call.query.get(name)}
    links = {"self": _link(call, {})}
    if shown and (more or "before" in came_from):
        links["next"] = _link(call, {"after": shown[-1].id})
    if shown and ("after" in came_from or ("before" in came_from and more)):
        links["prev"] = _link(call, {"before": shown[0].id})
    return links


def single(backend: Backend, call: Call) -> Reply:
    """One deployment (schema DeploymentRep)."""
    params = Params(call.query)
    expand = params.choices("expand", _EXPANSIONS)
    params.check()
    return Reply(_rep(backend.store, _found(backend.store, call), expand))


def patch(backend: Backend, call: Call) -> Reply:
    """Correct a deployment by hand with a JSON Patch (RFC 6902) of its simple fields."""
    deployment = _found(backend.store, call)
    correction = read_patch(call.json(), deployment)
    ends = correction.status in {"failed", "finished"} and deployment.ended_at is None
    if ends:
        correction = replace(correction, ended_at=call.now)
    backend.store.correct(deployment.id, correction)
    return Reply(_rep(backend.store, _found(backend.store, call), frozenset()))


def read_patch(document: object, deployment: Deployment) -> Correction:
    """Read a JSON Patch.

    LaunchDarkly documents neither which fields may be changed nor a 422 for a patch that does not
    apply, so `status`, `kind` and `archived` may be, and everything else is a 400.

    Args:
        document: A list of operations; `replace`, `add` and `test`.
        deployment: What it is to be applied to.

    Raises:
        ProblemError: A 400 that names the first operation that cannot be applied.
    """
    if not isinstance(document, list) or not document:
        raise invalid(Failure("patch", "must be a list of JSON Patch operations"))
    if len(document) > _MAX_OPERATIONS:
        raise invalid(Failure("patch", f"must have at most {_MAX_OPERATIONS} operations"))
    fields: dict[str, Any] = {
        "status": deployment.status,
        "kind": deployment.kind,
        "archived": deployment.archived,
    }
    before = dict(fields)
    for number, operation in enumerate(document):
        _apply(operation, fields, at=f"/{number}")
    return Correction(**{name: value for name, value in fields.items() if value != before[name]})


def _apply(operation: object, fields: dict[str, Any], *, at: str) -> None:
    if not isinstance(operation, dict) or "value" not in operation:
        raise invalid(Failure(at, "must be an operation with op, path and value"))
    path, value = operation.get("path"), operation["value"]
    name = path.removeprefix("/") if isinstance(path, str) and path.startswith("/") else ""
    if name not in fields:
        raise invalid(Failure(f"{at}/path", f"must be one of /{', /'.join(fields)}"))
    match operation.get("op"):
        case "replace" | "add":
            fields[name] = _checked(name, value, at)
        case "test":
            if fields[name] != value:
                raise invalid(Failure(f"{at}/value", f"is not the present value of {path}"))
        case _:
            raise invalid(Failure(f"{at}/op", "must be one of replace, add, test"))


def _checked(name: str, value: object, at: str) -> object:
    problems = {
        "status": f"must be one of {', '.join(_STATUSES)}" if value not in _STATUSES else None,
        "archived": None if isinstance(value, bool) else "must be true or false",
        "kind": None if is_label(value) else "must be text without control characters",
    }
    if problem := problems[name]:
        raise invalid(Failure(f"{at}/value", problem))
    return value


def _found(store: Store, call: Call) -> Deployment:
    deployment_id = call.place["deploymentID"]
    deployment = store.deployment(deployment_id) if is_label(deployment_id) else None
    if deployment is None:
        raise not_found(f"Unknown deployment {deployment_id!r}")
    return deployment


def _cursor(store: Store, params: Params, name: str) -> Deployment | None:
    deployment_id = params.text(name)
    if deployment_id is None:
        return None
    deployment = store.deployment(deployment_id)
    if deployment is None:
        params.fail(name, "must be a cursor from a link of an earlier answer")
    return deployment


def _link(call: Call, cursor: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in call.query.items() if name not in {"after", "before"}}
    query = urlencode({**kept, **cursor}) if cursor else urlencode(call.query)
    return {"href": call.path + (f"?{query}" if query else ""), "type": "application/json"}


def _rep(store: Store, deployment: Deployment, expand: frozenset[str]) -> dict[str, Any]:
    """A deployment as LaunchDarkly shows it; of code and people this server knows nothing."""
    rep: dict[str, Any] = {
        "id": deployment.id,
        "applicationKey": deployment.subject.application,
        "applicationVersion": deployment.subject.version,
        "environmentKey": deployment.subject.environment,
        "startedAt": deployment.started_at,
        "status": deployment.status,
        "kind": deployment.kind,
        "active": store.is_active(deployment),
        "archived": deployment.archived,
        "metadata": dict(deployment.metadata),
        "numberOfContributors": 0,
        "numberOfPullRequests": 0,
        "linesAdded": 0,
        "linesDeleted": 0,
        "leadTime": 0,
    }
    if deployment.ended_at is not None:
        rep["endedAt"] = deployment.ended_at
        rep["durationMs"] = deployment.ended_at - deployment.started_at
    for name in expand:
        rep[name] = {"totalCount": 0, "items": []}
    return rep
