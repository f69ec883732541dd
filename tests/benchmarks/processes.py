"""What processes hold in memory and how long they have worked, as the system tells it (Linux)."""

import os
from pathlib import Path


def descendants(pid: int) -> list[int]:
    """All processes below one, whichever of its threads started them."""
    found = []
    for listed in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in _read(listed).split():
            found += [int(child), *descendants(int(child))]
    return found


def resident_mb(pid: int) -> float:
    """The resident set size."""
    return _megabytes(Path(f"/proc/{pid}/status"), "VmRSS:")


def tree_mb(pid: int) -> float:
    """What a process and all below it hold; what several share is counted once (PSS)."""
    tree = [pid, *descendants(pid)]
    return sum(_megabytes(Path(f"/proc/{each}/smaps_rollup"), "Pss:") for each in tree)


def busy_seconds(pid: int) -> float:
    """How long a process has worked so far, all its threads together."""
    fields = _read(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()
    return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK") if fields else 0.0


def _megabytes(file: Path, field: str) -> float:
    for line in _read(file).splitlines():
        if line.startswith(field):
            return int(line.split()[1]) / 1024
    return 0.0


def _read(file: Path) -> str:
    """A file of /proc; empty if its process has ended."""
    try:
        return file.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""
