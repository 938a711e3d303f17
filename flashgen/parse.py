"""Parse: Source in, Document and diagnostics out. Which class, tags and scope each piece of a note has.

The structure of the Markdown comes from ``structure``, tags and masks from ``tags``; what is decided here is the
format itself: classes, scopes, questions and clozes (docs/format.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from flashgen.config import Config
from flashgen.diagnostics import Diagnostic, Severity
from flashgen.document import Block, Document, Front, Item, Piece, Places, Scope, Table, place
from flashgen.facts import TAGS, Kind
from flashgen.frontmatter import anki_tag, read_front, split_front
from flashgen.source import Source, Span
from flashgen.structure import Line, ListItem, Node, scan
from flashgen.tags import MASK, Tag, anchor_of, comments, find_tags, mask

_CARD = frozenset(("card", "flashcard"))
_CANDIDATE = re.compile(r"[#^]|::|==|\{\{c|<!--|^[ \t*_]*(?:[QqCc]|[Qq]uestion)[ \t]?\d*[*_]*[:.)]|^[ \t]*\?\??[ \t]*$", re.M)
_QUESTION = re.compile(r"[*_]{0,3}(?:q|question)[ ]?\d{0,4}[*_]{0,3}[:.][*_]{0,3}(?:[ \t]+|$)", re.I)
_ANSWER = re.compile(r"[*_]{0,3}(?:a|answer)[ ]?\d{0,4}[*_]{0,3}[:.][*_]{0,3}(?:[ \t]+|$)", re.I)
_CLOZE_LINE = re.compile(r"[*_]{0,3}C[*_]{0,3}:[*_]{0,3}[ \t]+")
_CLOZE_MARK = re.compile(r"\[|==|\{\{c\d", re.I)
_BRACES = re.compile(r"\{\{c\d+::", re.I)
_HIGHLIGHT = re.compile(r"==(?=[^\s=])[^=\n]*(?:=[^=\n]+)*(?<=[^\s=])==")
_INLINE = re.compile(r"[ \t](:::?)(?:[ \t]+|$)")
_INLINE_TIGHT = re.compile(r"\?[ \t]*[ \t](:::?)(?=[^\s:@])")
_CALLOUT = re.compile(r"\[!([\w-]+)\][+-]?[ \t]*")
_LABEL = re.compile(r"([*_]{0,3})([^\W\d_]+)([*_]{0,3}):([*_]{0,3})(?:[ \t]+|$)")
_PROPERTY = re.compile(r"[A-Za-z][\w-]*::[ \t]")
_IMAGE = re.compile(r"!\[[^\]\n]*\](?:\([^)\n]*\)|\])[ \t]*$")
_CHECKBOX = re.compile(r"\[[ xX]\][ \t]+")


@dataclass(frozen=True, slots=True)
class _Scope:
    """What holds where a node stands: inherited from headings and enclosing list items."""

    class_name: str
    tags: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    kinds: tuple[tuple[Kind, str], ...] = ()
    """Kinds of the section's heading, with the tag as written."""


@dataclass(slots=True)
class _Heading:
    level: int
    text: str
    class_name: str | None
    kinds: tuple[tuple[Kind, str], ...]
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Marks:
    """The tags of a text, sorted into what they do; the stretches they take."""

    kinds: tuple[tuple[Kind, str], ...] = ()
    tags: tuple[str, ...] = ()
    class_name: str | None = None
    is_class: bool = False
    card: bool = False
    skip: bool = False
    cuts: tuple[tuple[int, int], ...] = ()
    anchor: str = ""


_NO_MARKS = _Marks()


def parse(source: Source, config: Config, tags: Mapping[str, Kind] = TAGS) -> tuple[Document, list[Diagnostic]]:
    """Parse a class note. ``tags`` are the kind tags known, custom ones included."""
    return _Parser(source, config, tags).run()


def class_path(name: str) -> str:
    """A class name as Anki nests it: ``A/B`` and ``A :: B`` become ``A::B``."""
    if "/" not in name and "::" not in name:
        return name.strip()
    return "::".join(part for p in re.split(r"/|::", name) if (part := p.strip()))


def _same_class(name: str) -> str:
    return re.sub(r"[\s_-]+", " ", name.casefold()).strip()


def unify_classes(documents: Sequence[Document]) -> list[Document]:
    """The documents with one name a class: of names that differ in case, spaces, ``-`` and ``_``, the spelled-out one."""
    names = {block.class_name for document in documents for block in document.blocks}
    best: dict[str, str] = {}
    for name in sorted(names, key=lambda n: (" " not in n, n == n.lower(), n)):
        best.setdefault(_same_class(name), name)
    changed = {name: best[_same_class(name)] for name in names if best[_same_class(name)] != name}
    if not changed:
        return list(documents)
    return [
        replace(d, blocks=tuple(replace(b, class_name=changed.get(b.class_name, b.class_name)) for b in d.blocks))
        if any(b.class_name in changed for b in d.blocks) else d
        for d in documents
    ]


