"""Config: what a student can set. Defaults, then ``flashgen.yaml``, then the command's options."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from flashgen.diagnostics import Diagnostic
from flashgen.late import pattern
from flashgen.source import Span, state, thing

if TYPE_CHECKING:
    import yaml

NAME = "flashgen.yaml"
MAX_BYTES = 1 << 20
MAX_DEPTH = 20
MAX_ALIASES = 100


@thing
class Defaults:
    """What front matter may say, given for a folder; front matter wins."""

    class_name: str | None = None
    deck: str | None = None
    tags: tuple[str, ...] = ()
    context: str | None = None
    lang: str | None = None


@thing
class Preset:
    """``preset:``: deck options that ``push`` applies to decks it makes."""

    name: str = "flashgen"
    new_per_day: int | None = None
    reviews_per_day: int | None = None
    fsrs: bool | None = None
    desired_retention: float | None = None
    bury_siblings: bool | None = None


@thing
class Config:
    """All settings, checked."""

    deck: str = "Class notes"
    """``deck:`` the root deck."""
    notes: str = "cards"
    """``notes:`` the notes folder, relative to the configuration file."""
    output: str = ""
    """``output:`` the package; empty: ``<root deck, slugged>.apkg`` in the current folder."""
    ignore: tuple[str, ...] = ()
    """``ignore:`` globs of paths below the notes folder."""
    folders: Mapping[str, Defaults] = field(default_factory=dict)
    """``folders:`` glob of folders → defaults for the notes in them."""
    lang: str = ""
    """``lang:`` the language of the notes where they do not say."""
    labels: bool = False
    """``labels:`` ``Definition: …`` and callouts count as tags everywhere, not only under kind-tagged headings."""
    highlights: bool = True
    """``highlights:`` an untagged line with ``==…==`` is a cloze; otherwise only with ``#cloze``."""
    type_answers: tuple[str, ...] = ()
    """``type_answers:`` kinds whose answer is typed in."""
    allow_remote: bool = False
    """``allow_remote:`` keep remote images; otherwise they become links."""
    editor: str = ""
    """``editor:`` link from a card to its note: ``obsidian``, ``vscode`` or a URL with ``{path}`` and ``{line}``."""
    vault: str = ""
    """``vault:`` the name of the Obsidian vault, for ``editor: obsidian``."""
    kinds: tuple[Mapping[str, object], ...] = ()
    """``kinds:`` custom kinds, as declared; ``facts/custom.py`` reads them."""
    plugins: bool = False
    """``plugins:`` kinds that other installed packages bring (looking for them costs start-up time)."""
    preset: Preset | None = None
    push: Mapping[str, object] = field(default_factory=dict)
    """``push:`` route, url, profile, collection, user, sync, move, on_retire (``suspend`` or ``delete``)."""
    root: Path = Path()
    """The folder of the configuration file, or the current one."""
    path: Path | None = None
    """The configuration file, if there is one."""

    def defaults_for(self, path: str) -> Defaults:
        """The defaults for a note, ``path`` relative to the notes folder: the last matching folder glob wins."""
        found = Defaults()
        for glob, given in self.folders.items():
            clean = glob.strip("/")
            if fnmatchcase(path, f"{clean}/*") or fnmatchcase(path, clean):
                found = Defaults(
                    given.class_name or found.class_name,
                    given.deck or found.deck,
                    (*found.tags, *given.tags),
                    given.context or found.context,
                    given.lang or found.lang,
                )
        return found


