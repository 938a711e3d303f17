"""Pull: notes that were edited in Anki in, patches to the class notes out.

A patch is proposed from the words that changed and then proved: the patched class note is read again, and only one that
becomes exactly what Anki has is offered. Whatever can't be proved is shown, and left to the author.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher, unified_diff
from itertools import pairwise, product
from pathlib import Path

from flashgen.compose import compose
from flashgen.config import Config
from flashgen.extract import extract
from flashgen.facts import Kind
from flashgen.ledger import Ledger
from flashgen.notes import Draft, Note
from flashgen.outputs.push.plan import Edited, held_fields, kept, names, same, shape
from flashgen.parse import parse, unify_classes
from flashgen.read import decode
from flashgen.render import plain
from flashgen.source import Source
from flashgen.storage.whole import replacing

CONTEXTS = (4, 2, 1, 0)
"""So many words on each side must stand in the class note, too; fewer are tried only if more are not found."""
MAX_TRIES = 16
"""Ways to place several changes; more would be guessing."""

_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
_CLOZE = re.compile(r"\{\{c\d+::")
_WALL = "\0"
_MARKS = {f"{end}{tag}": mark for tag, mark in (("strong", "**"), ("em", "*"), ("code", "`")) for end in ("", "/")}
"""Tags that a class note writes as marks."""
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~=$])")

Reader = Callable[[str, str], tuple[list[Draft], int]]
"""Path and text of a class note → its drafts, and how many remarks there are."""


@dataclass(frozen=True, slots=True)
class Change:
    """A field that differs."""

    field: str
    before: str
    """In the class notes: its text, or its HTML where only the mark-up differs."""
    after: str
    """In Anki, likewise."""


@dataclass(frozen=True, slots=True)
class Patch:
    """What was edited in a note, and how it goes into the class note."""

    note: Note
    changes: tuple[Change, ...]
    diff: str = ""
    """Unified; empty if it has to be done by hand, or an earlier patch does it."""
    why: str = ""
    """Why it has to be done by hand."""
    key: str = ""
    """What the note is known by once the patch is in."""


@dataclass(frozen=True, slots=True)
class Pulled:
    """All patches, and the class notes as they leave them."""

    patches: tuple[Patch, ...]
    texts: Mapping[str, str]
    """Path → new text, for those that change."""

    @property
    def by_hand(self) -> tuple[Patch, ...]:
        """Those that the author has to do."""
        return tuple(p for p in self.patches if p.why)


def pull(edited: Iterable[Edited], sources: Mapping[str, Source], read: Reader) -> Pulled:
    """A patch for each note; those of one class note build on each other."""
    texts: dict[str, str] = {}
    first: dict[str, list[Draft]] = {}
    patches = []
    for one in sorted(edited, key=lambda e: (e.note.draft.path, e.note.draft.line, e.note.guid)):
        path = one.note.draft.path
        source = sources.get(path)
        text = texts.get(path, source.text if source else "")
        if path not in first and source is not None:
            first[path] = read(path, source.text)[0]
        patch, new = _patch(one, text, first.get(path, []), read)
        patches.append(patch)
        if new != text:
            texts[path] = new
    return Pulled(tuple(patches), texts)


def reader(root: Path, config: Config, kinds: Sequence[Kind], tags: Mapping[str, Kind]) -> Reader:
    """Reads one class note as a build would, without identities."""

    def read(path: str, text: str) -> tuple[list[Draft], int]:
        document, problems = parse(Source(path, text), config, dict(tags))
        (document,) = unify_classes([document])
        facts, more = extract(document, tuple(kinds))
        drafts, last = compose(facts, root, config)
        return drafts, len(problems) + len(more) + len(last)

    return read


def _patch(one: Edited, text: str, first: list[Draft], read: Reader) -> tuple[Patch, str]:
    """The patch of a note, and the text of its class note with it."""
    note = one.note
    folder = note.draft.notetype
    ours, theirs = kept(note.fields, folder), kept(held_fields(one.held, folder), folder)
    changed = [n for n, (our, their) in enumerate(zip(ours, theirs, strict=True)) if not same(our, their)]
    mine = changed if one.base is None else [n for n in changed if not same(one.base[n], theirs[n])]
    told = tuple(Change(names(folder)[n], *_shown(ours[n], theirs[n])) for n in mine)

    def by_hand(why: str) -> tuple[Patch, str]:
        return Patch(note, told, why=why), text

    if one.base is None:
        return by_hand("it is not known what it was at the last push")
    if any(not same(one.base[n], ours[n]) for n in mine):
        return by_hand("it changed in the class notes, too")
    at = next((n for n, d in enumerate(first) if d.fields == note.draft.fields and d.line == note.draft.line), None)
    if at is None:
        return by_hand("its place in the class note was not found")
    before, remarks = read(note.draft.path, text)
    if all(same(_bare(kept(before[at].fields, folder)[n]), _bare(theirs[n])) for n in mine):
        return Patch(note, told, key=before[at].key), text  # an earlier patch did it
    edits = [_edits(ours[n], theirs[n]) for n in mine]
    if any(e is None for e in edits):
        return by_hand("its mark-up changed")
    proof = _Proof(note.draft.path, before, remarks, at, {n: theirs[n] for n in mine}, text.count("\n"), read)
    new = proof.best(text, [e for found in edits for e in found or ()])
    if new is None:
        return by_hand("the words were not found in the class note, or in several places")
    diff = unified_diff(
        text.removesuffix("\n").split("\n"),
        new.removesuffix("\n").split("\n"),
        f"a/{note.draft.path}",
        f"b/{note.draft.path}",
        lineterm="",
        n=1,
    )
    return Patch(note, told, "\n".join(diff), key=read(note.draft.path, new)[0][at].key), new


def _shown(ours: str, theirs: str) -> tuple[str, str]:
    """Two fields for people: their texts, or the HTML where these are the same."""
    texts = plain(ours), plain(theirs)
    return texts if texts[0] != texts[1] else (ours, theirs)


@dataclass(frozen=True, slots=True)
class _Edit:
    """Words that were replaced, with the words around them."""

    left: tuple[str, ...]
    old: tuple[str, ...]
    new: tuple[str, ...]
    right: tuple[str, ...]

    def spans(self, text: str, start: int, end: int, words: int) -> list[tuple[int, int]]:
        """Where the old words stand in ``text[start:end]`` among so many words of their context."""
        left = self.left[-2 * words :] if words else ()
        right = self.right[: 2 * words]
        if not any(t.strip() for t in (*left, *self.old, *right)):
            return []
        pattern = re.compile(f"({_words(left)})({_words(self.old)})({_words(right)})")
        found = []
        at = start
        while match := pattern.search(text, at, end):
            found.append(match.span(2))
            at = match.start() + 1
        return found


def _words(tokens: Iterable[str]) -> str:
    """A pattern for words as a class note may have them."""
    return "".join(r"\s+" if token.isspace() else re.escape(token) for token in tokens)


def _edits(ours: str, theirs: str) -> list[_Edit] | None:
    """Which words changed between two fields, emphasis included; None if it is not words alone."""
    old, new = _tokens(ours), _tokens(theirs)
    found = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            continue
        if _WALL in old[a:b] or _WALL in new[c:d]:
            return None
        left, right = old[:a], old[b:]
        left = left[len(left) - left[::-1].index(_WALL) :] if _WALL in left else left
        right = right[: right.index(_WALL)] if _WALL in right else right
        found.append(_Edit(tuple(left), tuple(old[a:b]), tuple(new[c:d]), tuple(right)))
    return found


def _tokens(html: str) -> list[str]:
    """A field as words, and marks for emphasis; what else there is of mark-up can't be looked for across."""
    found: list[str] = []
    for part in shape(_bare(html)):
        found += _TOKEN.findall(part) if isinstance(part, str) else [_MARKS.get("".join(part), _WALL)]
    return found