def _join(lines: Sequence[Line]) -> tuple[str, Places]:
    """The text of lines without their indentation, and its places; lines left out in between come back empty."""
    if len(lines) == 1:
        text = lines[0].text
        stripped = text.lstrip(" \t")
        return stripped.rstrip(), ((0, lines[0].number, lines[0].column + len(text) - len(stripped)),)
    parts: list[str] = []
    places: list[tuple[int, int, int]] = []
    offset = 0
    for line in lines:
        stripped = line.text.lstrip(" \t")
        places.append((offset, line.number, line.column + len(line.text) - len(stripped)))
        stripped = stripped.rstrip()
        parts.append(stripped)
        offset += len(stripped) + 1
    return "\n".join(parts), tuple(places)


def _verbatim(lines: Sequence[Line]) -> tuple[str, Places]:
    """Like ``_join``, but indentation stays (code, nested lists) and gaps in the numbers are blank lines."""
    parts: list[str] = []
    places: list[tuple[int, int, int]] = []
    offset, last = 0, lines[0].number
    for line in lines:
        for _ in range(line.number - last - 1):
            parts.append("")
            offset += 1
        places.append((offset, line.number, line.column))
        text = line.text.rstrip()
        parts.append(text)
        offset += len(text) + 1
        last = line.number
    return "\n".join(parts), tuple(places)


def cut(text: str, places: Places, cuts: Iterable[tuple[int, int]]) -> tuple[str, Places]:
    """The text without some stretches, and its new places. White space around a cut closes up."""
    out: list[str] = []
    made: list[tuple[int, int, int]] = []
    length = at = 0
    for start, end in [*sorted(cuts), (len(text), len(text))]:
        if start < at:
            continue
        left = start
        if start < len(text):
            while left > at and text[left - 1] in " \t" and (end >= len(text) or text[end] in " \t\n"):
                left -= 1
            if left == at and at and not out:
                left = at
        if left > at:
            line, column = place(places, at)
            made.append((length, line, column))
            made += [(length + o - at, li, c) for o, li, c in places if at < o < left]
            out.append(text[at:left])
            length += left - at
        at = end
        if not out or out[-1].endswith("\n"):
            while at < len(text) and text[at] in " \t":
                at += 1
    joined = "".join(out)
    stripped = joined.strip()
    if len(stripped) != len(joined):
        skip = len(joined) - len(joined.lstrip())
        line, column = place(tuple(made), skip) if made else (1, 1)
        made = [(0, line, column), *((o - skip, li, c) for o, li, c in made if skip < o < skip + len(stripped))]
    return stripped, tuple(made) or (places[0] if places else (0, 1, 1),)


