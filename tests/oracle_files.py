"""Where independent numbers and real histories lie: outside of the checkout, and of its history."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_BESIDE = Path(__file__).parents[1].parent / "shared" / "oracles"
FOLDER = Path(os.environ.get("DRUMBEAT_ORACLES") or _BESIDE)
"""The folder named by DRUMBEAT_ORACLES, or one kept beside the checkout."""
DATA = FOLDER.parent / "data"
"""Real histories, beside the oracles."""


def documents() -> Iterator[tuple[str, dict[str, Any]]]:
    """The name and content of each oracle that is an object, in the order of their names."""
    for file in sorted(FOLDER.glob("*.json")):
        document = json.loads(file.read_text("utf-8"))
        if isinstance(document, dict):
            yield file.stem, document
