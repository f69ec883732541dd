"""`GET pull-requests`.

Source: https://launchdarkly.com/docs/api/insights-pull-requests-beta/get-pull-requests
"""

from typing import Final, cast

from bot.local.insights import decisions, reps
from bot.local.insights.api import Backend, Call, Reply
from bot.local.insights.existing import check_exists
from bot.local.insights.paging import Page
from bot.local.insights.params import Params
from bot.local.insights.selection import PullRequestListing, Sort

_STATUSES: Final = ("open", "merged", "closed", "deployed")
_EXPANSIONS: Final = ("deployments", "flagReferences", "leadTime")
_SORTS: Final = ("leadTime", "-leadTime")


def listed(backend: Backend, call: Call) -> Reply:
    """A page of pull requests (schema PullRequestCollectionRep), the newest first unless sorted."""
    params, pull_requests = Params(call.query), backend.store.pull_requests
    sort = params.choice("sort", _SORTS)
    required = ("projectKey", "environmentKey") if sort else ("projectKey",)
    scope = params.scope(required=required)
    start, end = params.window(call.now, decisions.DEFAULT_WINDOW_MS)
    status, query = params.choice("status", _STATUSES), params.text("query")
    listing = PullRequestListing(scope, start, end, status, query, cast("Sort | None", sort))
    expand = params.choices("expand", _EXPANSIONS)
    page = Page.read(params, lambda id_: pull_requests.one(id_, listing))
    params.check()
    check_exists(backend.store, scope)
    found = pull_requests.page(listing, limit=page.enough, after=page.after, before=page.before)
    items = reps.pull_requests(backend.store, page.shown(found), scope.environment, expand)
    return Reply(page.answer(call, found, items, pull_requests.total(listing)))
