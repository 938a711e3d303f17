"""Parse: Source in, Document and diagnostics out. Which class, tags and scope each piece of a note has.

The structure of the Markdown comes from ``structure``, tags and masks from ``tags``; what is decided here is the
format itself: classes, scopes, questions and clozes (docs/format.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from flashgen.config import Config
from flashgen.diagnostics import Diagnostic, Severity
from flashgen.document import Block, Document, Front, Item, Piece, Places, Scope, Table, place
from flashgen.facts import TAGS, Kind
from flashgen.frontmatter import anki_tag, read_front, split_front
from flashgen.grammar.wording import plain
from flashgen.pieces import cut, extended, join, part, table_of, verbatim, whole
from flashgen.source import Source, Span, thing
from flashgen.structure import Line, ListItem, Node, scan
from flashgen.tags import MASK, anchor_of, comments, find_tags, mask

_CARD = frozenset(("card", "flashcard"))
_QUESTION = re.compile(r"[*_]{0,3}(?:q|question)[ ]?\d{0,4}[*_]{0,3}[:.][*_]{0,3}(?:[ \t]+|$)", re.I)
_ANSWER = re.compile(r"[*_]{0,3}(?:a|answer)[ ]?\d{0,4}[*_]{0,3}[:.][*_]{0,3}(?:[ \t]+|$)", re.I)
_ASKS = frozenset("Qq*_")
_ANSWERS = frozenset("Aa*_")
_STARTS = frozenset("QqAaCc*_?")
_CLOZE_LINE = re.compile(r"[*_]{0,3}C[*_]{0,3}:[*_]{0,3}[ \t]+")
_CLOZE_MARK = re.compile(r"(?<![!\[])\[(?!\[)[^\[\]\n]+\](?![(\[:\x01])|==|\{\{c\d", re.I)
_BRACES = re.compile(r"\{\{c\d+::", re.I)
_BRACE_MARKS = re.compile(r"\{\{c\d+::|(?:::[^{}\n]*)?\}\}", re.I)
_HIGHLIGHT = re.compile(r"==(?=[^\s=])[^=\n]*(?:=[^=\n]+)*(?<=[^\s=])==")
_INLINE = re.compile(r"[ \t](:::?)(?=[ \t])|\?[ \t]+(:::?)(?=[^\s:@])")
_LISTS = re.compile(r"[:：;→]|,\s|、|->|=>|\bthen\b")
"""What a list in one line is put together with."""
_CALLOUT = re.compile(r"\[!([\w-]+)\][+-]?[ \t]*")
_LABEL = re.compile(r"[*_]{0,3}([^\W\d_]+)[*_]{0,3}:[*_]{0,3}(?:[ \t]+|$)")
_PROPERTY = re.compile(r"[A-Za-z][\w-]*::[ \t]")
_IMAGE = re.compile(r"!\[[^\]\n]*\](?:\([^)\n]*\)|\])[ \t]*$")
_CHECKBOX = re.compile(r"\[[ xX]\][ \t]+")
_WHERE = re.compile(r"(?:where|with|here|wobei|mit|dabei|où|avec|donde|con|dove|onde|com|waarbij|где)\b", re.I)
_SAYS_MORE = re.compile(r"[:;,=：]|\bthen\b|→|\bvs\b")
_ID_LINE = re.compile(r"\^([A-Za-z0-9][A-Za-z0-9-]*)$")
_SHORT = 80

Kinds = tuple[tuple[Kind, str], ...]
"""Kinds of a scope, each with its tag as written."""


@thing
class _Scope:
    """What holds where a node stands: inherited from headings and enclosing list items."""

    class_name: str
    tags: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    kinds: Kinds = ()
    """Kinds of the section's heading."""
    labels: bool = False
    """Whether labels and callouts count as tags here."""
    quoted: bool = False
    """Whether this is in a block quote; one in another is not read."""


@thing
class _Heading:
    level: int
    text: str
    class_name: str | None
    is_class: bool
    kinds: Kinds
    tags: tuple[str, ...]


@thing
class _Marks:
    """The tags of a text, sorted into what they do; the stretches they take."""

    kinds: Kinds = ()
    tags: tuple[str, ...] = ()
    class_name: str = ""
    is_class: bool = False
    card: bool = False
    skip: bool = False
    cuts: tuple[tuple[int, int], ...] = ()
    anchor: str = ""

    @property
    def rules(self) -> bool:
        """Whether a line with these marks is a unit of its own."""
        return bool(self.kinds) or self.card or self.skip or bool(self.class_name)


_NO_MARKS = _Marks()


def _both(first: _Marks, second: _Marks) -> _Marks:
    """The marks of the two sides of a question, which are those of the card; where they stand is the sides' own."""
    return replace(
        first,
        tags=(*first.tags, *second.tags),
        anchor=first.anchor or second.anchor,
        skip=first.skip or second.skip,
        class_name=first.class_name or second.class_name,
    )


def parse(
    source: Source, config: Config | None = None, tags: Mapping[str, Kind] = TAGS
) -> tuple[Document, list[Diagnostic]]:
    """Parse a class note. ``tags`` are the kind tags known, custom ones included."""
    return _Parser(source, config or Config(), tags).run()


def class_path(name: str) -> str:
    """A class name as Anki nests it.

    >>> class_path("Biology/Cells :: week 1")
    'Biology::Cells::week 1'
    """
    if "/" not in name and "::" not in name:
        return name.strip()
    return "::".join(level for p in re.split(r"/|::", name) if (level := p.strip()))


def _bare(heading: str) -> str:
    """A heading as the name of a deck: without mark-up."""
    return plain(heading).replace("`", "")


def _same_class(name: str) -> str:
    return re.sub(r"[\s_-]+", " ", name.casefold()).strip()


def unify_classes(documents: Sequence[Document]) -> list[Document]:
    """The documents with one name a class: of names that differ in case, spaces, ``-`` and ``_``, the spelled-out one.

    Nested names are compared level by level: ``bio::lab-1`` becomes ``Bio::Lab 1`` if both are written somewhere.
    """
    changed = spellings({block.class_name for document in documents for block in document.blocks})
    return [respelled(document, changed) for document in documents]


def spellings(names: Iterable[str]) -> dict[str, str]:
    """For each of these class names that is not spelled out, how another spells it.

    >>> spellings(["Lab work", "lab-work", "Optics"])
    {'lab-work': 'Lab work'}
    """
    best: dict[tuple[str, ...], str] = {}
    levels = {name: tuple(name.split("::")) for name in names}
    written = {(tuple(map(_same_class, path[:n])), path[n]) for path in levels.values() for n in range(len(path))}
    for above, level in sorted(written, key=lambda w: (" " not in w[1], w[1] == w[1].lower(), w[1])):
        best.setdefault((*above, _same_class(level)), level)
    changed = {}
    for name, path in levels.items():
        same = tuple(map(_same_class, path))
        known = "::".join(best[same[: n + 1]] for n in range(len(path)))
        if known != name:
            changed[name] = known
    return changed


def respelled(document: Document, changed: Mapping[str, str]) -> Document:
    """A document whose class names are spelled as ``spellings`` says."""
    if not any(block.class_name in changed for block in document.blocks):
        return document
    blocks = (replace(b, class_name=changed[b.class_name]) if b.class_name in changed else b for b in document.blocks)
    return replace(document, blocks=tuple(blocks))