class _SettingError(Exception):
    """Something in the file that can't be used, at a node; caught in ``_mapping``, which goes on with the next key."""

    def __init__(self, code: str, message: str, node: yaml.Node | None, hint: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.node, self.hint = code, message, node, hint


Reader = Callable[["yaml.Node", "_File"], Any]


@state
class _File:
    """The file that is read, and what was found wrong in it."""

    name: str
    text: str
    problems: list[Diagnostic]

    def report(self, code: str, message: str, line: int, column: int, hint: str, end: int = 0) -> None:
        """Add a diagnostic at a place, both from 1."""
        shown = self.text.split("\n")[line - 1].rstrip("\r")
        self.problems.append(Diagnostic(code, message, Span(self.name, line, column, 0, end), hint, "error", shown))

    def add(self, problem: _SettingError) -> None:
        """Add what a reader raised."""
        node = problem.node
        line, column = place(node.start_mark if node else None, self.text)
        end, to = place(node.end_mark if node else None, self.text)
        to = to if end == line else 0
        self.report(problem.code, problem.message, line, column, problem.hint, to)


def there(path: Path) -> bool:
    """Whether something is there, as far as it may be looked for."""
    try:
        return path.exists()
    except OSError:
        return False


def find(start: Path) -> Path | None:
    """The ``flashgen.yaml`` of a folder: in it, or in its parents up to a repository or the home folder."""
    start = start.resolve()
    folder = start if there(start) and start.is_dir() else start.parent
    home = Path.home()
    for candidate in (folder, *folder.parents):
        if there(candidate / NAME):
            return candidate / NAME
        if there(candidate / ".git") or candidate == home:
            return None
    return None


def load(start: Path) -> tuple[Config, tuple[Diagnostic, ...]]:
    """The settings for a notes folder (or a note): of ``flashgen.yaml`` there, above it, or in the current folder.

    Where neither has one, that of the default notes folder counts: ``flashgen build`` and ``flashgen build cards`` are
    the same. What is wrong in the file is reported with its line, and the default stands in its place.
    """
    path = find(start) or find(Path.cwd()) or find(Path.cwd() / Config().notes)
    if path is None:
        folder = start if there(start) and start.is_dir() else Path.cwd()
        return Config(root=folder.resolve()), ()
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, ValueError) as error:
        problem = Diagnostic("FG050", f"the configuration can't be read: {error}", Span(NAME, 1))
        return Config(root=path.parent, path=path), (problem,)
    return parse(text, path)


def parse(text: str, path: Path) -> tuple[Config, tuple[Diagnostic, ...]]:
    """Settings from the text of a configuration file."""
    file = _File(path.name, text, [])
    node = _node(file)
    settings: dict[str, Any] = {}
    if node is not None:
        settings = _mapping(node, file, _KEYS, "setting")
    return Config(**settings, root=path.parent.resolve(), path=path), tuple(file.problems)


def notes_folder(config: Config) -> Path:
    """The notes folder: ``notes:``; where it is not said and there is no ``cards``, the configuration's own folder."""
    named = config.root / config.notes
    return named if config.notes != Config().notes or named.is_dir() else config.root


