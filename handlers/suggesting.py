"""What was probably meant: keys that LaunchDarkly knows, in place of those it does not."""

import contextlib
from difflib import get_close_matches
from typing import Final

from bot.catalog import Kind
from bot.grammar.errors import UsageError
from bot.grammar.hints import meant
from bot.insights.errors import InsightsError, NotFoundError
from bot.query import Query
from bot.request import Request
from handlers.desk import Desk

_MOST_NAMED: Final = 10


def completed(error: UsageError, kind: Kind, desk: Desk) -> UsageError:
    """Say what a missing key can be; what LaunchDarkly does not tell is left out."""
    with contextlib.suppress(InsightsError):
        if error.missing == "projectKey":
            return _with_keys(error, kind, desk.knows.project_keys(), "project")
        if error.missing == "environmentKey" and error.project:
            known = desk.knows.environment_keys(error.project)
            return _with_keys(error, kind, known, f"project {error.project} env")
    return error


def _with_keys(error: UsageError, kind: Kind, known: tuple[str, ...], before: str) -> UsageError:
    if not known:
        return error
    where = error.project or "LaunchDarkly"
    needed = " env production" if before == "project" and "environmentKey" in kind.required else ""
    return UsageError(
        f"{error} {where} has {', '.join(sorted(known)[:_MOST_NAMED])}.",
        example=f"{kind.command} {before} {min(known)}{needed}",
    )


def suggesting(error: InsightsError, request: Request, desk: Desk) -> InsightsError:
    """Say which key LaunchDarkly does not know, and what was probably meant."""
    if not isinstance(error, NotFoundError):
        return error
    with contextlib.suppress(InsightsError):
        known = desk.knows.project_keys()
        for query in request.queries:
            if query.project is not None and query.project not in known:
                sentence = f"LaunchDarkly knows no project “{query.project}”."
                return NotFoundError(sentence, _probably(request, query, known) or error.remedy)
        return _within(error, request, desk)
    return error


def _within(error: InsightsError, request: Request, desk: Desk) -> InsightsError:
    """The project is known; say what of it is not."""
    for query in request.queries:
        if query.project is None:
            continue
        if query.environment:
            known = desk.knows.environment_keys(query.project)
            if query.environment not in known:
                sentence = f"{query.project} has no environment “{query.environment}”."
                return NotFoundError(sentence, _nearest(query.environment, known) or error.remedy)
        if query.applications:
            listed = ", ".join(query.applications)
            sentence = f"LaunchDarkly knows {query.project}, but not its application “{listed}”."
            return NotFoundError(sentence, error.remedy)
    return error


def _nearest(word: str, known: tuple[str, ...]) -> str:
    if near := get_close_matches(word, known, n=1):
        return f"Did you mean “{near[0]}”?"
    return f"It has {', '.join(sorted(known)[:_MOST_NAMED])}." if known else ""


def _probably(request: Request, query: Query, known: tuple[str, ...]) -> str:
    """The nearest project or option (a first word that is none is read as a project), or all."""
    project = query.project or ""
    if near := get_close_matches(project, known, n=1):
        return f"Did you mean “{near[0]}”?"
    if request.compared == "project":
        return "To compare applications, type for example: compare app web,api."
    if option := meant(query.kind, project):
        return f"Did you mean “{option[0]}”? For example: {query.kind.command} {option[1]}"
    return f"It knows {', '.join(sorted(known)[:_MOST_NAMED])}." if known else ""
