"""Who draws, each in a process of its own that is asked line by line and watched from outside.

The peers live in out/peers, where `make peers` puts them; one that is not there is not started.
"""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final, Literal

from tests.benchmarks.cases import Chart
from tests.benchmarks.processes import tree_mb

_ROOT: Final = Path(__file__).parents[2]
_SCRIPTS: Final = Path(__file__).with_name("peers")
_PEERS: Final = _ROOT / "out" / "peers"
_MODULES: Final = _PEERS / "node_modules"
_PYTHON: Final = str(_PEERS / "python" / "bin" / "python")
_NODE_PEERS: Final = str(_MODULES / ".package-lock.json")
_PATIENCE: Final = 60.0

Kind = Literal["ours", "plain", "peer", "tuned"]


class Stopped(Exception):  # noqa: N818 - what happened to it
    """A contender's process ended, or did not answer; the message is what it said last."""


@dataclass(frozen=True, slots=True)
class Contender:
    """Who draws.

    Attributes:
        name: What it is called in a narrow table.
        kind: What it is compared as; `tuned` is a peer made faster than it comes, by another
            library or by a way that suits these charts only.
        command: What starts it.
        needs: Commands on the PATH, or files, without which it cannot start.
    """

    name: str
    kind: Kind
    command: tuple[str, ...]
    needs: tuple[str, ...] = ()

    def missing(self) -> list[str]:
        """What has to be installed first: a command, or what `make peers` installs."""
        absent = [Path(need) for need in self.needs if not shutil.which(need, os.F_OK)]
        return ["make peers" if need.is_absolute() else need.name for need in absent]


def _here(module: str, *arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", f"tests.benchmarks.peers.{module}", *arguments)


def _there(module: str) -> tuple[str, ...]:
    return (_PYTHON, "-m", f"tests.benchmarks.peers.{module}")


def _node(script: str, *arguments: str) -> tuple[str, ...]:
    return ("node", str(_SCRIPTS / script), *arguments)


OURS: Final = Contender("Drumbeat", "ours", _here("ours"))
_NODE: Final = ("node", _NODE_PEERS)
_PAGE: Final = ("chromium", _NODE_PEERS)  # Playwright is here: the browser tests need it too
CONTENDERS: Final = (
    OURS,
    Contender("plain Matplotlib", "plain", _here("plain")),
    Contender("ECharts, sharp", "peer", _node("echarts.cjs"), _NODE),
    Contender("Chart.js, canvas", "peer", _node("chartjs.cjs", "canvas"), _NODE),
    Contender("Chromium, screenshot", "peer", _here("chromium", "screenshot"), _PAGE),
    Contender("Plotly, kaleido", "peer", _there("plotly_kaleido"), ("chromium", _PYTHON)),
    Contender("vl-convert", "peer", _there("vega"), (_PYTHON,)),
    Contender("Chart.js, sharp", "tuned", _node("chartjs.cjs", "sharp"), _NODE),
    Contender("Chromium, canvas", "tuned", _here("chromium", "canvas"), _PAGE),
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """What one picture took, by the contender's own clock, and the length of its PNG."""

    seconds: float
    size: int


@dataclass(slots=True)
class Helper:
    """A contender that runs and waits for charts.

    Attributes:
        process: Its process, in which it answers each line with a line.
        words: What it says besides.
        name: With its version, as it told.
    """

    process: "subprocess.Popen[str]"
    words: IO[bytes]
    name: str = ""

    def draw(self, chart: Chart, file: Path | None = None) -> Drawn:
        """Have a chart drawn, and written to a file where one is named.

        Raises:
            Stopped: If no picture comes.
        """
        assert self.process.stdin
        asked = {"chart": chart, "file": file and str(file)}
        with contextlib.suppress(OSError):  # where it has ended, no answer comes either
            self.process.stdin.write(f"{json.dumps(asked)}\n")
            self.process.stdin.flush()
        told = self.answer()
        return Drawn(told["seconds"], told["bytes"])

    def answer(self) -> Any:  # noqa: ANN401 - whatever it says
        """The next line from it, which is JSON.

        Raises:
            Stopped: If none comes.
        """
        assert self.process.stdout
        alarm = threading.Timer(_PATIENCE, self.process.kill)
        alarm.start()
        line = self.process.stdout.readline()
        alarm.cancel()
        if not line:
            self.words.seek(0)
            lines = self.words.read().decode(errors="replace").split("\n")
            raise Stopped(next((words.strip() for words in reversed(lines) if words.strip()), "?"))
        return json.loads(line)

    def memory(self) -> float:
        """Megabytes of its process and of all below it."""
        return tree_mb(self.process.pid)


@contextlib.contextmanager
def started(contender: Contender) -> Iterator[Helper]:
    """A contender, running; on the way out it may end by itself, or is ended.

    Raises:
        Stopped: If it does not start.
    """
    with (
        tempfile.TemporaryFile() as words,
        subprocess.Popen(  # noqa: S603 - what the table above says
            contender.command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=words,
            text=True,
            cwd=_ROOT,
            env={**os.environ, "NODE_PATH": str(_MODULES)},
        ) as process,
    ):
        helper = Helper(process, words)
        try:
            helper.name = helper.answer()["name"]
            yield helper
        finally:
            _end(process)


def _end(process: "subprocess.Popen[str]") -> None:
    assert process.stdin
    with contextlib.suppress(OSError):  # it has ended, with something unread
        process.stdin.close()
    try:
        process.wait(_PATIENCE / 6)
    except subprocess.TimeoutExpired:
        process.kill()
