"""What was probably meant: keys that LaunchDarkly knows, in place of those it does not."""

import contextlib
from collections.abc import Collection
from difflib import get_close_matches
from typing import Final

from bot.catalog import Kind, Name
from bot.grammar.errors import Lacking, UsageError
from bot.grammar.hints import meant
from bot.insights.errors import InsightsError, NotFoundError
from bot.query import Query
from bot.request import Request, line
from handlers.desk import Desk

_MOST_NAMED: Final = 10
_MOST_READ: Final = 100
"""As many keys are read at most; where there are so many, one that is not among them may exist."""


def completed(error: UsageError, kind: Kind, desk: Desk) -> UsageError:
    """Say what a missing key can be; what LaunchDarkly does not tell is left out."""
    lacking = error.lacking
    with contextlib.suppress(InsightsError):
        if lacking and lacking.parameter == "projectKey":
            return _with_keys(error, kind, lacking, desk.knows.project_keys())
        if lacking and lacking.project:
            return _with_keys(error, kind, lacking, desk.knows.environment_keys(lacking.project))
    return error


def _with_keys(
    error: UsageError, kind: Kind, lacking: Lacking, known: tuple[str, ...]
) -> UsageError:
    """The keys that there are, and the line that was typed with one of them."""
    if not known:
        return error
    where = "LaunchDarkly" if lacking.parameter == "projectKey" else lacking.project
    needed: dict[Name, str] = (
        {"environmentKey": "production"} if "environmentKey" in kind.required else {}
    )
    whole = line({**needed, **lacking.said, lacking.parameter: min(known)})
    return UsageError(f"{error} {where} has {_listed(known)}.", example=f"{kind.command} {whole}")


def suggesting(error: InsightsError, request: Request, desk: Desk) -> InsightsError:
    """Say which key LaunchDarkly does not know, and what was probably meant."""
    if not isinstance(error, NotFoundError):
        return error
    with contextlib.suppress(InsightsError):
        known = desk.knows.project_keys()
        for query in request.queries:
            if query.project is not None and _is_missing(query.project, known):
                sentence = f"LaunchDarkly knows no project “{query.project}”."
                return NotFoundError(sentence, _probably(request, query, known) or error.remedy)
        return _within(error, request, desk)
    return error


def _is_missing(key: str, known: Collection[str]) -> bool:
    """Whether a key surely does not exist."""
    return key not in known and len(known) < _MOST_READ


def _within(error: InsightsError, request: Request, desk: Desk) -> InsightsError:
    """The projects are known; say what of them is not."""
    for query in request.queries:
        if query.project is None or not query.environment:
            continue
        known = desk.knows.environment_keys(query.project)
        if _is_missing(query.environment, known):
            sentence = f"{query.project} has no environment “{query.environment}”."
            return NotFoundError(sentence, _nearest(query.environment, known) or error.remedy)
    return _applications(error, request)


def _applications(error: InsightsError, request: Request) -> InsightsError:
    """Name the applications that were asked for: which of several is missing, nobody tells."""
    projects = tuple(dict.fromkeys(query.project for query in request.queries if query.project))
    asked = tuple(dict.fromkeys(app for query in request.queries for app in query.applications))
    if not projects or not asked:
        return error
    knows = f"LaunchDarkly knows {' and '.join(projects)}, but not"
    if len(projects) == len(asked) == 1:
        return NotFoundError(f"{knows} its application “{asked[0]}”.", error.remedy)
    where = "in it" if len(projects) == 1 else "in each of them"
    sentence = f"{knows} every one of these applications {where}: {', '.join(asked)}."
    return NotFoundError(sentence, error.remedy)


def _nearest(word: str, known: tuple[str, ...]) -> str:
    if near := get_close_matches(word, known, n=1):
        return f"Did you mean “{near[0]}”?"
    return f"It has {_listed(known)}." if known else ""


def _listed(known: tuple[str, ...]) -> str:
    """The first few keys, and how many there are besides."""
    more = len(known) - _MOST_NAMED
    few = ", ".join(sorted(known)[:_MOST_NAMED])
    return f"{few} and {f'{more} ' if len(known) < _MOST_READ else ''}more" if more > 0 else few


def _probably(request: Request, query: Query, known: tuple[str, ...]) -> str:
    """The nearest project or option (a first word that is none is read as a project), or all."""
    project = query.project or ""
    if near := get_close_matches(project, known, n=1):
        return f"Did you mean “{near[0]}”?"
    if request.compared == "project":
        return "To compare applications, type for example: compare app web,api."
    if option := meant(query.kind, project):
        return f"Did you mean “{option[0]}”? For example: {query.kind.command} {option[1]}"
    return f"It knows {_listed(known)}." if known else ""
