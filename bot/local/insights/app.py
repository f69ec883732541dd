"""The door: HTTP in, one function of `ROUTES` called, HTTP out.

Source: https://launchdarkly.com/docs/api (sections "Authentication", "Beta resources", "Errors")
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bot.local.insights import (
    charts,
    deployments,
    directory,
    events,
    flag_events,
    kinds,
    moments,
    posts,
    problems,
    pull_requests,
    scores,
)
from bot.local.insights.api import Backend, Call, Function, Reply
from bot.local.insights.config import Config
from bot.local.insights.faults import Faults, Received, Record
from bot.local.insights.limits import Limiter
from bot.local.insights.misbehaving import failing, follow_closing
from bot.local.insights.problems import ProblemError
from bot.local.insights.store import Store, StoreError
from bot.local.insights.tokens import Role, Tokens

_MAX_BODY: Final = 1024 * 1024
_LIMITS: Final = web.RequestKey("limits", dict[str, str])
"""Where a request keeps the rate-limit headers of its answer, whatever that will be."""
_INSIGHTS: Final = "/api/v2/engineering-insights"


@dataclass(frozen=True, slots=True)
class Route:
    """A verb and a pattern, what answers them, and who may ask."""

    method: str
    pattern: str
    function: Function
    beta: bool = True
    writes: bool = False


ROUTES: Final = (
    Route("GET", f"{_INSIGHTS}/charts/deployments/frequency", charts.deployment_frequency),
    Route("GET", f"{_INSIGHTS}/charts/releases/frequency", charts.release_frequency),
    Route("GET", f"{_INSIGHTS}/charts/lead-time", charts.lead_times),
    Route("GET", f"{_INSIGHTS}/charts/flags/stale", charts.stale_flags),
    Route("GET", f"{_INSIGHTS}/charts/flags/status", charts.flag_status),
    # LaunchDarkly decided not to ask those who send events for the beta header.
    Route("POST", f"{_INSIGHTS}/deployment-events", events.create, beta=False, writes=True),
    Route("GET", f"{_INSIGHTS}/deployments", deployments.listed),
    Route("GET", f"{_INSIGHTS}/deployments/{{deploymentID}}", deployments.single),
    Route("PATCH", f"{_INSIGHTS}/deployments/{{deploymentID}}", deployments.patch, writes=True),
    Route("GET", f"{_INSIGHTS}/flag-events", flag_events.listed),
    Route("GET", f"{_INSIGHTS}/pull-requests", pull_requests.listed),
    Route("GET", f"{_INSIGHTS}/insights/scores", scores.scores),
    *(
        Route("POST", f"/local/{name}", posts.posting(kind), beta=False, writes=True)
        for name, kind in kinds.IMPORTED.items()
    ),
    Route("GET", "/api/v2/versions", directory.versions, beta=False),
    Route("GET", "/api/v2/caller-identity", directory.caller_identity, beta=False),
    Route("GET", "/api/v2/projects", directory.projects, beta=False),
    Route("GET", "/api/v2/projects/{projectKey}/environments", directory.environments, beta=False),
    Route("GET", "/api/v2/applications", directory.applications),
)


def create_app(  # noqa: PLR0913 (what the server is made of, each with a default)
    store: Store,
    *,
    tokens: Tokens,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    config: Config | None = None,
    limiter: Limiter | None = None,
    faults: Faults | None = None,
    record: Record | None = None,
) -> web.Application:
    """Make a server that answers as LaunchDarkly documents.

    Args:
        store: The deployments; the caller closes it.
        tokens: Which access tokens are taken.
        clock: The present (aware).
        config: Bounds and the largest answers.
        limiter: Rate limits; none unless given.
        faults: Where tests put what is to go wrong.
        record: Where requests are kept.
    """
    backend = Backend(store, config or Config())
    door = _Door(backend, tokens, clock, limiter or Limiter())
    app = web.Application(
        client_max_size=_MAX_BODY,
        middlewares=[
            _recording(record or Record()),
            failing(faults or Faults(), clock),
            _explaining(clock),
        ],
    )
    for route in ROUTES:
        app.router.add_route(route.method, route.pattern, door.handler(route))
    follow_closing(app)
    return app


@dataclass(frozen=True, slots=True)
class _Door:
    """Checks each request before its function sees it."""

    backend: Backend
    tokens: Tokens
    clock: Callable[[], datetime]
    limiter: Limiter

    def handler(self, route: Route) -> Handler:
        """What aiohttp calls for a route."""

        async def handle(request: web.Request) -> web.Response:
            now = moments.to_ms(self.clock())
            token = request.headers.get("Authorization", "")
            role = self._admit(request, route, token, now)
            call = Call(
                path=request.path,
                query=_first_of_each(request.query.items()),
                place=dict(request.match_info),
                body=await request.read(),
                role=role,
                token=token,
                is_beta=_is_beta(request),
                now=now,
            )
            return _response(route.function(self.backend, call))

        return handle

    def _admit(self, request: web.Request, route: Route, token: str, now: int) -> Role:
        """Let a request in, or raise why not; the order is who, how often, what."""
        role = self.tokens.role(token)
        if role is None:
            raise problems.unauthorized()
        request[_LIMITS] = self.limiter.admit(
            route=f"{route.method} {route.pattern}",
            token=token,
            address=request.remote or "",
            now=now,
        )
        if route.beta and not _is_beta(request):
            raise problems.beta_header_missing()
        if route.writes and role != "writer":
            raise problems.forbidden("This needs an access token with the Writer role")
        return role


def _is_beta(request: web.Request) -> bool:
    return request.headers.get("LD-API-Version") == "beta"


def _first_of_each(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in pairs:
        found.setdefault(name, value)
    return found


def _response(reply: Reply) -> web.Response:
    if reply.body is None:
        return web.Response(status=reply.status)
    return web.json_response(reply.body, status=reply.status, dumps=_dumps)


def _dumps(document: object) -> str:
    return json.dumps(document, separators=(",", ":"))


# -- around every request ---------------------------------------------------------------------


def _explaining(clock: Callable[[], datetime]) -> Middleware:
    """Turn every refusal into LaunchDarkly's error JSON; date every answer by our clock."""

    @web.middleware
    async def explain(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            answer = await handler(request)
        except ProblemError as problem:
            answer = _refusal(problem)
        except StoreError as error:
            answer = _refusal(ProblemError(503, "service_unavailable", str(error)))
        except web.HTTPException as error:
            unknown = problems.not_found("Unknown resource")
            answer = _refusal(_HTTP_PROBLEMS.get(error.status, unknown))
        answer.headers.update(request.get(_LIMITS, {}))
        answer.headers["Date"] = moments.http_date(clock())
        return answer

    return explain


def _refusal(problem: ProblemError) -> web.Response:
    response = _response(Reply(problem.body(), problem.status))
    response.headers.update(problem.headers)
    return response


_HTTP_PROBLEMS: Final = {
    405: ProblemError(405, "method_not_allowed", "Method not allowed"),
    413: ProblemError(413, "invalid_request", f"The body is larger than {_MAX_BODY} bytes"),
}


def _recording(record: Record) -> Middleware:
    @web.middleware
    async def keep(request: web.Request, handler: Handler) -> web.StreamResponse:
        headers = {name.lower(): value for name, value in request.headers.items()}
        query = _first_of_each(request.query.items())
        record.add(Received(request.method, request.path, query, headers))
        return await handler(request)

    return keep