class _Parser:
    """The state of one parse: open headings, blocks and diagnostics so far."""

    def __init__(self, source: Source, config: Config, tags: Mapping[str, Kind]) -> None:
        self.source, self.path, self.config, self.table = source, source.path, config, tags
        self.blocks: list[Block] = []
        self.problems: list[Diagnostic] = []
        self.lines = source.text.split("\n")
        self.front = Front()
        self.headings: list[_Heading] = []
        self.root = self.context = self.lang = ""
        self.base = _Scope("")
        self.known: dict[tuple[str, str | None], _Marks] = {}
        """The marks of the texts seen so far."""

    # ------------------------------------------------------------------ the file

    def run(self) -> tuple[Document, list[Diagnostic]]:
        taken = split_front(self.lines)
        if taken < 0:
            self.problem("FG010", "front matter that is never closed", 1, 1, "end it with a line of its own: ---")
            taken = 0
        elif taken:
            self.front, problems = read_front(self.lines[:taken], self.path)
            self.problems += [replace(p, source_line=self.line(p.span.line)) for p in problems]
        if self.front.skip:
            return Document(self.path, self.front, ()), self.problems
        nodes = scan([Line(text, number, 1) for number, text in enumerate(self.lines[taken:], taken + 1)])
        defaults = self.config.defaults_for(self.path)
        self.root = self.front.deck or defaults.deck or self.config.deck
        name = self.front.class_name or defaults.class_name or self.named_by_place(nodes)
        tags = (*(anki_tag(t) for t in defaults.tags), *self.front.tags)
        self.base = _Scope(class_path(name), tuple(dict.fromkeys(tags)), labels=self.config.labels)
        self.context = self.front.context or defaults.context or ""
        self.lang = self.front.lang or defaults.lang or self.config.lang
        self.tags_of_file(nodes)
        self.unclosed(nodes)
        self.sections(nodes)
        self.blocks.sort(key=lambda block: block.line)
        return Document(self.path, self.front, tuple(self.blocks)), self.problems

    def named_by_place(self, nodes: list[Node]) -> str:
        """The class of a note that does not name it: its folder, its title, its file."""
        if "/" in self.path:
            return self.path.split("/", 1)[0]
        title = next((n.lines[0].text for n in nodes if n.type == "heading" and n.level == 1), "")
        name = _bare(cut(title, ((0, 1, 1),), self.marks(title).cuts)[0])
        return name or self.path.rsplit("/", 1)[-1].rsplit(".", 1)[0]

    def tags_of_file(self, nodes: list[Node]) -> None:
        """A line of tags and nothing else at the top of a note, or under its title, with a blank line below: for all of it."""
        for index, node in enumerate(nodes[:2]):
            if node.type == "heading" and index == 0:
                continue
            if node.type != "paragraph" or len(node.lines) > 1 or "#" not in node.lines[0].text:
                return
            marks = self.marks(node.lines[0].text)
            alone = index + 1 == len(nodes) or nodes[index + 1].blank_before or nodes[index + 1].type == "heading"
            if (
                not marks.kinds
                and not marks.skip
                and not marks.card
                and alone
                and self.only_tags(node.lines[0].text, marks)
            ):
                name = class_path(marks.class_name) if marks.class_name else self.base.class_name
                tags = tuple(dict.fromkeys((*self.base.tags, *marks.tags)))
                self.base = replace(self.base, class_name=name, tags=tags)
                nodes[index] = Node("comment", node.lines)
            return

    def unclosed(self, nodes: list[Node]) -> None:
        """A remark on a fence or comment that swallows the rest of the note."""
        last = nodes[-1] if nodes else None
        if last is not None and not last.closed:
            what, end = ("comment", "-->") if last.type == "comment" else ("code block", last.lines[0].text.strip()[:3])
            line = last.lines[0]
            self.problem(
                "FG014",
                f"a {what} that is never closed: the rest of the note is part of it",
                line.number,
                line.column,
                f"end it with a line of its own: {end}",
                "warning",
            )

    def line(self, number: int) -> str:
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def problem(self, code: str, message: str, line: int, column: int, hint: str, severity: Severity = "error") -> None:
        self.problems.append(Diagnostic(code, message, Span(self.path, line, column), hint, severity, self.line(line)))

    # ------------------------------------------------------------------ sections

    def sections(self, nodes: list[Node]) -> None:
        """Walk the top level: headings open and close sections, what lies between is read in their scope."""
        index, count = 0, len(nodes)
        while index < count:
            if nodes[index].type == "heading":
                index = self.heading(nodes, index)
                continue
            end = index
            while end < count and nodes[end].type != "heading":
                end += 1
            self.container(nodes[index:end], self.scope())
            index = end

    def scope(self) -> _Scope:
        """What holds below the headings that are open now."""
        if not self.headings:
            return self.base
        name, tags = self.base.class_name, self.base.tags
        kinds: Kinds = ()
        for heading in self.headings:
            name = heading.class_name or name
            tags = (*tags, *heading.tags)
            kinds = heading.kinds or kinds
        texts = tuple(h.text for h in self.headings if h.text and not h.is_class)
        return _Scope(name, tuple(dict.fromkeys(tags)), texts, (), kinds, self.base.labels or bool(kinds))

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
            while end < len(nodes) and not (
                nodes[end].type == "heading"
                and (
                    nodes[end].level <= node.level
                    or (marks.card and not marks.skip and self.marks(nodes[end].lines[0].text).card)
                )
            ):
                end += 1
            if not marks.skip:
                self.card(Piece(text, places), nodes[index + 1 : end], self.scope(), marks, line)
            return end
        name = class_path(marks.class_name or (_bare(text) if marks.is_class else "")) or None
        self.headings.append(_Heading(node.level, text, name, marks.is_class, marks.kinds, marks.tags))
        return end

    # ------------------------------------------------------------------ the nodes of a container

    def container(self, nodes: list[Node], scope: _Scope) -> None:
        """Read nodes that stand beside each other: questions over several of them, tags above blocks, the rest."""
        index = begin = 0
        while index < len(nodes):
            node = nodes[index]
            if node.type == "paragraph":
                index, begin = self.paragraph(nodes, index, begin, scope)
                continue
            follow = nodes[index + 1] if index + 1 < len(nodes) else None
            index += 1
            if node.type == "list":
                if follow is not None and follow.type == "math" and not follow.blank_before and node.items:
                    _take_in(node.items[-1], follow)
                    index += 1
                if (closed := self.closed(node)) is not None:
                    self.tag_below(*closed, nodes[index - 2] if index > 1 and not node.blank_before else None, scope)
                else:
                    self.listed(node, scope)
            elif node.type == "quote":
                self.quote(node, scope)
            elif node.type == "comment":
                self.named(nodes, index - 1, join(node.lines)[0])
            elif node.type == "math" and "#" in node.lines[-1].text and self.marks(node.lines[-1].text).kinds:
                self.structure(node, scope, self.marks(node.lines[-1].text), "own", _title(nodes, index - 1))
            elif node.type in ("table", "math", "fence", "code"):
                below = self.tags_only(follow) if follow is not None and not follow.blank_before else None
                if below is not None and below.rules and node.type != "code":
                    self.structure(node, scope, below, "own")
                    index += 1
                elif scope.kinds:
                    self.structure(node, scope, _Marks(kinds=scope.kinds), "section", _title(nodes, index - 1))

    def closed(self, node: Node) -> tuple[Node, _Marks] | None:
        """A list that a ``#list`` or ``#steps`` at the end of its last item rules: the tag can't be for the item alone,
        which is no list. The list without the tag, and the marks."""
        items = node.items or []
        last = items[-1] if len(items) > 1 else None
        if last is None or len(last.nodes) != 1 or "#" not in last.lines[-1].text:
            return None
        head = last.nodes[0]
        text, places = join(head.lines)
        marks = self.marks(text)
        if (
            not marks.kinds
            or any(kind.name != "list" for kind, _ in marks.kinds)
            or marks.cuts[-1][1] < len(text.rstrip())
        ):
            return None
        if not last.ordered and _LISTS.search(cut(text, places, marks.cuts)[0]):
            return None
        if any("#" in li.text and self.marks(li.text).kinds for item in items[:-1] for li in item.lines):
            return None
        line = head.lines[-1]
        begin = next(tag.start for tag in find_tags(line.text, mask(line.text)) if tag.name.lower() in self.table)
        bare = [*head.lines[:-1], Line(line.text[:begin].rstrip(), line.number, line.column)]
        item = replace(last, lines=[*last.lines[:-1], bare[-1]], nodes=[Node("paragraph", bare)])
        return replace(node, items=[*items[:-1], item]), marks

    def tag_below(self, node: Node, marks: _Marks, above: Node | None, scope: _Scope) -> None:
        """A list ruled by the tag at its end, with the line that leads it in."""
        inner = _within(scope, marks)
        if (
            above is None
            or above.type != "paragraph"
            or len(above.lines) > 1
            or not above.lines[0].text.rstrip().endswith((":", "?"))
        ):
            self.whole_list(node, inner, marks, "own")
            return
        text, places = join(above.lines)
        items = self.items(node, inner)
        for kind, form in marks.kinds:
            self.emit(kind.name, text, places, above.line, node.end, inner, marks, "own", form=form, items=items)

    def tags_only(self, node: Node | None) -> _Marks | None:
        """The marks of a paragraph that is nothing but a line of tags."""
        if node is None or node.type != "paragraph" or len(node.lines) != 1 or "#" not in node.lines[0].text:
            return None
        text = node.lines[0].text
        marks = self.marks(text)
        return marks if self.only_tags(text, marks) else None

    def only_tags(self, text: str, marks: _Marks) -> bool:
        """Whether nothing is left of a text without its marks."""
        return bool(marks.cuts) and not cut(text, ((0, 1, 1),), marks.cuts)[0].strip(",; \t")

    def named(self, nodes: list[Node], index: int, text: str) -> None:
        """An id on a line of its own names the block that ends right above it."""
        found = anchor_of(text)
        if found is None or index == 0:
            return
        above = nodes[index - 1]
        for number in range(len(self.blocks) - 1, -1, -1):
            block = self.blocks[number]
            if block.line < above.line:
                break
            if block.end_line == above.end and not block.anchor:
                self.blocks[number] = replace(block, anchor=found[0])

    def structure(self, node: Node, scope: _Scope, marks: _Marks, own: Scope, lead: str = "") -> None:
        """A table, display math or code as one block of each kind."""
        if marks.skip:
            return
        text, places = verbatim(node.lines)
        table = None
        if node.type == "table":
            table = table_of(node.lines)
        if node.type in ("table", "math") and "#" in text:
            text, places = cut(text, places, self.cuts_by_line(text))
        for kind, form in marks.kinds:
            self.emit(
                kind.name, text, places, node.line, node.end, scope, marks, own, form=form, table=table, lead=lead
            )

    def cuts_by_line(self, text: str) -> list[tuple[int, int]]:
        """The tags and comments of a text of several items or rows: code that opens in one does not close in the next."""
        found: list[tuple[int, int]] = []
        offset = 0
        for row in text.split("\n"):
            if "#" in row or "^" in row or "<!--" in row:
                found += [(offset + start, offset + end) for start, end in self.marks(row).cuts]
            offset += len(row) + 1
        return found

    # ------------------------------------------------------------------ paragraphs

    def paragraph(self, nodes: list[Node], index: int, begin: int, scope: _Scope) -> tuple[int, int]:
        """Read a paragraph from line ``begin`` on, and what it takes with it; the node and line to go on with."""
        node = nodes[index]
        lines = node.lines
        if not scope.kinds and not scope.labels and not _interesting(lines):
            return index + 1, 0
        if begin == 0 and lines[0].text[:1] in _ASKS and (match := _QUESTION.match(lines[0].text)):
            if len(lines) == 2 and self.plain_question(lines, match, nodes, index, scope):
                return index + 1, 0
            position, begin = self.question(nodes, index, 0, scope)
            if position != index:
                return position, begin
        if len(lines) == 1 and not scope.labels and "{{" not in lines[0].text and "#" not in lines[0].text:
            line = lines[0]
            if not line.text.startswith("^"):
                text, places = join(lines)
                marks = self.marks(text)
                if marks.cuts:
                    text, places = cut(text, places, marks.cuts)
                if text and not self.card_marks(text, places, mask(text), scope, marks) and scope.kinds:
                    return self.with_what_follows(
                        text, places, lines, scope.kinds, "section", scope, marks, nodes, index, True
                    ), 0
                return index + 1, 0
        raw = [line.text.strip(" \t") for line in lines]
        rows = mask("\n".join(raw)).split("\n")
        if begin == 0 and len(rows) == 1:
            if (only := self.tags_only(node)) is not None:
                return self.tag_above(nodes, index, scope, only), 0
            if raw[0][0] == "^" and _ID_LINE.match(raw[0]):
                self.named(nodes, index, raw[0])
                return index + 1, 0
        start = number = begin
        count = len(rows)
        while number < count:
            row = rows[number]
            first = row[:1]
            if first in _ASKS and _QUESTION.match(row):
                self.untagged(lines[start:number], rows[start:number], scope)
                position, number = self.question(nodes, index, number, scope)
                if position != index:
                    return position, number
                start = number
                continue
            if first == "?" and row in ("?", "??") and (after := self.turned(nodes, index, start, number, row, scope)):
                return after, 0
            inline = _inline(row) if "::" in row else None
            if start < number and (inline or (first in "C*_" and first and _CLOZE_LINE.match(row))):
                self.untagged(lines[start:number], rows[start:number], scope)
                start = number
            if "#" in row and (marks := self.marks(raw[number], row)).rules:
                if marks.card:
                    return self.card_lines(lines[start : number + 1], lines[number + 1 :], nodes, index, scope), 0
                if (
                    number == start
                    and number + 1 < count
                    and (marks.kinds or marks.skip)
                    and self.only_tags(raw[number], marks)
                ):
                    start, number = number + 1, self.below(raw, rows, number + 1)
                    after = self.unit(
                        lines[start:number], rows[start:number], scope, nodes, index, number == count, marks
                    )
                else:
                    if start < number and _cloze_line(rows[start]) and all(k.name != "cloze" for k, _ in marks.kinds):
                        self.untagged(lines[start:number], rows[start:number], scope)
                        start = number
                    number = _explained(rows, raw, number + 1)
                    after = self.unit(lines[start:number], rows[start:number], scope, nodes, index, number == count)
                if number == count:
                    return after, 0
                start = number
                continue
            number += 1
            if inline:
                self.untagged(lines[start:number], rows[start:number], scope)
                start = number
        if start < count:
            return self.unit(lines[start:], rows[start:], scope, nodes, index, True), 0
        return index + 1, 0

    def below(self, raw: list[str], rows: list[str], start: int) -> int:
        """How far a line of tags rules the lines below it: up to the next line with a kind of its own."""
        for number in range(start, len(rows)):
            if "#" in rows[number] and self.marks(raw[number], rows[number]).kinds:
                return max(number, start + 1)
        return len(rows)

    def tag_above(self, nodes: list[Node], index: int, scope: _Scope, marks: _Marks) -> int:
        """A line of tags alone: it rules the block below it."""
        line = nodes[index].lines[0]
        follow = nodes[index + 1] if index + 1 < len(nodes) else None
        if follow is None or follow.type in ("rule", "comment", "html"):
            if marks.kinds:
                name = marks.kinds[0][1]
                self.problem(
                    "FG110",
                    f"#{name} with nothing to rule",
                    line.number,
                    line.column,
                    "write the tag at the end "
                    f"of the line that it is for, or directly above it: stress: force per unit area #{name}",
                )
            return index + 1
        if marks.skip:
            return index + 2
        inner = _within(scope, marks)
        if not marks.kinds:
            if follow.type == "list":
                self.listed(follow, inner)
            elif follow.type == "paragraph":
                return self.paragraph(nodes, index + 1, 0, inner)[0]
            else:
                self.container([follow], inner)
            return index + 2
        if follow.type == "list":
            self.whole_list(follow, inner, marks, "own")
            self.listed(follow, replace(inner, kinds=()))
        elif follow.type == "paragraph":
            raw = [li.text.strip(" \t") for li in follow.lines]
            rows = mask("\n".join(raw)).split("\n")
            end = self.below(raw, rows, 0) if len(rows) > 1 else 1
            after = self.unit(follow.lines[:end], rows[:end], inner, nodes, index + 1, end == len(rows), marks)
            return after if end == len(rows) else self.rest(nodes, index + 1, end, inner)
        elif follow.type == "quote":
            callout = _CALLOUT.match(follow.lines[0].text)
            text, places = verbatim(_entitled(follow.lines, callout) if callout else follow.lines)
            for kind, form in marks.kinds:
                self.emit(kind.name, text, places, follow.line, follow.end, inner, marks, "own", form=form)
        else:
            self.structure(follow, inner, marks, "own")
        return index + 2

    def rest(self, nodes: list[Node], index: int, begin: int, scope: _Scope) -> int:
        """Read on in a paragraph; the node to go on with."""
        self.container([Node("paragraph", nodes[index].lines[begin:]), *nodes[index + 1 :]], scope)
        return len(nodes)

    def untagged(self, lines: list[Line], rows: list[str], scope: _Scope) -> None:
        """Lines before one that has a mark of its own."""
        if lines:
            self.unit(lines, rows, scope, [], 0, False)

    def unit(
        self,
        lines: list[Line],
        rows: list[str],
        scope: _Scope,
        nodes: list[Node],
        index: int,
        last: bool,
        above: _Marks | None = None,
    ) -> int:
        """One unit of a paragraph: by its own kinds, as a card, or by its section. The node to go on with.

        The last unit of a paragraph takes the list, table or display math that it introduces with it; ``above`` are
        the tags on the line above it.
        """
        text, places = join(lines)
        marks = _NO_MARKS
        masked = "\n".join(rows)
        if "#" in text or "^" in text or "<!--" in text:
            marks = self.marks(text, masked)
        if above is not None:
            marks = replace(
                marks,
                kinds=(*above.kinds, *(k for k in marks.kinds if k not in above.kinds)),
                tags=(*above.tags, *marks.tags),
                skip=marks.skip or above.skip,
                class_name=marks.class_name or above.class_name,
            )
        if marks.skip:
            return index + 1
        clean = text
        if marks.cuts:
            clean, places = cut(text, places, marks.cuts)
            if not clean:
                return index + 1
            masked = mask(clean)
        if marks.class_name:
            scope = replace(scope, class_name=class_path(marks.class_name))
        kinds, own = marks.kinds, "own"
        if (begin := _cloze_line(masked)) and any(kind.name == "cloze" for kind, _ in kinds):
            clean, places = cut(clean, places, [(0, begin)])
            masked = mask(clean)
            kinds = tuple((kind, "C:" if kind.name == "cloze" else form) for kind, form in kinds)
        if "{{" in masked and _BRACES.search(masked) and not any(kind.name == "cloze" for kind, _ in kinds):
            self.clozes(clean, places, masked, scope, marks, _BRACES, "braces")
            if not kinds:
                return index + 1
            clean, places = cut(clean, places, [m.span() for m in _BRACE_MARKS.finditer(masked)])
        if not kinds:
            if labelled := self.label(clean, scope):
                kind, form, start = labelled
                clean, places = cut(clean, places, [(0, start)])
                kinds = ((kind, form),)
            elif self.card_marks(clean, places, masked, scope, marks):
                return index + 1
            else:
                kinds, own = scope.kinds, "section"
        if not kinds or not clean:
            return index + 1
        return self.with_what_follows(clean, places, lines, kinds, own, scope, marks, nodes, index, last)

    def with_what_follows(
        self,
        text: str,
        places: Places,
        lines: list[Line],
        kinds: Kinds,
        own: str,
        scope: _Scope,
        marks: _Marks,
        nodes: list[Node],
        index: int,
        last: bool,
    ) -> int:
        """Emit a unit with the list, table or math it introduces; the node to go on with."""
        line, end, after = lines[0].number, lines[-1].number, index + 1
        how: Scope = "own" if own == "own" else "section"
        follow = nodes[after] if last and after < len(nodes) else None
        items: tuple[Item, ...] = ()
        table: Table | None = None
        introduced = follow if follow is not None and _introduces(text, follow, kinds, own == "own") else None
        if introduced is not None:
            if introduced.type == "math":
                text, places = extended(text, places, introduced.lines)
                end, after = introduced.end, after + 1
                if (
                    after < len(nodes)
                    and nodes[after].type == "paragraph"
                    and _WHERE.match(nodes[after].lines[0].text.lstrip())
                ):
                    explains = nodes[after]
                    if not self.marks(join(explains.lines)[0]).kinds:
                        text, places = extended(text, places, explains.lines)
                        end, after = explains.end, after + 1
            elif introduced.type == "list":
                items = self.items(introduced, scope)
                after += 1
                if items:
                    end = introduced.end
                elif text.endswith(":"):
                    kinds = ()  # every item has a mark of its own: the paragraph only leads in
            elif introduced.type == "table":
                table = table_of(introduced.lines)
                end, after = introduced.end, after + 1
                below = self.tags_only(nodes[after]) if after < len(nodes) and not nodes[after].blank_before else None
                if below is not None:
                    kinds, how = below.kinds or kinds, "own" if below.kinds else how
                    marks = replace(marks, tags=(*marks.tags, *below.tags))
                    after += 1
        for kind, form in kinds:
            self.emit(kind.name, text, places, line, end, scope, marks, how, form=form, items=items, table=table)
        if introduced is not None and introduced.type == "list":
            self.listed(introduced, replace(scope, kinds=()), (text,))
        return after

    def label(self, text: str, scope: _Scope) -> tuple[Kind, str, int] | None:
        """A leading keyword label (``Definition: …``), where labels count: its kind, the word, where the text begins."""
        if not scope.labels or ":" not in text[:40]:
            return None
        match = _LABEL.match(text)
        if match is None:
            return None
        word = match[1].lower()
        kind = next((k for k in dict.fromkeys(self.table.values()) if word in k.labels), None)
        return (kind, word, match.end()) if kind else None

    # ------------------------------------------------------------------ marks that need no tag

    def card_marks(self, text: str, places: Places, masked: str, scope: _Scope, marks: _Marks) -> bool:
        """A question or cloze marked by syntax in a text that has no kind tag; whether there was one."""
        if "::" in masked and "\n" not in masked and (match := _inline(masked)):
            group = 1 if match[1] else 2
            front, back = part(text, places, 0, match.start(group)), part(text, places, match.end(group), len(text))
            self.qa(front, back, match[group], places[0][1], scope, marks)
            return True
        if begin := _cloze_line(masked):
            body = part(text, places, begin, len(text))
            self.emit(
                "cloze",
                body.text,
                body.places,
                places[0][1],
                place(places, len(text) - 1)[0],
                scope,
                marks,
                "mark",
                form="C:",
            )
            return True
        if "==" in masked and self.config.highlights and not scope.kinds and _HIGHLIGHT.search(masked):
            self.clozes(text, places, masked, scope, marks, _HIGHLIGHT, "highlight")
            return True
        return False

    def clozes(
        self, text: str, places: Places, masked: str, scope: _Scope, marks: _Marks, mark: re.Pattern[str], form: str
    ) -> None:
        """A paragraph with cloze marks: one cloze a line if every line has its own, else one for the paragraph."""
        rows = masked.split("\n") if "\n" in masked else ()
        if len(rows) > 1 and all(mark.search(row) for row in rows):
            offset = 0
            for row in rows:
                piece = part(text, places, offset, offset + len(row))
                number = piece.places[0][1]
                self.emit("cloze", piece.text, piece.places, number, number, scope, marks, "mark", form=form)
                offset += len(row) + 1
        else:
            end = places[0][1] if len(places) == 1 else place(places, len(text) - 1)[0]
            self.emit("cloze", text, places, places[0][1], end, scope, marks, "mark", form=form)

    def turned(self, nodes: list[Node], index: int, start: int, number: int, form: str, scope: _Scope) -> int:
        """Lines, a line that is only ``?`` or ``??``, lines; blocks without a blank line between belong to them.

        The node to go on with; 0 if one side is missing, and so the sign is none.
        """
        node = nodes[index]
        front, back, after = node.lines[start:number], list(node.lines[number + 1 :]), index + 1
        if not front and index and not node.blank_before and nodes[index - 1].type in ("fence", "table", "math"):
            front = nodes[index - 1].lines
        if not front:
            return 0
        while (
            after < len(nodes)
            and not nodes[after].blank_before
            and nodes[after].type not in ("heading", "rule", "comment")
        ):
            back += whole(nodes[after])
            after += 1
        if not back:
            return 0
        self.sides(front, back, form, scope)
        return after

    def qa(self, front: Piece, back: Piece, form: str, end: int, scope: _Scope, marks: _Marks, line: int = 0) -> None:
        """A question with both sides."""
        first = line or front.places[0][1]
        if not front.text:
            where = back.places[0]
            self.problem(
                "FG102",
                "an answer without its question",
                where[1],
                where[2],
                "write both sides: What is stress? :: force per unit area",
            )
            return
        self.emit("qa", front.text, front.places, first, end, scope, marks, "mark", form=form, parts=(front, back))

    # ------------------------------------------------------------------ Q: and A:

    def plain_question(
        self, lines: list[Line], match: re.Match[str], nodes: list[Node], index: int, scope: _Scope
    ) -> bool:
        """Most questions: ``Q:`` in one line, ``A:`` in the next, then nothing more that is theirs. Whether it was one."""
        asked, answered = lines
        answer = _ANSWER.match(answered.text)
        if answer is None:
            return False
        if index + 1 < len(nodes):
            follow = nodes[index + 1]
            if follow.type != "paragraph" or not follow.blank_before or follow.lines[0].text.lstrip(" \t")[:1] == "!":
                return False
        marks = _NO_MARKS
        sides = []
        for line, skip in ((asked, match.end()), (answered, answer.end())):
            text = line.text[skip:].rstrip(" \t")
            places: Places = ((0, line.number, line.column + skip),)
            if "#" in text or "^" in text or "<!--" in text:
                own = self.marks(text)
                if own.skip or own.class_name or own.kinds:
                    return False
                if own.cuts:
                    text, places = cut(text, places, own.cuts)
                    marks = own if marks is _NO_MARKS else _both(marks, own)
            if not text:
                return False
            sides.append(Piece(text, places))
        front = sides[0]
        self.emit(
            "qa",
            front.text,
            front.places,
            asked.number,
            answered.number,
            scope,
            marks,
            "mark",
            form="Q:",
            parts=(front, sides[1]),
        )
        return True

    def question(self, nodes: list[Node], index: int, number: int, scope: _Scope) -> tuple[int, int]:
        """``Q:`` in line ``number`` of a paragraph: both sides over lines and blocks; the node and line to go on with.

        The next ``Q:`` ends it, and so does a line below the answer that has a kind tag of its own.
        """
        first = nodes[index].lines[number]
        front: list[Line] = []
        back: list[Line] | None = None
        position, stop = index, -1
        while position < len(nodes):
            node = nodes[position]
            if node.type == "paragraph":
                if position > index and node.blank_before and not _goes_on(node, back is None):
                    break
                begin = number if position == index else 0
                for offset in range(begin, len(node.lines)):
                    line = node.lines[offset]
                    text = line.text.lstrip(" \t")
                    initial = text[:1]
                    if initial in _ASKS and (match := _QUESTION.match(text)):
                        if line is not first:
                            stop = offset
                            break
                        front.append(_after(line, text, match))
                    elif back is None and initial in _ANSWERS and (match := _ANSWER.match(text)):
                        back = [_after(line, text, match)]
                    elif back is not None and "#" in text and self.marks(text).kinds:
                        stop = offset
                        break
                    else:
                        (front if back is None else back).append(line)
                if stop >= 0:
                    break
            elif node.type == "rule":
                break
            elif node.type == "list" and back is None and (answer := _answer_item(node)):
                back = answer
            elif node.type == "list" and self.has_marks(node):
                break
            else:
                follow = nodes[position + 1] if position + 1 < len(nodes) else None
                if (
                    node.type in ("table", "math", "fence")
                    and follow is not None
                    and not follow.blank_before
                    and self.tags_only(follow)
                ):
                    break  # it has a tag of its own below it
                (front if back is None else back).extend(whole(node))
            position += 1
        if back is None:
            self.problem(
                "FG101",
                f"a question without an answer: {front[0].text.strip()[:60]!r}",
                first.number,
                first.column + len(first.text) - len(first.text.lstrip()),
                f"put the answer on the next line:\n{first.text.strip()[:80]}\nA: the answer",
            )
        else:
            self.sides(front, back, "Q:", scope)
        return (position, stop) if stop >= 0 else (max(position, index + 1), 0)

    def has_marks(self, node: Node) -> bool:
        """Whether a list has cards or tagged facts of its own."""
        for line in node.lines:
            text = line.text
            if "#" in text and self.marks(text).rules:
                return True
            if "::" in text and _inline(mask(text)):
                return True
        return any(
            item.nodes and item.nodes[0].type == "paragraph" and _QUESTION.match(item.nodes[0].lines[0].text)
            for item in node.items or ()
        )

    def sides(self, front: list[Line], back: list[Line], form: str, scope: _Scope, extra: _Marks = _NO_MARKS) -> None:
        """A question from the lines of its sides; their tags go to the card."""
        pieces = []
        marks = extra
        for lines in (front, back):
            text, places = verbatim(lines) if lines else ("", ((0, 1, 1),))
            if "#" in text or "^" in text or "<!--" in text:
                own = self.marks_of(text)
                if own is not _NO_MARKS:
                    if own.kinds:
                        self.idle(own, lines[0])
                    text, places = cut(text, places, own.cuts)
                    marks = replace(
                        marks,
                        tags=(*marks.tags, *own.tags),
                        anchor=marks.anchor or own.anchor,
                        skip=marks.skip or own.skip,
                        class_name=marks.class_name or own.class_name,
                    )
            if text[:1] in " \t\n" or text[-1:] == "\n":
                begin = 0 if text.startswith("    ") else len(text) - len(text.lstrip())
                lead = text[:begin].rfind("\n") + 1 if "\n" in text[:begin] else begin
                pieces.append(part(text, places, lead, len(text)))
            else:
                pieces.append(Piece(text, places))
        if marks.skip:
            return
        if marks.class_name:
            scope = replace(scope, class_name=class_path(marks.class_name))
        first, last = (front or back)[0], (back or front)[-1]
        if not pieces[1].text:
            self.problem(
                "FG101",
                f"a question without an answer: {pieces[0].text.strip()[:60]!r}",
                first.number,
                first.column,
                "write the answer behind 'A:', or on the lines below it"
                if form == "Q:"
                else "write the answer below it",
            )
            return
        self.qa(pieces[0], pieces[1], form, last.number, scope, marks, first.number)

    def idle(self, marks: _Marks, line: Line) -> None:
        """A remark on a kind tag in a question: the question is asked as it stands, and no fact is read from it."""
        name = marks.kinds[0][1]
        self.problem(
            "FG103",
            f"#{name} on a question does nothing",
            line.number,
            line.column,
            f"take the tag away, or write the fact without a question: stress: force per unit area #{name}",
            "warning",
        )

    # ------------------------------------------------------------------ #card

    def card(self, front: Piece, nodes: list[Node], scope: _Scope, marks: _Marks, line: Line) -> None:
        """``#card`` on a heading: what is under it is the back."""
        back = [li for node in nodes for li in whole(node)]
        if not back:
            self.unanswered(line)
            return
        text, places = verbatim(back)
        own = self.marks_of(text)
        text, places = cut(text, places, own.cuts)
        marks = replace(marks, tags=(*marks.tags, *own.tags), anchor=marks.anchor or own.anchor)
        self.qa(front, Piece(text, places), "card", back[-1].number, _within(scope, marks), marks, line.number)

    def card_lines(self, front: list[Line], rest: list[Line], nodes: list[Node], index: int, scope: _Scope) -> int:
        """``Question #card`` in a paragraph: the lines under it are the back, or else the next block."""
        after = index + 1
        back = [line for line in rest if not _PROPERTY.match(line.text.lstrip())]
        if not back and after < len(nodes) and nodes[after].type != "rule":
            back = whole(nodes[after])
            after += 1
        if not back:
            self.unanswered(front[0])
            return after
        self.sides(front, back, "card", scope)
        return after

    def unanswered(self, line: Line) -> None:
        text = line.text.strip()
        self.problem(
            "FG101",
            f"a question without an answer: {text[:60]!r}",
            line.number,
            line.column,
            "write the answer on the lines under it",
        )

    # ------------------------------------------------------------------ lists

    def listed(self, node: Node, scope: _Scope, lead: tuple[str, ...] = ()) -> None:
        """The items of a list: their own tags and marks; in a section also the list as a block of its kinds."""
        if scope.kinds:
            self.whole_list(node, scope, _Marks(kinds=scope.kinds), "section")
            scope = replace(scope, kinds=())
        if lead:
            scope = replace(scope, lead=(*scope.lead, *lead))
        items = node.items or []
        index = 0
        while index < len(items):
            item = items[index]
            index += 1
            if index < len(items) and _asks(item) and _answers(items[index]):
                self.container([*item.nodes, *items[index].nodes], scope)
                index += 1
            else:
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
        if len(nodes) == 1 and not scope.labels and not _interesting(head.lines):
            return
        box = _CHECKBOX.match(head.lines[0].text)
        if box:
            line = head.lines[0]
            head = Node(
                "paragraph", [Line(line.text[box.end() :], line.number, line.column + box.end()), *head.lines[1:]]
            )
            nodes = [head, *nodes[1:]]
        text, places = join(head.lines)
        marks = self.marks(text) if "#" in text else _NO_MARKS
        if marks.skip:
            return
        scope = _within(scope, marks)
        if marks.card:
            self.card_item(head, nodes, scope)
            return
        said = cut(text, places, marks.cuts)[0] if marks.cuts else text
        if marks.kinds and not said:
            self.container(nodes[1:] if len(nodes) > 1 else nodes, replace(scope, kinds=marks.kinds))
            return
        if marks.kinds and (len(nodes) > 1 or self.tagged_once(head)):
            self.tagged_item(item, head, nodes, marks, scope)
            return
        index, begin = self.paragraph(nodes, 0, 0, scope)
        if index < len(nodes):
            if begin:
                nodes = [*nodes[:index], Node("paragraph", nodes[index].lines[begin:]), *nodes[index + 1 :]]
            self.container(nodes[index:], replace(scope, lead=(*scope.lead, said)))

    def tagged_once(self, head: Node) -> bool:
        """Whether a paragraph of several lines has kinds in one of them only."""
        return len(head.lines) > 1 and sum("#" in li.text and bool(self.marks(li.text).kinds) for li in head.lines) == 1

    def tagged_item(self, item: ListItem, head: Node, nodes: list[Node], marks: _Marks, scope: _Scope) -> None:
        """An item with a kind of its own, with all that stands in it."""
        text, places = join(head.lines)
        marks = self.marks(text)
        text, places = cut(text, places, marks.cuts)
        nested = [n for n in nodes[1:] if n.type == "list"]
        items = tuple(i for n in nested for i in self.items(n, scope))
        table = next((table_of(n.lines) for n in nodes[1:] if n.type == "table"), None)
        lead = text
        for extra in nodes[1:]:
            if extra.type in ("math", "fence", "code") or (
                extra.type == "paragraph" and not self.marks(join(extra.lines)[0]).rules
            ):
                text, places = extended(text, places, extra.lines)
        masked = mask(text)
        if "{{" in masked and _BRACES.search(masked) and all(kind.name != "cloze" for kind, _ in marks.kinds):
            self.clozes(text, places, masked, scope, marks, _BRACES, "braces")
            text, places = cut(text, places, [m.span() for m in _BRACE_MARKS.finditer(masked)])
        for kind, form in marks.kinds:
            self.emit(
                kind.name, text, places, head.line, item.end, scope, marks, "own", form=form, items=items, table=table
            )
        for child in nested:
            self.listed(child, replace(scope, kinds=()), (lead,))

    def card_item(self, head: Node, nodes: list[Node], scope: _Scope) -> None:
        """A list item tagged ``#card``: what is under it is the back."""
        number = next((n for n, li in enumerate(head.lines) if self.marks(li.text).card), 0)
        back = [li for li in head.lines[number + 1 :] if not _PROPERTY.match(li.text.lstrip())]
        back += [li for node in nodes[1:] for li in whole(node)]
        if not back:
            self.unanswered(head.lines[0])
            return
        self.sides(head.lines[: number + 1], back, "card", scope)

    def items(self, node: Node, scope: _Scope) -> tuple[Item, ...]:
        """The items of a list that have no tag or mark of their own, as a fact's items."""
        made = []
        for item in node.items or ():
            if not item.nodes:
                continue
            head = item.nodes[0]
            if head.type == "paragraph":
                text, places = join(head.lines)
                for extra in item.nodes[1:]:
                    if extra.type == "math":
                        text, places = extended(text, places, extra.lines)
            else:
                text, places = verbatim(head.lines)
            marks = self.marks(text)
            if marks.kinds or marks.card or marks.skip or self.marked(text, scope):
                continue
            if marks.cuts:
                text, places = cut(text, places, marks.cuts)
            box = _CHECKBOX.match(text)
            if box:
                text, places = cut(text, places, [(0, box.end())])
            children = tuple(i for n in item.nodes if n.type == "list" for i in self.items(n, scope))
            source = text
            if len(item.lines) > 1:
                source, where = verbatim(item.lines)
                source = cut(source, where, self.cuts_by_line(source))[0]
            made.append(
                Item(text, places, head.line, item.end, item.ordered, children, source, marks.tags, marks.anchor)
            )
        return tuple(made)

    def marked(self, text: str, scope: _Scope) -> bool:
        """Whether a text has a card mark or a label of its own."""
        if scope.labels and ":" in text and self.label(text, scope):
            return True
        if "::" not in text and not (text[:1] in _ASKS and _QUESTION.match(text)):
            return False
        masked = mask(text)
        return (
            bool(_QUESTION.match(masked))
            or any(_inline(row) for row in masked.split("\n"))
            or bool(_BRACES.search(masked))
        )

    def whole_list(self, node: Node, scope: _Scope, marks: _Marks, own: Scope) -> None:
        """A list as one block of each kind; items with marks of their own are left to themselves."""
        items = self.items(node, scope)
        if not items or marks.skip:
            return
        text, places = verbatim(node.lines)
        cuts = self.cuts_by_line(text)
        if cuts:
            text, places = cut(text, places, cuts)
        for kind, form in marks.kinds:
            self.emit(kind.name, text, places, items[0].line, node.end, scope, marks, own, form=form, items=items)

    # ------------------------------------------------------------------ quotes

    def quote(self, node: Node, scope: _Scope) -> None:
        """A block quote says nothing, unless a kind tag stands in it or over it, or it is a callout of a kind and
        callouts count here."""
        callout = _CALLOUT.match(node.lines[0].text)
        if callout is not None and scope.labels and self.callout(node, callout, scope):
            return
        if scope.quoted or not (scope.kinds or any("#" in li.text and self.marks(li.text).kinds for li in node.lines)):
            return
        lines, scope = node.lines, replace(scope, quoted=True)
        if callout is not None:
            title = lines[0].text[callout.end() :].strip()
            lines, scope = lines[1:], replace(scope, headings=(*scope.headings, title)) if title else scope
        self.container(scan(lines), scope)

    def callout(self, node: Node, callout: re.Match[str], scope: _Scope) -> bool:
        """A callout whose type is a kind or a card; whether it was one."""
        name = callout[1].lower()
        head = node.lines[0]
        title = _after_callout(head, callout)
        titled = bool(title.text.strip())
        if name in _CARD or name == "question":
            if titled and len(node.lines) > 1:
                self.sides([title], node.lines[1:], "card", scope)
            elif name in _CARD:
                self.unanswered(head)
            return True
        kind = self.table.get(name)
        lines = _entitled(node.lines, callout)
        if kind is None or not lines:
            return False
        text, places = join(lines)
        marks = self.marks(text)
        text, places = cut(text, places, marks.cuts)
        if not marks.skip:
            self.emit(kind.name, text, places, node.line, node.end, scope, marks, "own", form=name)
        return True

    # ------------------------------------------------------------------ tags and blocks

    def marks(self, text: str, masked: str | None = None) -> _Marks:
        """What the tags, comments and ids in a text say; a tagged line is asked for it several times."""
        if "#" not in text and "^" not in text and "<!--" not in text:
            return _NO_MARKS
        found = self.known.get((text, masked))
        if found is None:
            found = self.known[text, masked] = self.found_marks(text, mask(text) if masked is None else masked)
        return found

    def found_marks(self, text: str, masked: str) -> _Marks:
        cuts: list[tuple[int, int]] = []
        kinds: Kinds = ()
        names: dict[str, None] = {}
        class_name = anchor = ""
        is_class = card = skip = False
        for tag in find_tags(text, masked):
            if cuts and text[cuts[-1][1] : tag.start] in (", ", ",", "; "):
                cuts[-1] = (cuts[-1][0], tag.end)
            else:
                cuts.append((tag.start, tag.end))
            low = tag.name.lower()
            if low in self.table:
                kind = self.table[low]
                if all(kind is not known for known, _ in kinds):
                    kinds = (*kinds, (kind, low))
            elif low == "class":
                is_class = True
            elif low.startswith("class/"):
                class_name = tag.name[6:]
            elif low in _CARD:
                card = True
            elif low == "skip":
                skip = True
            elif name := anki_tag(tag.name):
                names[name] = None
        if "<!--" in text:
            cuts += comments(masked)
        if ("^" in text or "<!--" in text) and (found := anchor_of(text)):
            anchor = found[0]
            cuts.append((found[1], found[2]))
        if not cuts:
            return _NO_MARKS
        return _Marks(kinds, tuple(names), class_name, is_class, card, skip, tuple(cuts), anchor)

    def marks_of(self, text: str) -> _Marks:
        """What the tags in a text of several blocks say; those of code say nothing."""
        rows = mask(text).split("\n")
        for number in _code_lines(scan([Line(row, number, 1) for number, row in enumerate(text.split("\n"))])):
            rows[number] = MASK * len(rows[number])
        return self.marks(text, "\n".join(rows))

    def emit(
        self,
        kind: str,
        text: str,
        places: Places,
        line: int,
        end: int,
        scope: _Scope,
        marks: _Marks,
        own: Scope,
        *,
        form: str = "",
        parts: tuple[Piece, ...] = (),
        items: tuple[Item, ...] = (),
        table: Table | None = None,
        lead: str = "",
    ) -> None:
        """Add a block."""
        tags = tuple(dict.fromkeys((*scope.tags, *marks.tags))) if marks.tags else scope.tags
        self.blocks.append(
            Block(
                kind,
                text,
                places,
                self.path,
                line,
                end,
                own,
                form,
                parts,
                items,
                table,
                scope.class_name,
                self.root,
                tags,
                scope.headings,
                (*scope.lead, lead) if lead else scope.lead,
                self.context,
                self.lang,
                marks.anchor,
            )
        )


