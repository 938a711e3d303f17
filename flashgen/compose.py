"""Compose: facts in, drafts out: fields rendered, class and context, source and tags filled in, media gathered."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from urllib.parse import quote

from flashgen import notetypes
from flashgen.config import Config
from flashgen.diagnostics import Diagnostic, Severity
from flashgen.document import Block
from flashgen.facts import KINDS
from flashgen.notes import PART, Draft, Extracted, Media, NoteType, Sketch
from flashgen.render import Shelf, plain, render, render_cloze, words
from flashgen.render.shortcut import only_words
from flashgen.source import Span, thing

MAX_FIELD = 100_000
"""Characters of a field; longer ones are no card."""
MAX_TEXT = 4 * MAX_FIELD
"""Characters of Markdown; what is longer is not even rendered. A picture that is written out may make a text long."""
MAX_CLOZES = 100
_PLAIN_DELETION = re.compile(r"\{\{c([1-9]\d{0,2})::([^{}:<&]*+)\}\}")
"""One without mark-up, a hint or another one in it: most are."""
_CLOZE = re.compile(r"\{\{c(\d{1,3})::")
_CLOZE_BRACES = re.compile(r"\{\{c|\}\}")
_MARKUP = b"*_`~=\\$"
_MARKUP_RUN = re.compile(r"[*_`~=\\$]+")
_SPACE = re.compile(r"\s+")
_MARKED = _MARKUP + b"\t\n\r\v\f\x1c\x1d\x1e\x1f"
"""Mark-up, and white space but for the space."""
_SHOWN = re.compile(r"(?:<[^<>]*>)*[^\W_]")
"""How a field begins that shows something: most do."""
_TAG_SPACE = re.compile(r"[\s\x00-\x1f\"]+")
_WORD = re.compile(r"[^\W\d_]{3,}")
_SAYING = frozenset(("hyperparameter", "quantity", "scale"))
"""Note types that show parsed values: the student's own wording stands below them."""
_SELECTING = frozenset(("definition", "formula", "acronym", "why"))
"""Note types that show pieces of a line: its wording stands below them where it says more than the pieces."""
_WORDED = _SAYING | _SELECTING
_OURS = frozenset((*(kind.name for kind in KINDS), "custom"))
"""Kinds that are no plug-in's."""
_PROSE = frozenset(("qa", "custom"))
"""Kinds whose one-line fields may be a list or a quotation; those of the others are names and values."""
_MORE = 3
"""So many words that no field holds are more: ``valid in the linear elastic region`` behind a formula."""


def compose(
    extracted: Iterable[Extracted],
    root: Path,
    config: Config,
    texts: Mapping[str, str] = MappingProxyType({}),
    shelf: Shelf | None = None,
) -> tuple[list[Draft], list[Diagnostic]]:
    """The drafts of all notes that the facts ask for, in order; ``root`` is the notes folder, ``texts`` has the class
    note of each path, for its footnotes. ``shelf`` is where their media are looked up, if it is to be had for other
    notes, too."""
    composer = _Composer(shelf or Shelf(root, allow_remote=config.allow_remote), config)
    drafts: list[Draft] = []
    path = None
    for found in extracted:
        block = found.block
        if block.path != path:
            path = block.path
            composer.shelf.folder = path.rpartition("/")[0]
            composer.shelf.text = texts.get(path, "")
        for sketch in found.fact.sketches(block):
            draft = composer.draft(block, found.fact.kind, sketch)
            if draft is not None:
                drafts.append(draft)
    return drafts, composer.problems


def normal(text: str) -> str:
    """A text as keys are compared: NFC, no mark-up, lower case, single spaces.

    >>> normal("  **Stress**  is what? ")
    'stress is what?'
    """
    text = text.casefold()
    if not text.isascii():
        return " ".join(_MARKUP_RUN.sub("", unicodedata.normalize("NFC", text)).split())
    raw = text.encode()
    if len(raw.translate(None, _MARKED)) == len(raw):
        return " ".join(text.split()) if "  " in text else text.strip(" ")
    return " ".join(raw.translate(None, _MARKUP).decode().split())