class _Parser:
    """The state of one parse: open headings, blocks and diagnostics so far."""

    def __init__(self, source: Source, config: Config, tags: Mapping[str, Kind]) -> None:
        self.source, self.path, self.config, self.table = source, source.path, config, tags
        self.blocks: list[Block] = []
        self.problems: list[Diagnostic] = []
        self.lines = source.text.split("\n")
        self.front = Front()
        self.headings: list[_Heading] = []
        self.root = ""
        self.base = _Scope("")

    # ------------------------------------------------------------------ the file

    def run(self) -> tuple[Document, list[Diagnostic]]:
        taken = split_front(self.lines)
        if taken < 0:
            self.problem("FG010", "front matter that is never closed", 1, 1, "end it with a line of its own: ---")
            taken = 0
        elif taken:
            self.front, problems = read_front(self.lines[:taken], self.path)
            self.problems += [replace(p, source_line=self.source.line(p.span.line)) for p in problems]
        if self.front.skip:
            return Document(self.path, self.front, ()), self.problems
        defaults = self.config.defaults_for(self.path)
        self.root = self.front.deck or defaults.deck or self.config.deck
        nodes = scan([Line(text, number, 1) for number, text in enumerate(self.lines[taken:], taken + 1)])
        name = self.front.class_name or defaults.class_name
        if not name and "/" in self.path:
            name = self.path.split("/", 1)[0]
        if not name:
            title = next((n.lines[0].text for n in nodes if n.type == "heading" and n.level == 1), "")
            if title:
                title, _ = cut(title, ((0, 1, 1),), self.marks(title).cuts)
            name = title or self.path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
        tags = tuple(dict.fromkeys((*(anki_tag(t) for t in defaults.tags), *self.front.tags)))
        self.base = _Scope(class_path(name), tags)
        self.context = self.front.context or defaults.context or ""
        self.lang = self.front.lang or defaults.lang or self.config.lang
        self.sections(nodes)
        self.blocks.sort(key=lambda b: b.line)
        return Document(self.path, self.front, tuple(self.blocks)), self.problems

    def problem(self, code: str, message: str, line: int, column: int, hint: str, severity: Severity = "error") -> None:
        self.problems.append(Diagnostic(code, message, Span(self.path, line, column), hint, severity, self.lines[line - 1]))

    # ------------------------------------------------------------------ sections

    def sections(self, nodes: list[Node]) -> None:
        """Walk the top level: headings open and close sections, what lies between is read in their scope."""
        index, count = 0, len(nodes)
        while index < count:
            if nodes[index].type != "heading":
                end = index
                while end < count and nodes[end].type != "heading":
                    end += 1
                self.container(nodes[index:end], self.scope())
                index = end
                continue
            index = self.heading(nodes, index)

    def scope(self) -> _Scope:
        """What holds below the headings that are open now."""
        if not self.headings:
            return self.base
        name, tags, kinds = self.base.class_name, self.base.tags, ()
        for heading in self.headings:
            name = heading.class_name or name
            tags = (*tags, *heading.tags)
            kinds = heading.kinds or kinds
        texts = tuple(h.text for h in self.headings if h.text and h.class_name is None)
        return _Scope(name, tuple(dict.fromkeys(tags)), texts, (), kinds)

    def heading(self, nodes: list[Node], index: int) -> int:
        """Open a heading's section; the index of the node to go on with."""
        node = nodes[index]
        line = node.lines[0]
        marks = self.marks(line.text)
        text, places = cut(line.text, ((0, line.number, line.column),), marks.cuts)
        while self.headings and self.headings[-1].level >= node.level:
            self.headings.pop()
        end = index + 1
        if marks.skip or marks.card:
            while end < len(nodes) and not (nodes[end].type == "heading" and nodes[end].level <= node.level):
                end += 1
            if marks.card and not marks.skip:
                self.card(Piece(text, places), nodes[index + 1 : end], self.scope(), marks, line)
            return end
        name = class_path(marks.class_name or text) if marks.is_class else None
        if name is None and marks.class_name:
            name = class_path(marks.class_name)
        self.headings.append(_Heading(node.level, text, name, marks.kinds, marks.tags))
        return end

    # ------------------------------------------------------------------ the nodes of a container

    def container(self, nodes: list[Node], scope: _Scope) -> None:
        """Read nodes that stand beside each other: questions over several of them, tags above blocks, the rest."""
        index = 0
        while index < len(nodes):
            node = nodes[index]
            if node.type == "paragraph":
                index = self.paragraph(nodes, index, scope)
            elif node.type == "list":
                self.list(node, scope)
                index += 1
            elif node.type == "quote":
                self.quote(node, scope)
                index += 1
            else:
                follow = nodes[index + 1] if index + 1 < len(nodes) else None
                below = self.tags_only(follow) if follow is not None and not follow.blank_before else None
                if below is not None and node.type in ("table", "math", "fence"):
                    self.structure(node, scope, below, "own")
                    index += 2
                    continue
                if scope.kinds and node.type in ("table", "math", "fence", "code"):
                    self.structure(node, scope, _Marks(kinds=scope.kinds), "section")
                index += 1

    def tags_only(self, node: Node | None) -> _Marks | None:
        """The marks of a paragraph that is nothing but tags with a kind or ``#skip`` among them."""
        if node is None or node.type != "paragraph" or len(node.lines) != 1:
            return None
        text = node.lines[0].text
        if "#" not in text:
            return None
        marks = self.marks(text)
        if not (marks.kinds or marks.skip) or cut(text, ((0, 1, 1),), marks.cuts)[0]:
            return None
        return marks

    def structure(self, node: Node, scope: _Scope, marks: _Marks, own: Scope, lead: str = "") -> None:
        """A table, display math or code as one block of each kind."""
        if marks.skip:
            return
        text, places = _verbatim(node.lines)
        table = _table(node.lines) if node.type == "table" else None
        for kind, form in marks.kinds:
            self.emit(kind.name, text, places, node.line, node.end, scope, marks, own, form=form, table=table, lead=lead)

    # ------------------------------------------------------------------ paragraphs

    def paragraph(self, nodes: list[Node], index: int, scope: _Scope) -> int:
        """Read a paragraph, and what it takes with it; the index of the node to go on with."""
        node = nodes[index]
        text, places = _join(node.lines)
        if not scope.kinds and not self.config.labels and _CANDIDATE.search(text) is None:
            return index + 1
        masked = mask(text)
        starts = [m.start() for m in re.finditer(r"^", masked, re.M)]
        for number, start in enumerate(starts):
            if masked[start] in "QqAa*_" if start < len(masked) else False:
                if _QUESTION.match(masked, start):
                    if number:
                        self.lines_of(Node("paragraph", node.lines[:number]), nodes, index, scope, last=False)
                    return self.question(nodes, index, number, scope)
        only = self.tags_only(node)
        if only is not None:
            return self.tag_above(nodes, index, scope, only)
        return self.lines_of(node, nodes, index, scope, last=True)

    def tag_above(self, nodes: list[Node], index: int, scope: _Scope, marks: _Marks) -> int:
        """A line of tags alone: it rules the block below it."""
        line = nodes[index].lines[0]
        follow = nodes[index + 1] if index + 1 < len(nodes) else None
        if follow is None or follow.type in ("rule", "comment"):
            if marks.kinds:
                name = marks.kinds[0][1]
                self.problem("FG110", f"#{name} with nothing to rule", line.number, line.column,
                             f"write the tag at the end of the line that it is for, or directly above it: stress: force per area #{name}")
            return index + 1
        if marks.skip:
            return index + 2
        inner = replace(scope, class_name=class_path(marks.class_name) if marks.class_name else scope.class_name)
        if follow.type == "list":
            self.whole_list(follow, inner, marks, "own")
            self.list(follow, replace(inner, kinds=()))
            return index + 2
        if follow.type == "paragraph":
            text, places = _join(follow.lines)
            own = self.marks(text)
            text, places = cut(text, places, own.cuts)
            merged = replace(own, kinds=(*marks.kinds, *own.kinds), tags=(*marks.tags, *own.tags))
            return self.unit(text, places, follow.line, follow.end, inner, merged, "own", nodes, index + 1, last=True)
        if follow.type == "quote":
            text, places = _verbatim(follow.lines)
            for kind, form in marks.kinds:
                self.emit(kind.name, text, places, follow.line, follow.end, inner, marks, "own", form=form)
            return index + 2
        self.structure(follow, inner, marks, "own")
        return index + 2

    def lines_of(self, node: Node, nodes: list[Node], index: int, scope: _Scope, *, last: bool) -> int:
        """Split a paragraph into units: a tagged line rules the untagged ones before it."""
        pending: list[Line] = []
        after = index + 1
        lines = node.lines
        for number, line in enumerate(lines):
            pending.append(line)
            if "#" not in line.text and "{{" not in line.text:
                continue
            marks = self.marks(line.text.strip())
            if not (marks.kinds or marks.card or marks.skip or marks.class_name):
                continue
            final = number == len(lines) - 1
            body, _ = cut(line.text.strip(), ((0, 1, 1),), marks.cuts)
            if not body and len(pending) == 1 and not final and (marks.kinds or marks.skip):
                # tags alone on the first line, text right under them: they rule what follows up to the next tag
                rest = Node("paragraph", lines[number + 1 :])
                follow = next((n for n, li in enumerate(rest.lines) if self.marks(li.text).kinds), len(rest.lines) - 1)
                unit = rest.lines[: follow + 1] if follow == len(rest.lines) - 1 and not self.marks(rest.lines[-1].text).kinds else rest.lines[:follow] or rest.lines[:1]
                text, places = _join(unit)
                own = self.marks(text)
                text, places = cut(text, places, own.cuts)
                merged = replace(own, kinds=(*marks.kinds, *own.kinds), tags=(*marks.tags, *own.tags), skip=marks.skip)
                whole = len(unit) == len(rest.lines)
                after = self.unit(text, places, unit[0].number, unit[-1].number, scope, merged, "own", nodes, index, last=last and whole)
                if whole:
                    return after
                return self.lines_of(Node("paragraph", rest.lines[len(unit) :]), nodes, index, scope, last=last)
            if marks.card:
                rest = lines[number + 1 :]
                return self.card_lines(pending, rest, nodes, index, scope)
            text, places = _join(pending)
            marks = self.marks(text)
            text, places = cut(text, places, marks.cuts)
            after = self.unit(text, places, pending[0].number, line.number, scope, marks, "own", nodes, index, last=last and final)
            pending = []
        if pending:
            text, places = _join(pending)
            marks = self.marks(text)
            if marks.cuts:
                text, places = cut(text, places, marks.cuts)
            after = self.unit(text, places, pending[0].number, pending[-1].number, scope, marks, "section", nodes, index, last=last)
        return after

    def unit(self, text: str, places: Places, line: int, end: int, scope: _Scope, marks: _Marks, own: Scope,
             nodes: list[Node], index: int, *, last: bool) -> int:
        """One unit of a paragraph. The last one takes the list, table or display math that it introduces with it."""
        if marks.skip or not text:
            return index + 1
        scope = replace(scope, class_name=class_path(marks.class_name)) if marks.class_name else scope
        kinds = marks.kinds
        if not kinds and own == "section":
            labelled = self.label(text, scope)
            if labelled:
                kind, form, start = labelled
                text, places = cut(text, places, [(0, start)])
                kinds, own = ((kind, form),), "own"
            elif self.card_marks(text, places, line, end, scope, marks):
                return index + 1
            else:
                kinds = scope.kinds
        elif own == "own" and any(k.name == "cloze" for k, _ in kinds):
            pass
        if not kinds:
            return index + 1
        follow = nodes[index + 1] if last and index + 1 < len(nodes) else None
        items: tuple[Item, ...] = ()
        table: Table | None = None
        taken = 0
        introduces = text.rstrip().endswith((":", "：")) or (own == "own" and follow is not None and not follow.blank_before)
        if follow is not None and follow.type == "math" and not follow.blank_before:
            inner, inner_places = _verbatim(follow.lines)
            places = (*places, *((o + len(text) + 1, li, c) for o, li, c in inner_places))
            text, end, taken = f"{text}\n{inner}", follow.end, 1
        elif follow is not None and follow.type == "list" and introduces:
            items, end, taken = self.items(follow), follow.end, 1
            if not items:
                end = line
        elif follow is not None and follow.type == "table" and introduces:
            table, end, taken = _table(follow.lines), follow.end, 1
        for kind, form in kinds:
            self.emit(kind.name, text, places, line, end, scope, marks, own, form=form, items=items, table=table)
        if taken and items:
            assert follow is not None
            self.list(follow, replace(scope, kinds=()), lead=(text,))
        return index + 1 + taken

    def label(self, text: str, scope: _Scope) -> tuple[Kind, str, int] | None:
        """A leading keyword label (``Definition: …``), where labels count: its kind, the word, where the text begins."""
        if not (scope.kinds or self.config.labels) or ":" not in text[:40]:
            return None
        match = _LABEL.match(text)
        if match is None:
            return None
        word = match[2].lower()
        kind = next((k for k in dict.fromkeys(self.table.values()) if word in k.labels), None)
        return (kind, word, match.end()) if kind else None

    # ------------------------------------------------------------------ marks that need no tag

    def card_marks(self, text: str, places: Places, line: int, end: int, scope: _Scope, marks: _Marks) -> bool:
        """Questions and clozes marked by syntax in a text that has no kind tag; whether there were any."""
        masked = mask(text)
        if "::" in masked and ("::" in text.replace("{{", "", 1)):
            found = False
            offset = 0
            for part in masked.split("\n"):
                match = _INLINE.search(part) or _INLINE_TIGHT.search(part)
                if match and part[: match.start(1)].strip() and part[match.end(1) :].strip() and "{{c" not in part[: match.start()]:
                    self.inline(text, places, offset, offset + len(part), match, scope, marks)
                    found = True
                offset += len(part) + 1
            if found:
                return True
        if "?" in masked:
            rows = masked.split("\n")
            for number, row in enumerate(rows):
                if row.strip() in ("?", "??") and 0 < number < len(rows) - 1:
                    start = sum(len(r) + 1 for r in rows[:number])
                    front = _slice(text, places, 0, start - 1)
                    back = _slice(text, places, start + len(row) + 1, len(text))
                    self.qa(front, back, row.strip(), line, end, scope, marks)
                    return True
        cloze = _CLOZE_LINE.match(masked)
        if cloze and _CLOZE_MARK.search(text, cloze.end()):
            body, where = cut(text, places, [(0, cloze.end())])
            self.emit("cloze", body, where, line, end, scope, marks, "mark", form="C:")
            return True
        if "{{c" in masked.lower() and _BRACES.search(masked):
            return self.clozes(text, places, scope, marks, _BRACES, "braces")
        if self.config.highlights and "==" in masked and _HIGHLIGHT.search(masked):
            return self.clozes(text, places, scope, marks, _HIGHLIGHT, "highlight")
        return False

    def clozes(self, text: str, places: Places, scope: _Scope, marks: _Marks, mark: re.Pattern[str], form: str) -> bool:
        """A paragraph with cloze marks: one cloze a line if every line has its own, else one for the paragraph."""
        rows = text.split("\n")
        if len(rows) > 1 and all(mark.search(row) for row in rows):
            offset = 0
            for row in rows:
                piece = _slice(text, places, offset, offset + len(row))
                number = piece.places[0][1]
                self.emit("cloze", piece.text, piece.places, number, number, scope, marks, "mark", form=form)
                offset += len(row) + 1
        else:
            self.emit("cloze", text, places, places[0][1], place(places, len(text) - 1)[0], scope, marks, "mark", form=form)
        return True

    def inline(self, text: str, places: Places, start: int, end: int, match: re.Match[str], scope: _Scope, marks: _Marks) -> None:
        """``front :: back`` on one line."""
        front = _slice(text, places, start, start + match.start(1))
        back = _slice(text, places, start + match.end(1), end)
        line = front.places[0][1]
        self.qa(front, back, match[1], line, line, scope, marks)

    def qa(self, front: Piece, back: Piece, form: str, line: int, end: int, scope: _Scope, marks: _Marks) -> None:
        if not front.text.strip() or not back.text.strip():
            side = "question" if not front.text.strip() else "answer"
            where = front.places[0] if front.places else (0, line, 1)
            self.problem("FG102", f"a card without its {side}", where[1], where[2],
                         "write both sides: What is stress? :: force per unit area")
            return
        self.emit("qa", front.text, front.places, line, end, scope, marks, "mark", form=form, parts=(front, back))

    # ------------------------------------------------------------------ Q: and A:

    def question(self, nodes: list[Node], index: int, number: int, scope: _Scope) -> int:
        """``Q:`` in line ``number`` of a paragraph, and those that follow in it; the index to go on with."""
        line: int | None = number
        while line is not None:
            index, line = self.one_question(nodes, index, line, scope)
        return index

    def one_question(self, nodes: list[Node], index: int, number: int, scope: _Scope) -> tuple[int, int | None]:
        """A question with both sides over lines and blocks; where to go on: a node, and the line of a ``Q:`` in it."""
        first = nodes[index].lines[number]
        sides: tuple[list[Line], list[Line]] = ([], [])
        answering, position, start = 0, index, number
        following: int | None = None
        while position < len(nodes) and following is None:
            node = nodes[position]
            if position > index and self.ends_answer(node, asking=not answering):
                break
            for at in range(start, len(node.lines)):
                line = node.lines[at]
                text = line.text.lstrip(" \t")
                if node.type == "quote":
                    line = Line(f"> {line.text}", line.number, line.column - 2)
                elif node.type == "paragraph" and text[:1] and text[0] in "QqAa*_":
                    opener = _QUESTION.match(text)
                    if opener and line is not first:
                        following = at
                        break
                    opener = opener or (None if answering else _ANSWER.match(text))
                    if opener:
                        answering = int(line is not first)
                        skip = len(line.text) - len(text) + opener.end()
                        line = Line(line.text[skip:], line.number, line.column + skip)
                sides[answering].append(line)
            start = 0
            if following is None:
                position += 1
        if not answering:
            self.problem("FG101", "a question without its answer", first.number, first.column + len(first.text) - len(first.text.lstrip()),
                         "put the answer on the next line: A: force per unit area")
        else:
            self.sides(*sides, "Q:", scope)
        return position, following

    def ends_answer(self, node: Node, *, asking: bool) -> bool:
        """Whether a block after a question or its answer is no longer part of it."""
        if node.type == "list":
            return self.has_cards(node)
        return node.type == "rule" or (node.type == "paragraph" and node.blank_before and not self.goes_on(node, asking))

    def goes_on(self, node: Node, asking: bool) -> bool:
        """Whether a paragraph after a blank line still belongs to a question: its ``A:``, or just an image."""
        text = node.lines[0].text.lstrip(" \t")
        if asking and _ANSWER.match(text):
            return True
        return len(node.lines) == 1 and text.startswith("!") and _IMAGE.match(text) is not None

    def has_cards(self, node: Node) -> bool:
        """Whether a list has cards or tagged facts of its own."""
        return any(
            (" ::" in line.text and _INLINE.search(mask(line.text))) or ("#" in line.text and self.marks(line.text).kinds)
            or _QUESTION.match(line.text.lstrip(" \t-*+"))
            for line in node.lines
        )

    def sides(self, front: list[Line], back: list[Line], form: str, scope: _Scope, extra: _Marks = _NO_MARKS) -> None:
        """A question from the lines of its sides; their tags go to the card."""
        pieces, marks = [], extra
        for lines in (front, back):
            text, places = _verbatim(lines) if lines else ("", ())
            own = self.marks(text)
            if own.cuts:
                text, places = cut(text, places, own.cuts)
            else:
                stripped = text.strip("\n ")
                text, places = (stripped, places) if len(stripped) == len(text) else (cut(text, places, ()) if places else ("", ()))
            pieces.append(Piece(text, places))
            marks = replace(marks, tags=(*marks.tags, *own.tags), anchor=marks.anchor or own.anchor, skip=marks.skip or own.skip,
                            class_name=marks.class_name or own.class_name)
        if marks.skip:
            return
        if marks.class_name:
            scope = replace(scope, class_name=class_path(marks.class_name))
        first = front[0] if front else back[0]
        last = (back or front)[-1]
        if not pieces[1].text:
            self.problem("FG101", "a question without its answer", first.number, first.column,
                         "put the answer behind A: force per unit area")
            return
        self.qa(pieces[0], pieces[1], form, first.number, last.number, scope, marks)

    # ------------------------------------------------------------------ #card

    def card(self, front: Piece, nodes: list[Node], scope: _Scope, marks: _Marks, line: Line) -> None:
        """``#card`` on a heading: what is under it is the back."""
        back = [li for node in nodes for li in _whole(node)]
        if not back:
            self.problem("FG102", "a card without its answer", line.number, line.column, "write the answer under the heading")
            return
        text, places = _verbatim(back)
        own = self.marks(text)
        text, places = cut(text, places, own.cuts)
        marks = replace(marks, tags=(*marks.tags, *own.tags), anchor=marks.anchor or own.anchor)
        self.qa(front, Piece(text, places), "card", line.number, back[-1].number, scope, marks)

    def card_lines(self, front: list[Line], rest: list[Line], nodes: list[Node], index: int, scope: _Scope) -> int:
        """``Question #card`` in a paragraph: the lines under it are the back, or else the next block."""
        after = index + 1
        back = [line for line in rest if not _PROPERTY.match(line.text.lstrip())]
        if not back and after < len(nodes) and nodes[after].type != "rule":
            back = _whole(nodes[after])
            after += 1
        if not back:
            line = front[0]
            self.problem("FG102", "a card without its answer", line.number, line.column, "write the answer on the lines under it")
            return after
        self.sides(front, back, "card", scope)
        return after

    # ------------------------------------------------------------------ lists

    def list(self, node: Node, scope: _Scope, lead: tuple[str, ...] = ()) -> None:
        """The items of a list: their own tags and marks; in a section also the list as a block of its kinds."""
        if scope.kinds:
            self.whole_list(node, scope, _Marks(kinds=scope.kinds), "section")
            scope = replace(scope, kinds=())
        scope = replace(scope, lead=(*scope.lead, *lead))
        for item in node.items or ():
            self.item(item, scope)

    def item(self, item: ListItem, scope: _Scope) -> None:
        """An item: its own text as a paragraph; a kind tag in it rules its children too."""
        nodes = item.nodes
        if not nodes:
            return
        head = nodes[0]
        if head.type != "paragraph":
            self.container(nodes, scope)
            return
        text, places = _join(head.lines)
        marks = self.marks(text) if "#" in text else _NO_MARKS
        if marks.skip:
            return
        if marks.class_name:
            scope = replace(scope, class_name=class_path(marks.class_name))
        if marks.tags and not marks.kinds:
            scope = replace(scope, tags=(*scope.tags, *marks.tags))
        if marks.card:
            self.card_item(head, nodes, scope)
            return
        nested = [n for n in nodes[1:] if n.type == "list"]
        if marks.kinds and len(nodes) > 1:
            body, where = cut(text, places, marks.cuts)
            if not body:
                self.container(nodes, scope)
                return
            items = tuple(i for n in nested for i in self.items(n))
            table = next((_table(n.lines) for n in nodes[1:] if n.type == "table"), None)
            for extra in nodes[1:]:
                if extra.type in ("math", "fence", "code", "paragraph") and not (extra.type == "paragraph" and self.marks(_join(extra.lines)[0]).kinds):
                    inner, inner_places = _verbatim(extra.lines)
                    where = (*where, *((o + len(body) + 1, li, c) for o, li, c in inner_places))
                    body = f"{body}\n{inner}"
            for kind, form in marks.kinds:
                self.emit(kind.name, body, where, head.line, item.end, scope, marks, "own", form=form, items=items, table=table)
            for child in nested:
                self.list(child, scope, lead=(body,))
            return
        plain, _ = cut(text, places, marks.cuts)
        first = replace(scope, lead=scope.lead)
        index = self.paragraph(nodes, 0, first)
        if index < len(nodes):
            self.container(nodes[index:], replace(scope, lead=(*scope.lead, plain)))

    def card_item(self, head: Node, nodes: list[Node], scope: _Scope) -> None:
        """A list item tagged ``#card``: what is under it is the back."""
        number = next((n for n, li in enumerate(head.lines) if self.marks(li.text).card), 0)
        back = [li for li in head.lines[number + 1 :] if not _PROPERTY.match(li.text.lstrip())]
        back += [li for node in nodes[1:] for li in _whole(node)]
        if not back:
            line = head.lines[0]
            self.problem("FG102", "a card without its answer", line.number, line.column, "write the answer in items under it")
            return
        self.sides(head.lines[: number + 1], back, "card", scope)

    def items(self, node: Node) -> tuple[Item, ...]:
        """The items of a list that have no tag or mark of their own, as a fact's items."""
        made = []
        for item in node.items or ():
            head = item.nodes[0] if item.nodes else None
            if head is None:
                continue
            if head.type == "paragraph":
                text, places = _join(head.lines)
                for extra in item.nodes[1:]:
                    if extra.type == "math":
                        inner, inner_places = _verbatim(extra.lines)
                        places = (*places, *((o + len(text) + 1, li, c) for o, li, c in inner_places))
                        text = f"{text}\n{inner}"
            else:
                text, places = _verbatim(head.lines)
            marks = self.marks(text)
            if marks.kinds or marks.card or marks.skip or self.marked(text):
                continue
            if marks.cuts:
                text, places = cut(text, places, marks.cuts)
            box = _CHECKBOX.match(text)
            if box:
                text, places = cut(text, places, [(0, box.end())])
            children = tuple(i for n in item.nodes if n.type == "list" for i in self.items(n))
            source, _ = _verbatim(item.lines)
            own = self.marks(source)
            source = cut(source, ((0, 1, 1),), own.cuts)[0] if own.cuts else source.strip()
            made.append(Item(text, places, head.line, item.end, item.ordered, children, source, marks.tags, marks.anchor))
        return tuple(made)

    def marked(self, text: str) -> bool:
        """Whether a text has a card mark of its own."""
        if "::" not in text and "==" not in text and not _QUESTION.match(text):
            return False
        masked = mask(text)
        if _QUESTION.match(masked) or (self.config.highlights and _HIGHLIGHT.search(masked)):
            return True
        return any(_INLINE.search(row) for row in masked.split("\n")) or _BRACES.search(masked) is not None

    def whole_list(self, node: Node, scope: _Scope, marks: _Marks, own: Scope) -> None:
        """A list as one block of each kind; items with marks of their own are left to themselves."""
        items = self.items(node)
        if not items or marks.skip:
            return
        text, places = _verbatim(node.lines)
        inner = self.marks(text)
        text, places = cut(text, places, inner.cuts) if inner.cuts else (text, places)
        for kind, form in marks.kinds:
            self.emit(kind.name, text, places, items[0].line, node.end, scope, marks, own, form=form, items=items)

    # ------------------------------------------------------------------ quotes

    def quote(self, node: Node, scope: _Scope) -> None:
        """A block quote says nothing, unless it is a callout of a kind and callouts count here."""
        if not (scope.kinds or self.config.labels):
            return
        callout = _CALLOUT.match(node.lines[0].text)
        if callout is None:
            return
        name = callout[1].lower()
        head = node.lines[0]
        title = Line(head.text[callout.end() :], head.number, head.column + callout.end())
        if name in _CARD:
            self.sides([title], node.lines[1:], "card", scope)
            return
        kind = self.table.get(name)
        if kind is None:
            return
        lines = [title, *node.lines[1:]] if title.text.strip() else node.lines[1:]
        if not lines:
            return
        if title.text.strip() and len(lines) > 1 and not title.text.rstrip().endswith(":"):
            lines = [Line(f"{title.text.rstrip()}:", title.number, title.column), *lines[1:]]
        text, places = _join(lines)
        marks = self.marks(text)
        text, places = cut(text, places, marks.cuts)
        self.emit(kind.name, text, places, node.line, node.end, scope, marks, "own", form=name)

    # ------------------------------------------------------------------ tags and blocks

    def marks(self, text: str) -> _Marks:
        """What the tags, comments and ids in a text say."""
        if "#" not in text and "^" not in text and "<!--" not in text:
            return _NO_MARKS
        found: list[Tag] = find_tags(text)
        kinds: list[tuple[Kind, str]] = []
        names: list[str] = []
        class_name: str | None = None
        is_class = card = skip = False
        for tag in found:
            low = tag.name.lower()
            if low in self.table:
                kind = self.table[low]
                if all(kind is not k for k, _ in kinds):
                    kinds.append((kind, low))
            elif low == "class":
                is_class = True
            elif low.startswith("class/"):
                class_name = tag.name[6:]
            elif low in _CARD:
                card = True
            elif low == "skip":
                skip = True
            elif name := anki_tag(tag.name):
                names.append(name)
        cuts = [(t.start, t.end) for t in found] + comments(text)
        anchor = anchor_of(text) if "^" in text or "<!--" in text else None
        if anchor:
            cuts.append((anchor[1], anchor[2]))
        return _Marks(tuple(kinds), tuple(names), class_name, is_class, card, skip, tuple(cuts), anchor[0] if anchor else "")

    def emit(self, kind: str, text: str, places: Places, line: int, end: int, scope: _Scope, marks: _Marks, own: Scope, *,
             form: str = "", parts: tuple[Piece, ...] = (), items: tuple[Item, ...] = (), table: Table | None = None,
             lead: str = "") -> None:
        """Add a block."""
        tags = scope.tags if not marks.tags else tuple(dict.fromkeys((*scope.tags, *marks.tags)))
        self.blocks.append(Block(kind, text, places, self.path, line, end, own, form, parts, items, table, scope.class_name, self.root,
                                 tags, scope.headings, (*scope.lead, lead) if lead else scope.lead, self.context, self.lang, marks.anchor))