def _code_lines(nodes: list[Node]) -> Iterator[int]:
    """The numbers of the lines that are blocks of code."""
    for node in nodes:
        if node.type in ("fence", "code"):
            yield from (line.number for line in node.lines)
        for item in node.items or ():
            yield from _code_lines(item.nodes)


def _interesting(lines: list[Line]) -> bool:
    """Whether any of the lines can hold a tag or a mark: cheap, and for prose the end of it."""
    for line in lines:
        text = line.text
        if "#" in text or "::" in text or "==" in text or "^" in text or text[:1] in _STARTS:
            return True
        if text[:1] in " \t" and text.lstrip()[:1] in _STARTS:
            return True
    return False


def _explained(rows: list[str], raw: list[str], number: int) -> int:
    """Where a unit ends that goes on below its tagged line: with display math and its ``where …``, or with ``: meaning``."""
    count = len(rows)
    while number < count and raw[number].startswith(": "):
        number += 1
    opener = raw[number][:2] if number < count else ""
    if opener not in ("$$", "\\["):
        return number
    closer, at = ("$$" if opener == "$$" else "\\]"), raw[number][2:]
    while closer not in at and number + 1 < count:
        number += 1
        at = raw[number]
    number += 1
    if number < count and _WHERE.match(rows[number]):
        while number < count and "#" not in rows[number]:
            number += 1
    return number