def loader() -> type[yaml.SafeLoader]:
    """The quick safe loader where PyYAML has it."""
    import yaml

    return cast("type[yaml.SafeLoader]", getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def place(mark: Any, text: str) -> tuple[int, int]:
    """Line and column, from 1, of a mark (or ``None``) that YAML set in a text; it ends lines at U+2028 and others, which we don't."""
    index = min(mark.index, len(text)) if mark else 0
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def _node(file: _File) -> yaml.MappingNode | None:
    """The mapping of a file; ``None`` where it is empty, is no mapping, or is too deep or too tangled to load."""
    import yaml

    if len(file.text) > MAX_BYTES:
        file.report("FG053", f"over {MAX_BYTES >> 20} MB of configuration", 1, 1, "keep only settings in it")
        return None
    try:
        depth = aliases = 0
        for event in yaml.parse(file.text, Loader=loader()):
            aliases += isinstance(event, yaml.AliasEvent)
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH or aliases > MAX_ALIASES:
                what = f"nested over {MAX_DEPTH} deep" if depth > MAX_DEPTH else f"over {MAX_ALIASES} aliases"
                line, _ = place(event.start_mark, file.text)
                file.report("FG053", f"{what} in the configuration", line, 1, "write it out flat")
                return None
        node = yaml.compose(file.text, Loader=loader())
    except yaml.YAMLError as error:
        line, column = place(getattr(error, "problem_mark", None), file.text)
        what = getattr(error, "problem", None) or str(error).split("\n")[0]
        if "nesting depth" in what:  # newer libyaml has a bound of its own, and reaches it before ours
            file.report("FG053", f"nested over {MAX_DEPTH} deep in the configuration", line, 1, "write it out flat")
        else:
            file.report("FG050", f"the configuration is not YAML: {what}", line, column, "write 'deck: My classes'")
        return None
    if node is None:
        return None
    if not isinstance(node, yaml.MappingNode):
        file.report("FG052", "the configuration is no list of settings", 1, 1, "write 'deck: My classes'")
        return None
    return node


def _mapping(node: yaml.Node, file: _File, readers: Mapping[str, tuple[str, Reader]], noun: str) -> dict[str, Any]:
    """The values of a mapping, each by the reader of its key; what is wrong is reported and left out."""
    import yaml

    if not isinstance(node, yaml.MappingNode):
        hint = f"write '{next(iter(readers))}: …' below it"
        raise _SettingError("FG052", f"{_said(node)} where {noun}s belong", node, hint)
    found: dict[str, Any] = {}
    for key, value in node.value:
        name = key.value if isinstance(key, yaml.ScalarNode) else ""
        if name not in readers:
            file.add(_SettingError("FG051", f"unknown {noun} '{_said(key)}'", key, near(_said(key), readers)))
        elif not _null(value):
            attribute, reader = readers[name]
            try:
                found[attribute] = reader(value, file)
            except _SettingError as problem:
                file.add(problem)
    return found


def near(word: str, known: Mapping[str, object]) -> str:
    """A hint for a word that is not known: the nearest that is, or all of them."""
    from difflib import get_close_matches

    close = get_close_matches(word, [str(k) for k in known], 1, 0.6)
    return f"did you mean '{close[0]}'?" if close else f"known are {', '.join(sorted(map(str, known)))}"


def _null(node: yaml.Node) -> bool:
    return str(node.tag) == "tag:yaml.org,2002:null"


def _said(node: yaml.Node) -> str:
    """A node as its author wrote it, shortened."""
    if isinstance(node.value, str):
        return node.value if len(node.value) <= 40 else node.value[:39] + "…"
    return "a list" if str(node.tag).endswith(":seq") else "a mapping"


def _text(node: yaml.Node, _: _File) -> str:
    if not isinstance(node.value, str):
        raise _SettingError("FG052", f"{_said(node)} where a text belongs", node, "write it behind the colon")
    if "\0" in node.value or "\x1f" in node.value:
        raise _SettingError("FG052", "a control character in a text", node, "take it out")
    return node.value  # 2024 and yes are texts here: nobody has to quote the name of a class


def _texts(node: yaml.Node, file: _File) -> tuple[str, ...]:
    if isinstance(node.value, str):
        return tuple(part.strip() for part in node.value.split(",") if part.strip())
    if not str(node.tag).endswith(":seq"):
        raise _SettingError("FG052", "a mapping where a list of texts belongs", node, "write '[one, two]'")
    return tuple(_text(item, file) for item in node.value)


def _truth(node: yaml.Node, _: _File) -> bool:
    if str(node.tag) != "tag:yaml.org,2002:bool":
        raise _SettingError("FG052", f"'{_said(node)}' where true or false belongs", node, "write 'true' or 'false'")
    return str(node.value).lower() in ("true", "yes", "on")


def _count(node: yaml.Node, _: _File) -> int:
    digits = node.value if isinstance(node.value, str) and node.value.isascii() else ""
    if not digits.isdigit() or len(digits) > 9:
        raise _SettingError("FG052", f"'{_said(node)}' where a whole number belongs", node, "write '20'")
    return int(digits)


def _share(node: yaml.Node, _: _File) -> float:
    try:
        number = float(node.value)
    except (TypeError, ValueError):
        number = 0.0
    if not 0 < number < 1:
        raise _SettingError("FG052", f"'{_said(node)}' where a share between 0 and 1 belongs", node, "write '0.9'")
    return number


def _choice(*words: str) -> Reader:
    def read(node: yaml.Node, file: _File) -> str:
        text = _text(node, file)
        if text not in words:
            message = f"'{text}' where {' or '.join(words)} belongs"
            raise _SettingError("FG052", message, node, near(text, dict.fromkeys(words)))
        return text

    return read


def _editor(node: yaml.Node, file: _File) -> str:
    text = _text(node, file)
    if text not in ("", "obsidian", "vscode") and "{path}" not in text:
        hint = "write 'obsidian', 'vscode' or a URL with '{path}' and '{line}'"
        raise _SettingError("FG052", f"'{text}' is no editor that we know", node, hint)
    if "{path}" in text and (not _ADDRESS.match(text) or _RUNS.match(text)):
        hint = "an editor's address, such as 'vscode://file{path}:{line}'"
        raise _SettingError("FG052", f"'{text}' is no address of an editor", node, hint)
    return text


_ADDRESS = pattern(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_RUNS = pattern(r"(?:javascript|vbscript|data|blob|about):", re.IGNORECASE)
"""Addresses that run or show what they hold: the settings of a folder from someone else may not put them on cards."""


def _folders(node: yaml.Node, file: _File) -> dict[str, Defaults]:
    if not str(node.tag).endswith(":map"):
        hint = "write 'week-*: {class: Biology}' below it"
        raise _SettingError("FG052", f"{_said(node)} where folders belong", node, hint)
    return {
        _text(key, file): Defaults(**_mapping(value, file, _DEFAULTS, "setting"))
        for key, value in node.value
        if not _null(value)
    }


def _plain(node: yaml.Node, file: _File) -> Any:
    """Whatever it is, as YAML's own types."""
    import yaml

    if isinstance(node, yaml.MappingNode):
        return {_text(key, file): _plain(value, file) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return tuple(_plain(item, file) for item in node.value)
    constructor = yaml.SafeLoader("")
    try:
        return constructor.construct_object(node)
    except (yaml.YAMLError, ValueError) as error:
        message = f"'{_said(node)}' can't be read: {str(error).splitlines()[0]}"
        raise _SettingError("FG052", message, node, "put it in quotes") from error


def _kinds(node: yaml.Node, file: _File) -> tuple[Mapping[str, object], ...]:
    if not str(node.tag).endswith(":seq"):
        message = f"{_said(node)} where a list of kinds belongs"
        raise _SettingError("FG052", message, node, "begin each with '- name: …'")
    found = []
    for item in node.value:
        if not str(item.tag).endswith(":map"):
            raise _SettingError("FG052", f"{_said(item)} where a kind belongs", item, "begin it with '- name: …'")
        found.append(_plain(item, file))
    return tuple(found)


_DEFAULTS: Mapping[str, tuple[str, Reader]] = {
    "class": ("class_name", _text),
    "deck": ("deck", _text),
    "tags": ("tags", _texts),
    "context": ("context", _text),
    "lang": ("lang", _text),
}
_PRESET: Mapping[str, tuple[str, Reader]] = {
    "name": ("name", _text),
    "new_per_day": ("new_per_day", _count),
    "reviews_per_day": ("reviews_per_day", _count),
    "fsrs": ("fsrs", _truth),
    "desired_retention": ("desired_retention", _share),
    "bury_siblings": ("bury_siblings", _truth),
}
_PUSH: Mapping[str, tuple[str, Reader]] = {
    "route": ("route", _choice("auto", "ankiconnect", "collection", "sync")),
    "profile": ("profile", _text),
    "url": ("url", _text),
    "collection": ("collection", _text),
    "user": ("user", _text),
    "move": ("move", _truth),
    "sync": ("sync", _truth),
    "on_retire": ("on_retire", _choice("suspend", "delete")),
}
_KEYS: Mapping[str, tuple[str, Reader]] = {
    "deck": ("deck", _text),
    "notes": ("notes", _text),
    "output": ("output", _text),
    "ignore": ("ignore", _texts),
    "folders": ("folders", _folders),
    "lang": ("lang", _text),
    "labels": ("labels", _truth),
    "highlights": ("highlights", _truth),
    "type_answers": ("type_answers", _texts),
    "allow_remote": ("allow_remote", _truth),
    "editor": ("editor", _editor),
    "vault": ("vault", _text),
    "kinds": ("kinds", _kinds),
    "plugins": ("plugins", _truth),
    "preset": ("preset", lambda node, file: Preset(**_mapping(node, file, _PRESET, "deck option"))),
    "push": ("push", lambda node, file: _mapping(node, file, _PUSH, "push setting")),
}
"""Every setting: its name, the attribute it becomes, and who reads it."""

SETTINGS: tuple[str, ...] = tuple(_KEYS)
"""The names of the settings, for the documentation's test."""