@thing
class _Form:
    """What compose asks of a note type, looked up once: its fields but for the common ones, which of them its cards
    need."""

    kind: NoteType
    places: Mapping[str, int]
    """Name of a field → its place."""
    needed: tuple[int, ...]
    """The fields that a template needs."""
    known: dict[tuple[bool, ...], tuple[int, ...]]
    """Which of these are filled → the ordinals of the cards that there are then."""

    def cards(self, values: list[str]) -> tuple[int, ...]:
        """The ordinals of the cards that a note with these fields has."""
        filled = tuple([values[n] != "" and not values[n].isspace() for n in self.needed])
        found = self.known.get(filled)
        if found is None:
            found = self.known[filled] = self.kind.ordinals((*values, *_COMMON))
        return found


@cache
def _form(folder: str) -> _Form:
    kind = notetypes.load(folder)
    places = {name: n for n, name in enumerate(kind.fields[: -len(notetypes.COMMON)])}
    needed = sorted({places[name] for template in kind.templates for name in template.needs})
    return _Form(kind, places, tuple(needed), {})


@thing
class _Label:
    """What the notes of one class, kind and set of tags in a file have in common."""

    deck: str
    tags: tuple[str, ...]
    """As Anki has them."""
    after: str
    """The fields behind Source: topics, language, and those that are still empty."""


@thing
class _Place:
    """What the notes of a section have in common, which follow each other: HTML of its context, class and file."""

    context: str
    class_name: str
    path: str