def _cloze_line(masked: str) -> int:
    """Where the text begins behind ``C:`` in a masked text with something to hide; 0 where it is none."""
    match = _CLOZE_LINE.match(masked) if masked[:1] in ("C", "*", "_") else None
    return match.end() if match and _CLOZE_MARK.search(masked, match.end()) else 0


def _inline(row: str) -> re.Match[str] | None:
    """``front :: back`` in a masked line: with something on both sides, and outside of cloze braces."""
    colons = row.find("::")
    if colons < 0:
        return None
    match = _INLINE.search(row, max(len(row[:colons].rstrip(" \t")) - 1, 0))  # from the first that can be one on
    if (
        match is None
        or not row[: match.start()].strip(" \t-*+")
        or not row[match.end() :].strip()
        or "{{" in row[: match.start()]
    ):
        return None
    return match


def _introduces(text: str, follow: Node, kinds: Kinds, own: bool) -> bool:
    """Whether the block below a unit belongs to it."""
    if follow.type not in ("list", "table", "math"):
        return False
    if text.endswith((":", "：")) or (own and not follow.blank_before):
        return True
    if own:
        bare = _SAYS_MORE.search(text) is None and len(text) <= _SHORT
        if follow.type == "math":
            return bare and "$" not in text
        return bare and any(kind.whole for kind, _ in kinds)
    return not follow.blank_before and len(text) <= _SHORT and text[-1] not in ".!" and "\n" not in text


