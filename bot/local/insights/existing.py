"""Whether what a request names is there at all."""

from bot.local.insights.problems import Failure, not_found
from bot.local.insights.selection import Scope
from bot.local.insights.store import Store


def check_exists(store: Store, scope: Scope) -> None:
    """Refuse what is not there, whatever could be said about it.

    Raises:
        ProblemError: A 404 that names the first unknown key.
    """
    if missing := missing_from(store, scope):
        raise not_found(missing.reason)


def missing_from(store: Store, scope: Scope) -> Failure | None:
    """The first unknown key of a scope, or None."""
    places = store.places
    if scope.project is not None and scope.project not in {one.key for one in places.projects()}:
        return Failure("projectKey", f"Unknown project key {scope.project!r}")
    if scope.environment is not None and scope.environment not in {
        one.key for one in places.environments(scope.project)
    }:
        where = f" in project {scope.project!r}" if scope.project else ""
        return Failure("environmentKey", f"Unknown environment key {scope.environment!r}{where}")
    if unknown := places.unknown_applications(scope.applications):
        return Failure("applicationKey", f"Unknown application key {unknown[0]!r}")
    return None
