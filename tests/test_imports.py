"""The shape of the package: imports run downwards, in no circle, and each dependency has one door."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

import flashgen

ROOT = Path(flashgen.__file__).parent

LAYERS: tuple[tuple[str, ...], ...] = (
    ("source", "spelling", "late", "naming", "__init__"),
    ("diagnostics", "document"),
    ("notes",),
    (
        "render",
        "figures",
        "grammar",
        "tags",
        "structure",
        "pieces",
        "frontmatter",
        "config",
        "ledger",
        "likeness",
        "notetypes",
        "codes",
        "storage",
        "census",
    ),
    ("facts", "checks", "anki"),
    ("read", "parse", "extract", "compose", "identify", "outputs"),
    ("pipeline", "watch", "unchanged"),
    ("cli",),
    ("__main__",),
)
"""From the bottom up; a module imports from its own layer and from those below it."""

DOORS: dict[str, tuple[str, ...]] = {
    "click": ("cli",),
    "genanki": ("outputs.package",),
    "markdown_it": ("render.markdown",),
    "mdit_py_plugins": ("render.markdown",),
    "yaml": ("config", "frontmatter"),
    "rapidfuzz": ("identify", "likeness"),
    "nh3": ("render.markdown",),
    "pygments": ("render.painting",),
    "anki": ("outputs.push",),
    "keyring": ("outputs.push",),
    "zstandard": ("anki.exports",),
    "watchfiles": ("cli", "outputs.preview", "watch"),
}
"""Where each dependency may be imported: modules of the package, with what lies below them."""


def modules() -> list[Path]:
    return sorted(ROOT.rglob("*.py"))


def name_of(file: Path) -> str:
    """``flashgen.facts.qa``; a folder has the name of its ``__init__``."""
    parts = file.relative_to(ROOT.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def imports(file: Path) -> tuple[tuple[str, bool], ...]:
    """What a module imports, with whether it does at run time and at the top (what is for types only counts not)."""
    return tuple(_imports(ast.parse(file.read_text(encoding="utf-8")), name_of(file), True))


def _imports(node: ast.AST, me: str, top: bool) -> Iterator[tuple[str, bool]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            continue
        if isinstance(child, ast.Import):
            yield from ((alias.name, top) for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            base = child.module or ""
            for alias in child.names:
                whole = f"{base}.{alias.name}"
                yield (whole if (ROOT.parent / Path(*whole.split("."))).with_suffix(".py").exists() else base), top
        else:
            yield from _imports(child, me, top and not isinstance(child, ast.FunctionDef))


def layer(module: str) -> int:
    part = module.split(".")[1] if "." in module else "__init__"
    return next(n for n, names in enumerate(LAYERS) if part in names)


@pytest.mark.parametrize("file", modules(), ids=name_of)
def test_a_module_has_a_layer_and_imports_downwards(file: Path) -> None:
    mine = layer(name_of(file))
    if name_of(file) == "flashgen":
        return  # the public face names what it offers
    above = [name for name, _ in imports(file) if name.split(".")[0] == "flashgen" and layer(name) > mine]
    assert above == []


@pytest.mark.parametrize("file", modules(), ids=name_of)
def test_a_dependency_is_imported_at_its_door(file: Path) -> None:
    me = name_of(file).removeprefix("flashgen").removeprefix(".")
    for name, _ in imports(file):
        package = name.split(".")[0]
        if package == "flashgen" or package in sys.stdlib_module_names:
            continue
        assert package in DOORS, f"{package} is no dependency that we know"
        assert any(me == door or me.startswith(f"{door}.") for door in DOORS[package]), f"{package} in {me}"


def test_nothing_at_the_top_of_modules_runs_in_a_circle() -> None:
    graph = {name_of(f): {n for n, top in imports(f) if top and n.startswith("flashgen")} for f in modules()}
    done: set[str] = set()

    def visit(module: str, path: tuple[str, ...]) -> None:
        assert module not in path, " → ".join((*path, module))
        if module not in done:
            for other in sorted(graph.get(module, ())):
                if other != "flashgen" and other != module:
                    visit(other, (*path, module))
            done.add(module)

    for module in graph:
        visit(module, ())


def test_facts_do_not_know_each_other() -> None:
    facts = [f for f in (ROOT / "facts").glob("*.py") if f.stem != "__init__"]
    names = {f"flashgen.facts.{f.stem}" for f in facts}
    shared = {"flashgen.facts.hyperparameter"}  # a quantity is read as a hyperparameter is
    assert [(f.stem, n) for f in facts for n, _ in imports(f) if n in names - shared] == []


def test_every_late_expression_can_be_made() -> None:
    found = 0
    for file in modules():
        if file.name != "__main__.py":
            for value in vars(import_module(name_of(file))).values():
                if type(value).__name__ == "_Late":
                    assert value.match is not None
                    found += 1
    assert found > 30
