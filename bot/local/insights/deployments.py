"""`GET deployments`, `GET` and `PATCH deployments/{id}`.

Source: https://launchdarkly.com/docs/api/insights-deployments-beta
"""

from dataclasses import replace
from typing import Any, Final, get_args

from bot.local.insights import decisions, reps
from bot.local.insights.api import Backend, Call, Reply
from bot.local.insights.existing import check_exists
from bot.local.insights.model import Deployment, Status, is_label
from bot.local.insights.paging import Page
from bot.local.insights.params import Params
from bot.local.insights.problems import Failure, invalid, not_found
from bot.local.insights.selection import Listing
from bot.local.insights.store import Correction, Store

_EXPANSIONS: Final = ("pullRequests", "flagReferences")
_STATUSES: Final[tuple[Status, ...]] = get_args(Status)
_MAX_OPERATIONS: Final = 20


def listed(backend: Backend, call: Call) -> Reply:
    """A page of deployments, newest start first (schema DeploymentCollectionRep)."""
    params, store = Params(call.query), backend.store
    scope = params.scope(required=("projectKey", "environmentKey"))
    start, end = params.window(call.now, decisions.DEFAULT_WINDOW_MS)
    kind, status = params.text("kind"), params.choice("status", _STATUSES)
    expand = params.choices("expand", _EXPANSIONS)
    page = Page.read(params, store.deployment)
    params.check()
    check_exists(store, scope)
    listing = Listing(scope, start, end, kind, status)
    found = store.page(listing, limit=page.enough, after=page.after, before=page.before)
    items = reps.deployments(store, page.shown(found), expand)
    return Reply(page.answer(call, found, items, store.total(listing)))


def single(backend: Backend, call: Call) -> Reply:
    """One deployment (schema DeploymentRep)."""
    params = Params(call.query)
    expand = params.choices("expand", _EXPANSIONS)
    params.check()
    return Reply(_rep(backend.store, call, expand))


def patch(backend: Backend, call: Call) -> Reply:
    """Correct a deployment by hand with a JSON Patch (RFC 6902) of its simple fields."""
    deployment = _found(backend.store, call)
    correction = read_patch(call.json(), deployment)
    ends = correction.status in {"failed", "finished"} and deployment.ended_at is None
    if ends:
        correction = replace(correction, ended_at=call.now)
    backend.store.correct(deployment.id, correction)
    return Reply(_rep(backend.store, call))


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


def _rep(store: Store, call: Call, expand: frozenset[str] = frozenset()) -> dict[str, Any]:
    (rep,) = reps.deployments(store, [_found(store, call)], expand)
    return rep