def _bare(html: str) -> str:
    """A field without its cloze numbers, which are the ledger's."""
    return _CLOZE.sub("{{c1::", html)


@dataclass(frozen=True, slots=True)
class _Proof:
    """Reads a patched class note again, and says whether it became what Anki has."""

    path: str
    before: list[Draft]
    remarks: int
    at: int
    """Which of the drafts it is."""
    wanted: Mapping[int, str]
    """Place of a field → what Anki has."""
    ends: int
    """How many line ends the class note has, and keeps."""
    read: Reader

    def best(self, text: str, edits: Sequence[_Edit]) -> str | None:
        """The one text that is right, the words looked for with as much context as is found."""
        start, end = self._lines(text)
        for words in CONTEXTS:
            spans = [edit.spans(text, start, end, words) for edit in edits]
            tries = 1
            for some in spans:
                tries *= len(some)
            if not 0 < tries <= MAX_TRIES:
                continue
            for escape in (False, True):
                right: dict[str, int] = {}
                for chosen in product(*spans):
                    new = _replaced(text, chosen, edits, escape=escape)
                    if new is not None and (cost := self._cost(new)) is not None:
                        right[new] = cost
                cheapest = [t for t, cost in right.items() if cost == min(right.values())]
                if len(cheapest) == 1:
                    return cheapest[0]
                if cheapest:
                    return None
        return None

    def _lines(self, text: str) -> tuple[int, int]:
        """Where the note's lines begin and end in the text."""
        draft = self.before[self.at]
        lines = text.split("\n")
        start = sum(len(line) + 1 for line in lines[: draft.line - 1])
        return start, start + sum(len(line) + 1 for line in lines[draft.line - 1 : max(draft.end_line, draft.line)])

    def _cost(self, text: str) -> int | None:
        """How many other fields of the note change with it; None if it is wrong, or changes another note."""
        after, remarks = self.read(self.path, text)
        if len(after) != len(self.before) or remarks > self.remarks or text.count("\n") != self.ends:
            return None
        cost = 0
        first, last = self.before[self.at].line, max(self.before[self.at].end_line, self.before[self.at].line)
        for n, (was, now) in enumerate(zip(self.before, after, strict=True)):
            if was.notetype != now.notetype or was.line != now.line or was.class_name != now.class_name:
                return None
            if n != self.at:
                if was.fields != now.fields and not first <= was.line <= last:
                    return None
                continue
            fields, old = kept(now.fields, now.notetype), kept(was.fields, was.notetype)
            for place, value in enumerate(fields):
                if place in self.wanted:
                    if not same(_bare(value), _bare(self.wanted[place])):
                        return None
                else:
                    cost += not same(value, old[place])
        return cost


