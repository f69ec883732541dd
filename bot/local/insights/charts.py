"""`GET charts/deployments/frequency`.

Source: https://launchdarkly.com/docs/api/insights-charts-beta
"""

from bot.local.insights import frequency
from bot.local.insights.api import Backend, Call, Reply
from bot.local.insights.problems import not_found
from bot.local.insights.selection import Scope
from bot.local.insights.store import Store


def deployment_frequency(backend: Backend, call: Call) -> Reply:
    """The chart of how often was deployed."""
    ask = frequency.parse(call.query, now=call.now, config=backend.config)
    check_exists(backend.store, ask.scope)
    counts = backend.store.count(ask.scope, ask.buckets, ask.group_by)
    return Reply(frequency.chart(ask, counts, now=call.now, config=backend.config))


def check_exists(store: Store, scope: Scope) -> None:
    """Refuse what is not there, whatever could be said about it.

    Raises:
        ProblemError: A 404 that names the first unknown key.
    """
    if scope.project is not None and scope.project not in {
        one.key for one in store.places.projects()
    }:
        raise not_found(f"Unknown project key {scope.project!r}")
    if scope.environment is not None and scope.environment not in {
        one.key for one in store.places.environments(scope.project)
    }:
        where = f" in project {scope.project!r}" if scope.project else ""
        raise not_found(f"Unknown environment key {scope.environment!r}{where}")
    if unknown := store.places.unknown_applications(scope.applications):
        raise not_found(f"Unknown application key {unknown[0]!r}")
