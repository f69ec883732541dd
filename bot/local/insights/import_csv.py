"""Deployments from a file with the columns application, version and released_at."""

from pathlib import Path

from bot.local.insights.import_file import import_file
from bot.local.insights.importing import ImportSummary, Progress
from bot.local.insights.kinds import DEPLOYMENTS
from bot.local.insights.store import Store


def import_csv(  # noqa: PLR0913 (one use case; all but two are keywords)
    path: Path,
    store: Store,
    *,
    project: str,
    environment: str,
    now: int | None = None,
    progress: Progress | None = None,
) -> ImportSummary:
    """Read finished deployments from a file; reading it twice changes nothing.

    Args:
        path: UTF-8 with a header line; further columns are ignored.
        store: Where they go.
        project: Their project's key.
        environment: Their environment's key.
        now: The present in epoch milliseconds, if what lies in the future is to be left out.
        progress: Told how much is read, and how much there is.

    Raises:
        ImportingError: If there is no such file, or its columns are others.
    """
    return import_file(
        path,
        store,
        DEPLOYMENTS,
        project=project,
        environment=environment,
        now=now,
        progress=progress,
    )
