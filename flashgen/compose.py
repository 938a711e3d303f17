"""Compose: facts in, drafts out: fields rendered, class and context, source and tags filled in, media gathered."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from urllib.parse import quote

from flashgen import notetypes
from flashgen.config import Config
from flashgen.diagnostics import Diagnostic, Severity
from flashgen.document import Block
from flashgen.notes import Draft, Extracted, Media, NoteType, Sketch
from flashgen.render import Problem, Shelf, plain, render, render_cloze, short, words
from flashgen.source import Span

MAX_FIELD = 100_000
"""Characters of a field; longer ones are no card."""
MAX_CLOZES = 100
_CLOZE = re.compile(r"\{\{c(\d{1,3})::")
_MARKUP = re.compile(r"[*_`~=\\$]+")
_SPACE = re.compile(r"\s+")
_SIMPLE_KEY = re.compile(r"[a-z0-9 ,.:;?'-]*\Z")
_TAG_SPACE = re.compile(r"[\s\x00-\x1f\"]+")
_WORD = re.compile(r"[^\W\d_]{3,}")
_SAYING = frozenset(("hyperparameter", "quantity", "scale"))
"""Note types that show parsed values: the student's own wording stands below them."""
_SELECTING = frozenset(("definition", "formula", "acronym", "why"))
"""Note types that show pieces of a line: its wording stands below them where it says more than the pieces."""
_PROSE = frozenset(("qa", "custom"))
"""Kinds whose one-line fields may be a list or a quotation; those of the others are names and values."""
_MORE = 3
"""So many words that no field holds are more: ``valid in the linear elastic region`` behind a formula."""


def compose(
    extracted: Iterable[Extracted],
    root: Path,
    config: Config,
    footnotes: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
) -> tuple[list[Draft], list[Diagnostic]]:
    """The drafts of all notes that the facts ask for, in order; ``root`` is the notes folder, ``footnotes`` those of
    each path."""
    drafts: list[Draft] = []
    problems: list[Diagnostic] = []
    shelf = Shelf(root, allow_remote=config.allow_remote)
    for found in extracted:
        shelf.folder = found.block.path.rpartition("/")[0]
        shelf.footnotes = footnotes.get(found.block.path, {})
        for sketch in found.fact.sketches(found.block):
            draft = _draft(found, sketch, shelf, config, problems)
            if draft is not None:
                drafts.append(draft)
    return drafts, problems


def normal(text: str) -> str:
    """A text as keys are compared: NFC, no mark-up, lower case, single spaces.

    >>> normal("  **Stress**  is what? ")
    'stress is what?'
    """
    text = text.casefold()
    if _SIMPLE_KEY.match(text):
        return " ".join(text.split())
    return " ".join(_MARKUP.sub("", unicodedata.normalize("NFC", text)).split())


def _draft(found: Extracted, sketch: Sketch, shelf: Shelf, config: Config, problems: list[Diagnostic]) -> Draft | None:
    block = found.block
    kind = notetypes.load(sketch.notetype)
    own = len(kind.fields) - len(notetypes.COMMON)
    values: list[str] = []
    media: list[Media] = []
    for name in kind.fields[:own]:
        value = sketch.html.get(name)
        if value is None:
            text = sketch.fields.get(name, "")
            if not text:
                value = ""
            elif kind.cloze and name == "Text":
                made = render_cloze(text, shelf)
                value = made.html
                media += made.media
                _report(made.problems, block, problems)
            else:
                value = short(text)
                if value is None:
                    made = render(text, shelf, line=found.fact.kind not in _PROSE)
                    value = made.html
                    media += made.media
                    _report(made.problems, block, problems)
        values.append(value)
    if "Type" in kind.fields[:own] and found.fact.kind in config.type_answers:
        values[kind.fields.index("Type")] = "1"
    if not _fits(values, kind, block, problems):
        return None
    clozes = deletions(values[0]) if kind.cloze else ()
    if kind.cloze and not clozes:
        problems.append(
            _remark(block, "FG401", "a cloze without a deletion", "mark what is asked: the cell's ==membrane== #cloze")
        )
        return None
    if len(clozes) > MAX_CLOZES:
        problems.append(
            _remark(block, "FG402", f"{len(clozes)} deletions in one cloze", f"at most {MAX_CLOZES}; split the text")
        )
        return None
    context = sketch.fields.get("Context") or _context(block)
    context = "" if normal(context) == normal(block.class_name) else context
    said = " ".join(v for v in values if v and not v.startswith("<svg"))
    values += [
        _inline(context, shelf),
        _class(block.class_name),
        _inline(block.text, shelf) if _says_more(sketch.notetype, block.text, said) else "",
        _source(block, shelf.root, config),
        _class(", ".join(block.tags)),
        language(block.lang),
        "",
        "",
        "",
        "",
        "",
    ]
    tags = tuple(
        dict.fromkeys((class_tag(block.class_name), f"flashgen::kind::{found.fact.kind}", *map(_tag, block.tags)))
    )
    return Draft(
        sketch.notetype,
        found.fact.kind,
        normal(sketch.key),
        block.class_name,
        block.deck,
        tuple(values),
        clozes,
        tags,
        tuple(dict.fromkeys(media)),
        block.path,
        block.line,
        block.end_line,
        block.headings,
        plain(said),
        _label(sketch, values),
        block.anchor,
    )