def _after_callout(head: Line, callout: re.Match[str]) -> Line:
    """The title of a callout, with its place."""
    return Line(head.text[callout.end() :], head.number, head.column + callout.end())


def _entitled(lines: list[Line], callout: re.Match[str]) -> list[Line]:
    """The lines of a callout, its title leading them in with a colon."""
    title = _after_callout(lines[0], callout)
    if not title.text.strip():
        return lines[1:]
    if len(lines) > 1 and not title.text.rstrip().endswith(":"):
        title = Line(f"{title.text.rstrip()}:", title.number, title.column)
    return [title, *lines[1:]]


def _title(nodes: list[Node], index: int) -> str:
    """The short line above a table, math or code that says what it is."""
    above = nodes[index - 1] if index else None
    if above is None or above.type != "paragraph" or len(above.lines) > 1:
        return ""
    text = above.lines[0].text.strip()
    return text if len(text) <= _SHORT and text[-1] not in ".!?" and "#" not in text and "::" not in text else ""


def _take_in(item: ListItem, node: Node) -> None:
    """Put a block that stands right under a list into its last item."""
    item.nodes.append(node)
    item.lines.extend(node.lines)
    item.end = node.end


def _within(scope: _Scope, marks: _Marks) -> _Scope:
    """A scope narrowed by the tags of an item or a line above."""
    if marks.class_name:
        scope = replace(scope, class_name=class_path(marks.class_name))
    if marks.tags:
        scope = replace(scope, tags=tuple(dict.fromkeys((*scope.tags, *marks.tags))))
    return scope


