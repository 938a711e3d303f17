"""flashgen: class notes in, an Anki deck out.

The public face for use from Python; each name is loaded when it is first asked for, so that the command line starts
quickly::

    from pathlib import Path
    from flashgen import build, load_config, write

    config, problems = load_config(Path("notes"))
    made = build([Path("notes")], config)
    write(made, Path("notes.apkg"))
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flashgen.config import Config
    from flashgen.config import load as load_config
    from flashgen.diagnostics import Diagnostic
    from flashgen.notes import Note
    from flashgen.pipeline import Build, NothingToReadError, Reading, build, understand, write
    from flashgen.source import Span

__version__ = "0.1.0"

__all__ = [
    "Build",
    "Config",
    "Diagnostic",
    "Note",
    "NothingToReadError",
    "Reading",
    "Span",
    "__version__",
    "build",
    "load_config",
    "understand",
    "write",
]

_HOMES = {
    "Build": "pipeline",
    "Config": "config",
    "Diagnostic": "diagnostics",
    "Note": "notes",
    "NothingToReadError": "pipeline",
    "Reading": "pipeline",
    "Span": "source",
    "build": "pipeline",
    "load_config": "config",
    "understand": "pipeline",
    "write": "pipeline",
}
"""The module of each name."""


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'flashgen' has no attribute {name!r}")
    return getattr(import_module(f"flashgen.{_HOMES[name]}"), "load" if name == "load_config" else name)