def _fits(values: list[str], kind: NoteType, block: Block, problems: list[Diagnostic]) -> bool:
    """Whether the note gives a card and its fields are of a sensible size; a diagnostic if not."""
    longest = max(map(len, values))
    if longest > MAX_FIELD:
        problems.append(
            _remark(block, "FG403", f"a field of {longest:,} characters", f"at most {MAX_FIELD:,}; split the note")
        )
        return False
    if not plain(values[0]).strip() and "<img" not in values[0] and "[sound:" not in values[0]:
        problems.append(_remark(block, "FG404", "a card whose front is empty", "write what is asked"))
        return False
    filled = dict(zip(kind.fields, values, strict=False))
    if not kind.cloze and not any(all(filled.get(n, "").strip() for n in t.needs) for t in kind.templates):
        problems.append(_remark(block, "FG404", "a note that gives no card", "write both what is asked and its answer"))
        return False
    return True


_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*\Z")


def language(name: str) -> str:
    """A language as HTML's ``lang`` takes it; empty for what is none, since it stands in an attribute.

    >>> language("pt_BR"), language('en" onload="')
    ('pt-BR', '')
    """
    name = name.strip().replace("_", "-")
    return name if _LANGUAGE.match(name) else ""


def class_tag(name: str) -> str:
    """The Anki tag of a class: every note carries it, so that moved ones can be found.

    >>> class_tag("Intro to deep learning::Labs")
    'flashgen::class::intro-to-deep-learning::labs'
    """
    parts = [_SPACE.sub("-", re.sub(r"[^\w\s.-]+", "", part.casefold()).strip()) for part in name.split("::")]
    return "::".join(("flashgen::class", *(part or "-" for part in parts)))


def _tag(name: str) -> str:
    return _TAG_SPACE.sub("_", name)


def deletions(text: str) -> tuple[tuple[int, str], ...]:
    """The numbers of the deletions with their texts, plain; those of one number joined."""
    found: dict[int, list[str]] = {}
    for match in _CLOZE.finditer(text):
        depth, position = 1, match.end()
        while position < len(text) and depth:
            end = text.find("}}", position)
            if end < 0:
                break
            inner = text.find("{{c", position)
            if 0 <= inner < end:
                depth, position = depth + 1, inner + 3
            else:
                depth, position = depth - 1, end + 2
        body = text[match.end() : position - 2].split("::")[0]
        found.setdefault(int(match[1]), []).append(normal(plain(_CLOZE.sub("", body).replace("}}", ""))))
    return tuple((number, " … ".join(texts)) for number, texts in sorted(found.items()) if number > 0)


def _context(block: Block) -> str:
    """Where a fact stands, for a reader who meets its card out of context: headings but for the file's title, and what
    introduces it."""
    parts = [block.context] if block.context else []
    headings = block.headings[1:] if len(block.headings) > 1 else block.headings
    parts += [h for h in headings if h]
    parts += [lead.rstrip(": ") for lead in block.lead if len(lead) <= 120]
    unique = [p for n, p in enumerate(parts) if p not in parts[:n] and normal(p) != normal(block.class_name)]
    return " › ".join(unique[-3:])


def _inline(text: str, shelf: Shelf) -> str:
    if not text:
        return ""
    made = short(text)
    return render(text, shelf, line=True).html if made is None else made


def _class(name: str) -> str:
    return words(name.replace("::", " › "))


def _source(block: Block, root: Path, config: Config) -> str:
    """``file:line``, as a link if the configuration names an editor."""
    text = words(f"{block.path}:{block.line}")
    if not config.editor:
        return text
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
    return f'<a href="{html.escape(href)}">{text}</a>'


def _says_more(notetype: str, text: str, said: str) -> bool:
    """Whether the student's wording belongs on the card: it qualifies a value, or holds words that no field has."""
    if notetype in _SAYING:
        return True
    if notetype not in _SELECTING:
        return False
    held = said.casefold()
    return sum(word not in held for word in set(_WORD.findall(text.casefold()))) >= _MORE


def _label(sketch: Sketch, values: list[str]) -> str:
    label = plain(values[0].partition('<div class="fg-notes">')[0]) or sketch.key
    if "{{c" in label:
        label = re.sub(r"\{\{c\d+::(.*?)(?:::[^}]*)?\}\}", r"\1", label)
    return label if len(label) <= 80 else label[:79] + "…"


def _remark(block: Block, code: str, message: str, hint: str) -> Diagnostic:
    return Diagnostic(code, message, block.span(0), hint)


def _report(found: Iterable[Problem], block: Block, problems: list[Diagnostic]) -> None:
    for problem in found:
        severity: Severity = "error" if problem.severity == "error" else "warning"
        problems.append(Diagnostic(problem.code, problem.message, _place(block, problem.find), problem.hint, severity))


def _place(block: Block, text: str) -> Span:
    """Where a text stands in a block: in its own text or in a side of its question."""
    for piece in (block, *map(block.cell, block.parts)):
        at = piece.text.find(text) if text else -1
        if at >= 0:
            return piece.span(at, at + len(text))
    return block.span(0)
