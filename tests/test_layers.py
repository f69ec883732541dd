"""Who may import whom; the contracts themselves are in pyproject.toml."""

import ast
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).parents[1]
MAY_USE_LOCAL_SERVERS = ("bot.__main__", "bot.commands", "bot.stage", "bot.wiring")
RUN_BY_ALEMBIC = "bot.store.env"
DRAWS_AT_ONCE = ("bot.commands.chart",)
"""Loaded for the one command that draws and does nothing else."""
LOADS_ALL = "import importlib, sys; [importlib.import_module(name) for name in sys.argv[1:]]; "


def modules(package: str) -> list[str]:
    """Every module of a package, those that start something when imported left out."""
    found = [info.name for info in pkgutil.walk_packages([str(ROOT / package)], f"{package}.")]
    return [package, *(name for name in found if not name.endswith("__main__"))]


def inside(module: str, packages: tuple[str, ...]) -> bool:
    """Whether a module is one of these or in one of these."""
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def imports() -> Iterator[tuple[str, str]]:
    """Who imports what in our own packages, read from the files themselves."""
    for package in ("bot", "handlers", "charts"):
        for file in (ROOT / package).rglob("*.py"):
            importer = ".".join(file.relative_to(ROOT).with_suffix("").parts)
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.Import):
                    yield from ((importer, alias.name) for alias in node.names)
                elif isinstance(node, ast.ImportFrom):
                    assert not node.level, f"{importer} imports by relation, not by name"
                    yield importer, node.module or ""
                    yield from ((importer, f"{node.module}.{alias.name}") for alias in node.names)


def test_the_contracts_are_kept(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Imports point the way that a request travels: handlers, bot, charts."""
    monkeypatch.chdir(ROOT)
    code = lint_imports(config_filename="pyproject.toml", no_cache=True)
    assert code == 0, capsys.readouterr().out


def test_the_local_servers_stand_alone() -> None:
    """They import nothing of ours, and only the command line and what it calls imports them."""
    for importer, imported in imports():
        if inside(importer, ("bot.local",)):
            ours = inside(imported, ("bot", "handlers", "charts"))
            assert not ours or inside(imported, ("bot.local",)), f"{importer} imports {imported}"
        elif inside(imported, ("bot.local",)):
            assert inside(importer, MAY_USE_LOCAL_SERVERS), f"{importer} imports {imported}"


def test_nothing_loads_matplotlib_before_something_is_drawn() -> None:
    """Answering does not wait for a library that takes most of a second to load."""
    found = [*modules("bot"), *modules("handlers")]
    quick = [name for name in found if not inside(name, (*DRAWS_AT_ONCE, RUN_BY_ALEMBIC))]
    check = LOADS_ALL + "print([name for name in sys.modules if name.startswith('matplotlib')])"
    loaded = subprocess.run(  # noqa: S603 - our own interpreter and names
        [sys.executable, "-c", check, *quick], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert loaded.stdout.strip() == "[]", loaded.stderr