class _Composer:
    """What drafts have in common: where media are looked up, the settings, the remarks so far, contexts rendered."""

    def __init__(self, shelf: Shelf, config: Config) -> None:
        self.config = config
        self.shelf = shelf
        self.problems: list[Diagnostic] = []
        self.last: Block | None = None
        self.here = _Place("", "", "")
        """The place of the last block."""
        self.labels: dict[tuple[str, str, str, tuple[str, ...]], _Label] = {}
        self.worded: Block | None = None
        self.text = ""
        """The HTML of the last block whose words were asked for."""

    def draft(self, block: Block, fact: str, sketch: Sketch) -> Draft | None:
        """The draft of one note, or a remark on why there is none."""
        form = _form(sketch.notetype)
        media: list[Media] = []
        values = self.own(block, fact, sketch, form, media)
        foreign = fact not in _OURS
        if foreign:
            values = [value.replace(PART, " ") for value in values]  # notes and settings have none
        front, own, cloze = values[0], PART.join(values), form.kind.cloze
        if (len(own) > MAX_FIELD or not (_SHOWN.match(front) or plain(front))) and not self.fits(values, block):
            return None
        clozes = deletions(front) if cloze else ()
        if cloze and not self.hides(clozes, block):
            return None
        cards = tuple([number - 1 for number, _ in clozes]) if cloze else form.cards(values)
        if not cards:
            self.refuse(block, "FG404", "a note that gives no card", "write both what is asked and its answer")
            return None
        here = self.place(block)
        label = self.label(block, fact)
        said = sketch.notetype in _WORDED and _says_more(sketch.notetype, block.text, values)
        own_context = sketch.fields.get("Context")
        context = self.given(own_context, block) if own_context else here.context
        if foreign:
            context = context.replace(PART, " ")
        wording = self.wording(block) if said else ""
        draft = (
            sketch.notetype,
            fact,
            normal(sketch.key),
            block.class_name,
            label.deck,
            f"{own}{PART}{context}{PART}{here.class_name}{PART}{wording}",
            f"{here.path}:{block.line}" if not self.config.editor else _source(block, self.shelf.root, self.config),
            label.after,
            clozes,
            cards,
            label.tags,
            tuple(dict.fromkeys(media)) if media else (),
            block.path,
            block.line,
            block.end_line,
            block.headings,
            block.anchor,
        )
        return tuple.__new__(Draft, draft)  # ``Draft(…)`` without its call

    def own(self, block: Block, fact: str, sketch: Sketch, form: _Form, media: list[Media]) -> list[str]:
        """What a note itself says: the HTML of its fields but for the common ones; what they show goes to ``media``."""
        places = form.places
        values = [""] * len(places)
        for name, text in sketch.fields.items():
            if text and (place := places.get(name)) is not None:
                if only_words(text):
                    values[place] = text
                else:
                    hiding = form.kind.cloze and name == "Text"
                    values[place] = self.html(text, block, media, cloze=hiding, line=fact not in _PROSE)
        for name, made in sketch.html.items():
            if name in places:
                values[places[name]] = made
        if fact in self.config.type_answers and "Type" in places:
            values[places["Type"]] = "1"
        return values

    def place(self, block: Block) -> _Place:
        """Where a block stands."""
        last = self.last
        if (
            last is None
            or block.headings is not last.headings
            or block.lead is not last.lead
            or block.class_name is not last.class_name
            or block.path is not last.path
        ):
            text = _context(block)
            context = self.given(text, block) if text else ""
            self.here = _Place(context, _class(block.class_name), words(block.path))
        self.last = block
        return self.here

    def label(self, block: Block, fact: str) -> _Label:
        """What a note says of its deck and tags; the notes of a file say much the same."""
        whence = (block.path, block.class_name, fact, block.tags)
        made = self.labels.get(whence)
        if made is None:
            tags = (class_tag(block.class_name), f"flashgen::kind::{fact}", *map(_tag, block.tags))
            after = PART.join((_class(", ".join(block.tags)), language(block.lang), *_SPARE))
            made = self.labels[whence] = _Label(block.deck, tuple(dict.fromkeys(tags)), after)
        return made

    def wording(self, block: Block) -> str:
        """The HTML of what the author wrote; the notes of a block follow each other and share it."""
        if block is not self.worded:
            self.worded, self.text = block, self.inline(block.text)
        return self.text

    def given(self, text: str, block: Block) -> str:
        """The HTML of a context that the fact itself has; that of the class says nothing new."""
        return "" if normal(text) == _known(block.class_name) else self.inline(text)

    def html(self, text: str, block: Block, media: list[Media], *, cloze: bool = False, line: bool = False) -> str:
        """The HTML of a field; what it shows goes to ``media``, what is wrong with it to the remarks."""
        if len(text) > MAX_TEXT:
            return text  # too long for a field, too
        made = render_cloze(text, self.shelf) if cloze else render(text, self.shelf, line=line)
        media += made.media
        if made.problems:
            for problem, place in zip(made.problems, _places(block, [p.find for p in made.problems]), strict=True):
                severity: Severity = "error" if problem.severity == "error" else "warning"
                self.problems.append(Diagnostic(problem.code, problem.message, place, problem.hint, severity))
        return made.html

    def inline(self, text: str) -> str:
        """The HTML of a text that is said again: what is wrong with it was remarked on where it stands."""
        return text if only_words(text) else render(text, self.shelf, line=True).html

    def fits(self, values: list[str], block: Block) -> bool:
        """Whether each field is of a sensible size, and the first shows something; a remark if not."""
        if (longest := max(map(len, values))) > MAX_FIELD:
            return self.refuse(
                block, "FG403", f"a field of {longest:,} characters", f"at most {MAX_FIELD:,}; split the note"
            )
        if not plain(values[0]) and "<img" not in values[0] and "[sound:" not in values[0]:
            return self.refuse(block, "FG404", "a card whose front is empty", "write what is asked")
        return True

    def hides(self, clozes: tuple[tuple[int, str], ...], block: Block) -> bool:
        """Whether a cloze hides something, and not too much; a remark if not."""
        if not clozes:
            return self.refuse(
                block, "FG401", "a cloze without a deletion", "mark what is asked: the cell's ==membrane== #cloze"
            )
        if len(clozes) > MAX_CLOZES:
            return self.refuse(
                block, "FG402", f"{len(clozes)} deletions in one cloze", f"at most {MAX_CLOZES}; split the text"
            )
        return True

    def refuse(self, block: Block, code: str, message: str, hint: str) -> bool:
        self.problems.append(Diagnostic(code, message, block.span(0), hint))
        return False


_COMMON = ("",) * len(notetypes.COMMON)
_SPARE = ("",) * (len(notetypes.COMMON) - notetypes.COMMON.index("Lang") - 2)
"""The spare fields between the language and the id."""


_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*\Z")


def language(name: str) -> str:
    """A language as HTML's ``lang`` takes it; empty for what is none, since it stands in an attribute.

    >>> language("pt_BR"), language('en" onload="')
    ('pt-BR', '')
    """
    name = name.strip().replace("_", "-")
    return name if _LANGUAGE.match(name) else ""


