"""Parse: Source in, Document and diagnostics out. Which class, tags and scope each piece of a note has.

The structure of the Markdown comes from ``structure``, tags and masks from ``tags``; what is decided here is the
format itself (docs/format.md): classes and sections in this file, what stands between two headings in ``blocks``,
lists as one fact in ``lists``, questions and clozes in ``questions``, their signs in ``signs``, tags in ``marks``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import count, repeat
from operator import attrgetter

from flashgen.config import Config
from flashgen.diagnostics import Diagnostic
from flashgen.document import Document, Front, Piece
from flashgen.facts import TAGS, Kind
from flashgen.frontmatter import anki_tag, read_front, split_front
from flashgen.parse.blocks import container
from flashgen.parse.classes import bare, class_path, respelled, spellings, unify_classes
from flashgen.parse.marks import Inherited, Kinds
from flashgen.parse.misspelt import misspelt
from flashgen.parse.page import Page
from flashgen.parse.questions import card_of_heading
from flashgen.pieces import cut
from flashgen.source import Source, thing
from flashgen.structure import Line, Node, scan

__all__ = ["class_path", "parse", "respelled", "spellings", "unify_classes"]


def parse(
    source: Source, config: Config | None = None, tags: Mapping[str, Kind] = TAGS
) -> tuple[Document, list[Diagnostic]]:
    """Parse a class note. ``tags`` are the kind tags known, custom ones included."""
    return _Parser(Page(source, config or Config(), tags)).run()


@thing
class _Heading:
    level: int
    text: str
    class_name: str | None
    is_class: bool
    kinds: Kinds
    tags: tuple[str, ...]


class _Parser:
    """Reads a note from its front matter to its last section: the headings that are open, and what holds below none."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.front = Front()
        self.headings: list[_Heading] = []
        self.base = Inherited("")

    def run(self) -> tuple[Document, list[Diagnostic]]:
        taken = split_front(self.page.lines)
        if taken < 0:
            self.page.problem("FG010", "front matter that is never closed", 1, 1, "end it with a line of its own: ---")
            taken = 0
        elif taken:
            self.front, problems = read_front(self.page.lines[:taken], self.page.path)
            self.page.problems += [replace(p, source_line=self.page.line(p.span.line)) for p in problems]
        if self.front.skip:
            return Document(self.page.path, self.front, ()), self.page.problems
        nodes = scan(list(map(Line, self.page.lines[taken:], count(taken + 1), repeat(1))))
        defaults = self.page.config.defaults_for(self.page.path)
        self.page.root = self.front.deck or defaults.deck or self.page.config.deck
        name = self.front.class_name or defaults.class_name or self.named_by_place(nodes)
        tags = (*(anki_tag(t) for t in defaults.tags), *self.front.tags)
        self.base = Inherited(class_path(name), tuple(dict.fromkeys(tags)), labels=self.page.config.labels)
        self.page.context = self.front.context or defaults.context or ""
        self.page.lang = self.front.lang or defaults.lang or self.page.config.lang
        self.tags_of_file(nodes)
        self.unclosed(nodes)
        self.sections(nodes)
        unknown = {name for marks in self.page.marks.known.values() for name in marks.tags}
        misspelt(unknown, self.page, nodes)
        self.page.blocks.sort(key=attrgetter("line"))
        return Document(self.page.path, self.front, tuple(self.page.blocks)), self.page.problems

    def named_by_place(self, nodes: list[Node]) -> str:
        """The class of a note that does not name it: its folder, its title, its file."""
        if "/" in self.page.path:
            return self.page.path.split("/", 1)[0]
        title = next((n.lines[0].text for n in nodes if n.type == "heading" and n.level == 1), "")
        name = bare(cut(title, ((0, 1, 1),), self.page.marks.of(title).cuts)[0])
        return name or self.page.path.rsplit("/", 1)[-1].rsplit(".", 1)[0]

    def tags_of_file(self, nodes: list[Node]) -> None:
        """A line of tags and nothing else at the top of a note, or under its title, with a blank line below: for all of it."""
        for index, node in enumerate(nodes[:2]):
            if node.type == "heading" and index == 0:
                continue
            if node.type != "paragraph" or len(node.lines) > 1 or "#" not in node.lines[0].text:
                return
            marks = self.page.marks.of(node.lines[0].text)
            alone = index + 1 == len(nodes) or nodes[index + 1].blank_before or nodes[index + 1].type == "heading"
            if (
                not marks.kinds
                and not marks.skip
                and not marks.card
                and alone
                and self.page.marks.alone(node.lines[0].text, marks)
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
            self.page.problem(
                "FG014",
                f"a {what} that is never closed: the rest of the note is part of it",
                line.number,
                line.column,
                f"end it with a line of its own: {end}",
                "warning",
            )

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
            container(self.page, nodes[index:end], self.scope())
            index = end

    def scope(self) -> Inherited:
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
        return Inherited(name, tuple(dict.fromkeys(tags)), texts, (), kinds, self.base.labels or bool(kinds))

    def heading(self, nodes: list[Node], index: int) -> int:
        """Open a heading's section; the index of the node to go on with."""
        node = nodes[index]
        line = node.lines[0]
        marks = self.page.marks.of(line.text)
        text, places = cut(line.text, ((0, line.number, line.column),), marks.cuts)
        while self.headings and self.headings[-1].level >= node.level:
            self.headings.pop()
        end = index + 1
        if marks.skip or marks.card:
            while end < len(nodes) and not (
                nodes[end].type == "heading"
                and (
                    nodes[end].level <= node.level
                    or (marks.card and not marks.skip and self.page.marks.of(nodes[end].lines[0].text).card)
                )
            ):
                end += 1
            if not marks.skip:
                card_of_heading(self.page, Piece(text, places), nodes[index + 1 : end], self.scope(), marks, line)
            return end
        name = class_path(marks.class_name or (bare(text) if marks.is_class else "")) or None
        self.headings.append(_Heading(node.level, text, name, marks.is_class, marks.kinds, marks.tags))
        return end