def _after(line: Line, text: str, match: re.Match[str]) -> Line:
    """What stands behind ``Q:`` or ``A:`` in a line whose text without indentation is ``text``."""
    return Line(text[match.end() :], line.number, line.column + len(line.text) - len(text) + match.end())


def _goes_on(node: Node, asking: bool) -> bool:
    """Whether a paragraph after a blank line still belongs to a question: its ``A:``, or just an image."""
    text = node.lines[0].text.lstrip(" \t")
    if asking and _ANSWER.match(text):
        return True
    return len(node.lines) == 1 and text.startswith("!") and _IMAGE.match(text) is not None


def _head(item: ListItem) -> str:
    """The first line of an item that begins with text."""
    node = item.nodes[0] if item.nodes else None
    return node.lines[0].text.lstrip(" \t") if node is not None and node.type == "paragraph" else ""


def _asks(item: ListItem) -> bool:
    """Whether an item is a question that has no answer in it."""
    text = _head(item)
    return (
        text[:1] in _ASKS
        and _QUESTION.match(text) is not None
        and not any(_ANSWER.match(line.text.lstrip(" \t-*+")) for line in item.lines)
    )


def _answers(item: ListItem) -> bool:
    text = _head(item)
    return text[:1] in _ANSWERS and _ANSWER.match(text) is not None


def _answer_item(node: Node) -> list[Line]:
    """The lines of a list whose first item is ``A: …``, without that mark."""
    items = node.items or []
    if not items or not _answers(items[0]):
        return []
    first = items[0].lines[0]
    text = first.text.lstrip(" \t")
    match = _ANSWER.match(text)
    assert match is not None
    rest = [line for line in node.lines if line.number > items[0].end]
    return [_after(first, text, match), *items[0].lines[1:], *rest]