@lru_cache(maxsize=1024)
def class_tag(name: str) -> str:
    """The Anki tag of a class: every note carries it, so that moved ones can be found.

    >>> class_tag("Intro to deep learning::Labs")
    'flashgen::class::intro-to-deep-learning::labs'
    """
    parts = [_SPACE.sub("-", re.sub(r"[^\w\s.-]+", "", part.casefold()).strip()) for part in name.split("::")]
    return "::".join(("flashgen::class", *(part or "-" for part in parts)))


@lru_cache(maxsize=1024)
def _tag(name: str) -> str:
    return _TAG_SPACE.sub("_", name)


def deletions(text: str) -> tuple[tuple[int, str], ...]:
    """The numbers of the deletions with their texts, plain; those of one number joined."""
    found: dict[int, list[str]] = {}
    simple = _PLAIN_DELETION.findall(text)
    if len(simple) == text.count("{{c"):
        for number, body in simple:
            found.setdefault(int(number), []).append(normal(body))
        return _numbered(found)
    ends: dict[int, int] = {}
    waiting: list[int] = []
    last = 0
    for brace in _CLOZE_BRACES.finditer(text):
        if brace[0] != "}}":
            waiting.append(brace.start())
            continue
        last = brace.start()
        if waiting:
            ends[waiting.pop()] = last
    for match in _CLOZE.finditer(text):
        start = match.end()
        end = max(ends.get(match.start(), last), start)  # never closed: up to the last that closes anything
        hint = text.find("::", start, end)
        body = text[start : hint if hint >= 0 else end]
        found.setdefault(int(match[1]), []).append(normal(plain(body.replace("}}", ""))))
    return _numbered(found)


def _numbered(found: Mapping[int, list[str]]) -> tuple[tuple[int, str], ...]:
    return tuple([(number, " … ".join(texts)) for number, texts in sorted(found.items()) if number > 0])


def _context(block: Block) -> str:
    """Where a fact stands, for a reader who meets its card out of context: headings but for the file's title, and what
    introduces it."""
    parts = [block.context] if block.context else []
    headings = block.headings[1:] if len(block.headings) > 1 else block.headings
    parts += [h for h in headings if h]
    parts += [lead.rstrip(": ") for lead in block.lead if len(lead) <= 120]
    known = _known(block.class_name)
    unique = [p for n, p in enumerate(parts) if p not in parts[:n] and normal(p) != known]
    return " › ".join(unique[-3:])


@lru_cache(maxsize=1024)
def _known(name: str) -> str:
    return normal(name)


@lru_cache(maxsize=1024)
def _class(name: str) -> str:
    return words(name.replace("::", " › "))


def _source(block: Block, root: Path, config: Config) -> str:
    """A link that opens the line in the editor that the configuration names."""
    import html  # its tables take a while to load, and most fields need none

    file = quote((root / block.path).resolve().as_posix(), safe="/:")
    if config.editor == "obsidian" and config.vault:
        note = quote(block.path.rsplit(".", 1)[0])
        href = f"obsidian://open?vault={quote(config.vault, safe='')}&file={note}"
    elif config.editor == "obsidian":
        href = f"obsidian://open?path={file}"
    elif config.editor == "vscode":
        href = f"vscode://file/{file.lstrip('/')}:{block.line}"
    else:
        href = config.editor.replace("{path}", file).replace("{line}", str(block.line))
    return f'<a href="{html.escape(href)}">{words(f"{block.path}:{block.line}")}</a>'


def _says_more(notetype: str, text: str, values: list[str]) -> bool:
    """Whether the student's wording belongs on the card: it qualifies a value, or holds words that no field has."""
    if len(text) > MAX_FIELD:
        return False
    if notetype in _SAYING:
        return True
    held = plain(" ".join(v for v in values if v and not v.startswith("<svg"))).casefold()
    return sum(word not in held for word in set(_WORD.findall(text.casefold()))) >= _MORE


def _places(block: Block, texts: Sequence[str]) -> Iterator[Span]:
    """Where texts stand in a block: in its own text or in a side of its question, each behind the one before it if it
    stands there, too."""
    pieces = [block, *map(block.cell, block.parts)] if texts else []
    begins = [0] * len(pieces)
    for text in texts:
        for number, piece in enumerate(pieces):
            at = piece.text.find(text, begins[number]) if text else -1
            if at < 0 < begins[number]:
                at = piece.text.find(text) if text else -1
            if at >= 0:
                begins[number] = at
                yield piece.span(at, at + len(text))
                break
        else:
            yield block.span(0)
