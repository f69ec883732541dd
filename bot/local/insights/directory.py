"""Who asks and what there is: versions, caller-identity, projects, environments, applications.

Clients use these to check themselves and to suggest keys; what has nothing to do with
deployments is filled in with what a new account would have.

Source: https://launchdarkly.com/docs/api/other, .../projects, .../environments, .../applications
"""

from collections.abc import Callable, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from bot.local.insights.api import Backend, Call, Reply
from bot.local.insights.ids import object_id
from bot.local.insights.params import Params
from bot.local.insights.problems import not_found
from bot.local.insights.stored.places import Named

_VERSIONS: Final = (20191212, 20210729, 20220603, 20240415)
_MAX_LIMIT: Final = 100
_SORTS: Final = ("name", "-name", "createdOn", "-createdOn", "creationDate", "-creationDate")
_NO_SDK_KEY: Final = "00000000-0000-0000-0000-000000000000"
"""Environments must have SDK keys; there is nothing here to evaluate flags with them."""


def versions(_: Backend, call: Call) -> Reply:
    """The API's versions (schema VersionsRep): a cheap probe for the beta header."""
    body = {
        "validVersions": list(_VERSIONS),
        "latestVersion": _VERSIONS[-1],
        "currentVersion": _VERSIONS[-1],
        "beta": call.is_beta,
    }
    return Reply(body)


def caller_identity(_: Backend, call: Call) -> Reply:
    """Whose token it is (schema CallerIdentityRep)."""
    body = {
        "accountId": object_id("account"),
        "authKind": "token",
        "tokenKind": "auth",
        "tokenName": f"Local {call.role}",
        "tokenId": object_id(call.token),
        "serviceToken": True,
    }
    return Reply(body)


def projects(backend: Backend, call: Call) -> Reply:
    """The projects that events have named (schema Projects)."""
    return Reply(_collection(call, backend.store.places.projects(), _project, limit=20))


def environments(backend: Backend, call: Call) -> Reply:
    """The environments of a project that events have named (schema Environments)."""
    project = call.place["projectKey"]
    if project not in {one.key for one in backend.store.places.projects()}:
        raise not_found(f"Unknown project key {project!r}")
    found = backend.store.places.environments(project)
    return Reply(_collection(call, found, lambda one: _environment(project, one), limit=20))


def applications(backend: Backend, call: Call) -> Reply:
    """The applications that events have named (schema ApplicationCollectionRep)."""
    return Reply(_collection(call, backend.store.places.applications(), _application, limit=10))


def _collection(
    call: Call, found: Sequence[Named], rep: Callable[[Named], dict[str, Any]], *, limit: int
) -> dict[str, Any]:
    """A page of what was found, filtered and sorted as asked."""
    params = Params(call.query)
    limit = params.whole("limit", limit, least=1, most=_MAX_LIMIT)
    offset = params.whole("offset", 0, least=0, most=10**9)
    sort = params.choice("sort", _SORTS) or "name"
    keep = _filter(params)
    params.check()
    kept = sorted(filter(keep, found), key=_sort_key(sort), reverse=sort.startswith("-"))
    return {
        "totalCount": len(kept),
        "items": [rep(one) for one in kept[offset : offset + limit]],
        "_links": _links(call, limit=limit, offset=offset, total=len(kept)),
    }


def _sort_key(sort: str) -> Callable[[Named], tuple[str | int, str]]:
    if sort.endswith("name"):
        return lambda one: (one.name.casefold(), one.key)
    return lambda one: (one.created_at, one.key)


def _filter(params: Params) -> Callable[[Named], bool]:
    """The documented filters that apply here: `query:text` and `keys:a|b`."""
    field, colon, wanted = (params.text("filter") or "").partition(":")
    wanted = wanted.casefold()
    match field:
        case "":
            return lambda _: True
        case "query" if colon:
            return lambda one: wanted in one.key.casefold() or wanted in one.name.casefold()
        case "keys" if colon:
            return lambda one: one.key.casefold() in wanted.split("|")
        case _:
            params.fail("filter", "must be query:TEXT or keys:KEY|KEY")
            return lambda _: True


def _links(call: Call, *, limit: int, offset: int, total: int) -> dict[str, Any]:
    def link(at: int) -> dict[str, str]:
        query = urlencode({**call.query, "limit": limit, "offset": at})
        return {"href": f"{call.path}?{query}", "type": "application/json"}

    links = {"self": link(offset)}
    if offset > 0:
        links |= {"first": link(0), "prev": link(max(0, offset - limit))}
    if offset + limit < total:
        links |= {"next": link(offset + limit), "last": link((total - 1) // limit * limit)}
    return links


def _project(one: Named) -> dict[str, Any]:
    return {
        "_id": object_id("project", one.key),
        "_links": {"self": _self(f"/api/v2/projects/{one.key}")},
        "key": one.key,
        "name": one.name,
        "includeInSnippetByDefault": False,
        "defaultClientSideAvailability": {"usingMobileKey": False, "usingEnvironmentId": False},
        "tags": [],
    }


def _environment(project: str, one: Named) -> dict[str, Any]:
    return {
        "_id": object_id("environment", project, one.key),
        "_links": {"self": _self(f"/api/v2/projects/{project}/environments/{one.key}")},
        "key": one.key,
        "name": one.name,
        "apiKey": f"sdk-{_NO_SDK_KEY}",
        "mobileKey": f"mob-{_NO_SDK_KEY}",
        "color": "417505",
        "defaultTtl": 0,
        "secureMode": False,
        "defaultTrackEvents": False,
        "requireComments": False,
        "confirmChanges": False,
        "tags": [],
        "critical": False,
    }


def _application(one: Named) -> dict[str, Any]:
    return {
        "_links": {"self": _self(f"/api/v2/applications/{one.key}")},
        "_version": 1,
        "autoAdded": True,
        "creationDate": one.created_at,
        "key": one.key,
        "kind": one.kind,
        "name": one.name,
    }


def _self(href: str) -> dict[str, str]:
    return {"href": href, "type": "application/json"}
