"""Watch: a notes folder in, the class notes that were saved out, as often as any is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from flashgen.config import NAME, Config

DEBOUNCE = 400
"""Milliseconds: an editor that saves in several steps, or a checkout of many files, is one change."""
WAKE = 200
"""Milliseconds after which the watcher says that there is nothing, the first time too."""
_PASSING = ("~", ".tmp", ".swp", ".swx", ".part", ".apkg", ".colpkg", ".lock", ".crdownload")
"""Ends of names that are no notes: what editors write beside them, and what we write."""


class WatchError(Exception):
    """The folder can't be watched; the message says why."""


def changes(root: Path, config: Config) -> Iterator[tuple[str, ...]]:
    """The paths of the files that changed, relative to ``root``, until the program is interrupted (Ctrl-C).

    The first is empty: from then on nothing that is saved is missed. Raises ``WatchError`` at once, not when asked for
    the first.
    """
    try:
        from watchfiles import Change, watch
    except ImportError:
        raise WatchError("this needs a library that watches folders: pip install 'flashgen[watch]'") from None
    root = root.resolve()
    folders = [root]
    if config.path is not None and root not in config.path.resolve().parents:
        folders.append(config.path.resolve())

    def wanted(_: Change, path: str) -> bool:
        return concerns(Path(path), root)

    found = watch(
        *folders,
        watch_filter=wanted,
        debounce=DEBOUNCE,
        step=100,
        rust_timeout=WAKE,
        yield_on_timeout=True,
        raise_interrupt=True,  # otherwise it says so itself
    )
    return _told(root, (tuple(path for _, path in some) for some in found))


def _told(root: Path, found: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """The changes, and before them the first time that there is none."""
    begun = False
    for some in found:
        if not begun:
            begun = True
            yield ()
        if some:
            yield tuple(sorted({_shown(Path(path), root) for path in some}))


def concerns(path: Path, root: Path) -> bool:
    """Whether a changed file may change the cards: a note, its media, the configuration.

    >>> concerns(Path("/n/a.md"), Path("/n")), concerns(Path("/n/.git/index"), Path("/n"))
    (True, False)
    """
    if root not in path.parents:
        return path.name == NAME
    parts = path.relative_to(root).parts
    return not any(part.startswith(".") for part in parts) and not path.name.lower().endswith(_PASSING)


def _shown(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if root in path.parents else path.name