def _slice(text: str, places: Places, start: int, end: int) -> Piece:
    """A stretch of a text, without white space at its ends, with its places."""
    while start < end and text[start] in " \t\n":
        start += 1
    while end > start and text[end - 1] in " \t\n":
        end -= 1
    if end <= start:
        return Piece("", ((0, *place(places, start)),))
    line, column = place(places, start)
    return Piece(text[start:end], ((0, line, column), *((o - start, li, c) for o, li, c in places if start < o < end)))


def _whole(node: Node) -> list[Line]:
    """The lines of a node as they stood in their container."""
    if node.type == "heading":
        line = node.lines[0]
        return [Line(f"{'#' * node.level} {line.text}", line.number, line.column - node.level - 1)]
    if node.type == "quote":
        return [Line(f"> {line.text}", line.number, line.column - 2) for line in node.lines]
    return node.lines


def _table(lines: Sequence[Line]) -> Table:
    """The cells of a pipe table with their places; short rows are filled, long ones cut."""
    header = _cells(lines[0])
    empty = Piece("", ())
    rows = []
    for line in lines[2:]:
        cells = _cells(line)[: len(header)]
        rows.append(tuple(cells + [empty] * (len(header) - len(cells))))
    return Table(tuple(header), tuple(rows))


def _cells(line: Line) -> list[Piece]:
    text = line.text
    masked = mask(text).replace("\\|", MASK * 2) if "`" in text or "$" in text or "\\" in text else text
    end = len(masked.rstrip())
    start = len(masked) - len(masked.lstrip())
    if masked[start : start + 1] == "|":
        start += 1
    if end > start and masked[end - 1] == "|":
        end -= 1
    cells, begin = [], start
    for index in [*(i for i in range(start, end) if masked[i] == "|"), end]:
        cell = _slice(text, ((0, line.number, line.column),), begin, index)
        cells.append(Piece(cell.text.replace("\\|", "|"), cell.places))
        begin = index + 1
    return cells