def _replaced(text: str, spans: Sequence[tuple[int, int]], edits: Sequence[_Edit], *, escape: bool) -> str | None:
    """A text with the old words at these places replaced by the new ones; None if the places overlap."""
    changes = sorted(zip(spans, edits, strict=True), key=lambda c: c[0])
    if any(one[0][1] > other[0][0] for one, other in pairwise(changes)):
        return None
    for (start, end), edit in reversed(changes):
        new = "".join(edit.new)
        text = text[:start] + (_SPECIAL.sub(r"\\\1", new) if escape else new) + text[end:]
    return text


def write(sources: Mapping[str, Source], texts: Mapping[str, str], files: Mapping[str, Path]) -> None:
    """Write the class notes, each whole or not at all: only the lines that changed; all other bytes stay.

    ``files``: path → the file on the disk. Raises ``OSError``, and ``ValueError`` for one that was saved meanwhile.
    """
    for path, text in texts.items():
        file = files[path].resolve()  # a link stays one
        raw = file.read_bytes()
        new = rewritten(raw, sources[path].text, text, path)
        with replacing(file) as part:
            part.write_bytes(new)
            part.chmod(file.stat().st_mode & 0o777)


def rewritten(raw: bytes, before: str, after: str, path: str = "") -> bytes:
    """The bytes of a class note with the lines that differ between two texts replaced, its line ends as they are.

    >>> rewritten(b"a\\r\\nb\\r\\n", "a\\nb\\n", "a\\nc\\n")
    b'a\\r\\nc\\r\\n'
    """
    source, problems = decode(raw, path)
    mark = b"\xef\xbb\xbf" if raw.startswith(b"\xef\xbb\xbf") else b""
    if source.text != before or problems:
        raise ValueError(f"{path} was saved meanwhile, or is no plain UTF-8: nothing was written to it")
    pieces = re.split(r"(\r\n|\r|\n)", raw[len(mark) :].decode("utf-8"))
    lines, ends = pieces[::2], [*pieces[1::2], ""]
    new = after.split("\n")
    if len(new) != len(lines):
        raise ValueError(f"{path}: a patch must not add or remove lines")
    return mark + "".join(line + end for line, end in zip(new, ends, strict=True)).encode("utf-8")


def rekeyed(ledger: Ledger, patches: Iterable[Patch]) -> Ledger:
    """The ledger in which the patched notes are known by what they say now: so their histories stay with them."""
    records = dict(ledger.records)
    for patch in patches:
        record = records.get(patch.note.guid)
        if record is not None and patch.key and not patch.why:
            records[record.guid] = record._replace(key=patch.key)
    return replace(ledger, records=records)
