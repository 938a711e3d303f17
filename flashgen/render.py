"""Render: Markdown in, the safe HTML that Anki shows out, with the media it needs and what is wrong with it.

The one door to markdown-it-py and nh3, which are imported when a text first needs them: most fields are
in the common forms that ``shortcut`` reads, and never come here.
"""

from __future__ import annotations

import hashlib
import html
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from flashgen.notes import Media
from flashgen.painting import highlight
from flashgen.shortcut import escape, fenced, shortcut, unbalanced, unwrapped
from flashgen.source import thing
from flashgen.tags import mask

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

MAX_MEDIA = 20 << 20
"""Bytes; larger files are left out: a phone syncs every card's media."""
LARGE_MEDIA = 2 << 20
IMAGES = frozenset([".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif", ".bmp", ".ico", ".tif", ".tiff"])
AUDIO = frozenset([".mp3", ".ogg", ".oga", ".opus", ".wav", ".m4a", ".flac", ".aac", ".spx"])
VIDEO = frozenset([".mp4", ".webm", ".mov", ".mkv", ".ogv", ".avi", ".m4v"])


@thing
class Problem:
    """What is wrong with a text; ``compose`` adds the place."""

    code: str
    message: str
    hint: str
    find: str = ""
    """A piece of the text that the place is looked up by."""
    severity: str = "warning"


class Rendered(NamedTuple):
    """HTML, the files it shows, and remarks."""

    html: str
    media: tuple[Media, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True, eq=False, repr=False)
class Shelf:
    """Where media of one note are looked up: beside the note, then anywhere in the notes folder by name."""

    root: Path
    folder: str = ""
    """Of the note, relative to the root."""
    allow_remote: bool = False
    footnotes: Mapping[str, str] = field(default_factory=dict)
    """Of the note, ``label`` → text: a card that refers to one brings it along."""
    names: dict[str, str] | None = None
    folders: dict[str, str] = field(default_factory=dict)
    """Folders with media → their real paths."""
    known: dict[tuple[str, str], tuple[Media | None, Problem | None]] = field(default_factory=dict)
    """What was looked up before, by the folder of the note and the path in it."""
    found: list[Media] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    asked: dict[str, None] = field(default_factory=dict)
    """What was looked up, as the author wrote it: what was read holds as long as all is found where it was."""
    painted: dict[tuple[str, str], str] = field(default_factory=dict)
    """Code with its language → its HTML, for the code of the note."""
    earlier: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """``painted`` of the note as the last build read it: its code need not be painted again."""
    resolved: Path | None = None

    def paint(self, code: str, language: str) -> str:
        """The HTML of code, as painted in an earlier build or now."""
        made = self.earlier.get((code, language)) or highlight(code, language)
        self.painted[code, language] = made
        return made

    def home(self) -> Path:
        """The notes folder without links in its path, which is looked up once."""
        if self.resolved is None:
            self.resolved = self.root.resolve()
        return self.resolved


def render(text: str, shelf: Shelf, *, line: bool = False) -> Rendered:
    """Markdown to HTML. A text of one paragraph comes without its ``<p>``.

    ``line``: a text of one line is words, whatever it begins with: the amount ``> 1M`` is no quotation, the name
    ``# of layers`` no heading, ``- 5 °C`` no list.
    """
    line = line or (text[:1] in _AMOUNTS and _AMOUNT.match(text) is not None)
    return short(text, shelf, line=line) or long(text, shelf, line=line)


_AMOUNTS = frozenset(">+-0123456789 \t")
_AMOUNT = re.compile(r"\s*(?:[>+-][ \t]*[~≈±]?[$€£]?[\d.,]+[^\n]*|\d+[.)][ \t]*|\d{2,}\.[ \t][^\n]*)\Z")
"""A line that is an amount, a year or a date, though Markdown would see a quotation, a bullet or a numbered item."""


def short(text: str, shelf: Shelf, *, line: bool = False) -> Rendered | None:
    """What ``shortcut`` makes of a text, with its media; None for one that the parser has to read."""
    shelf.found, shelf.problems = [], []
    made = shortcut(text, shelf.paint, partial(_picture, shelf), line=line)
    return None if made is None else _rendered(made, shelf)


def _rendered(made: str, shelf: Shelf) -> Rendered:
    if not shelf.found and not shelf.problems:
        return Rendered(made)
    return Rendered(made, tuple(dict.fromkeys(shelf.found)), tuple(shelf.problems))


_OPEN, _CLOSE, _HINT = "\ue000", "\ue001", "\ue002"
_SIMPLE_CLOZE = re.compile(r"\{\{c[1-9]\d{0,2}::[^{}:`$\\<\n]+(?:::[^{}:`$\\<\n]+)?\}\}")
_CLOZE_OPEN = re.compile(r"\{\{c(\d{1,3})::", re.I)
_MARKED = re.compile(f"{_OPEN}(\\d+){_HINT}|{_HINT}{_HINT}|{_CLOSE}")


def render_cloze(text: str, shelf: Shelf) -> Rendered:
    """Markdown with deletions ``{{cN::text::hint}}`` to HTML; ``}}`` and ``::`` within them are made harmless."""
    if _SIMPLE_CLOZE.sub("", text).find("{{") < 0:
        quick = short(text, shelf)
        if quick is not None:
            return quick
    made = long(_cloze_marks(text), shelf)
    return Rendered(_cloze_braces(made.html), made.media, made.problems)


def _cloze_marks(text: str) -> str:
    """Deletions with private characters for their braces, so that Markdown and math leave them alone."""
    for char in (_OPEN, _CLOSE, _HINT):
        text = text.replace(char, "")
    out: list[str] = []
    position, depth, braces = 0, 0, [0]
    masked = mask(text)
    views = [masked]  # what a deletion may end in: not in code or math, unless it began there
    while position < len(text):
        opener = _CLOZE_OPEN.match(text, position) if text[position] == "{" else None
        if opener:
            out.append(f"{_OPEN}{int(opener[1])}{_HINT}")
            position, depth = opener.end(), depth + 1
            braces.append(0)
            views.append(masked if masked[opener.start()] == "{" else text)
        elif depth and views[-1].startswith("}}", position) and braces[-1] <= 0:
            out.append(_CLOSE)
            position, depth = position + 2, depth - 1
            braces.pop()
            views.pop()
        elif (
            depth
            and views[-1].startswith("::", position)
            and braces[-1] <= 0
            and text[position + 2 : position + 3] not in ("", ":")
        ):
            end = text.find("}}", position)
            if end > 0 and "::" not in text[position + 2 : end] and "{" not in text[position:end]:
                out.append(_HINT * 2)
            else:
                out.append("::")
            position += 2
        else:
            char = text[position]
            if depth and char in "{}" and views[-1][position] == char:
                braces[-1] += 1 if char == "{" else -1
            out.append(char)
            position += 1
    out += [_CLOSE] * depth
    return "".join(out)


def _cloze_braces(made: str) -> str:
    out: list[str] = []
    done = depth = 0
    for match in _MARKED.finditer(made):
        before = made[done : match.start()]
        out.append(_harmless(before) if depth else before)
        if match[1]:
            out.append("{{c" + match[1] + "::")
            depth += 1
        elif match[0] == _CLOSE:
            if out and out[-1].endswith("}"):
                out.append(" ")
            out.append("}}")
            depth -= 1
        else:
            out.append("::")
        done = match.end()
    out.append(made[done:])
    return "".join(out)


def _harmless(text: str) -> str:
    while "}}" in text:
        text = text.replace("}}", "} }")
    return text.replace("::", ":&#58;")


def long(text: str, shelf: Shelf, *, line: bool = False) -> Rendered:
    """What the parser makes of a text."""
    shelf.found, shelf.problems = [], []
    environment = {"shelf": shelf}
    parser = _parser()
    if shelf.footnotes and "[^" in text:
        text += _footnotes_of(text, shelf)
    made: str
    if line and "\n" not in text:
        made = parser.renderInline(text.strip(), environment)
    else:
        made = parser.render(text, environment)
    if "<" in text:
        made = _clean(made, shelf)
    return _rendered(unwrapped(made), shelf)


_FOOTNOTE = re.compile(r"^ {0,3}\[\^([^\]\s]+)\]:[ \t]*(\S[^\n]*(?:\n(?![ \t]*(?:\[\^|\n|\Z))[^\n]+)*)", re.MULTILINE)
_REFERENCE = re.compile(r"\[\^([^\]\s]+)\](?!:)")


def footnotes(text: str) -> dict[str, str]:
    """The footnotes that a class note defines: label → text.

    >>> footnotes("a[^1] b\\n\\n[^1]: the note")
    {'1': 'the note'}
    """
    return {m[1]: m[2].strip() for m in _FOOTNOTE.finditer(text)} if "[^" in text else {}


def _footnotes_of(text: str, shelf: Shelf) -> str:
    """The definitions that a piece of a note refers to and does not hold itself."""
    own = footnotes(text)
    wanted = dict.fromkeys(m[1] for m in _REFERENCE.finditer(text))
    found = [f"[^{name}]: {shelf.footnotes[name]}" for name in wanted if name in shelf.footnotes and name not in own]
    return "\n\n" + "\n\n".join(found) if found else ""


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.dollarmath import dollarmath_plugin
    from mdit_py_plugins.footnote import footnote_plugin
    from mdit_py_plugins.tasklists import tasklists_plugin
    from mdit_py_plugins.texmath import texmath_plugin

    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": 40})
    parser.enable(["table", "strikethrough"])
    parser.use(dollarmath_plugin, allow_space=False, allow_digits=False, double_inline=True)
    parser.inline.ruler.at("math_inline", _dollars)
    parser.use(texmath_plugin, delimiters="brackets")
    parser.use(footnote_plugin).use(deflist_plugin).use(tasklists_plugin)
    parser.inline.ruler.before("link", "wiki", _wiki)
    parser.inline.ruler.before("escape", "display_math", _display)
    parser.inline.ruler.before("math_inline", "round_math", _round)
    parser.inline.ruler.before("emphasis", "mark", _pair("==", "mark"))
    parser.inline.ruler.before("emphasis", "superscript", _pair("^", "sup"))
    parser.inline.ruler.before("strikethrough", "subscript", _pair("~", "sub"))
    parser.options["highlight"] = None
    rules: dict[str, Callable[..., str]] = {
        "text": _text,
        "math_inline": _math("\\(", "\\)"),
        "math_inline_double": _math("\\[", "\\]"),
        "math_block": _math("\\[", "\\]"),
        "math_block_label": _math("\\[", "\\]"),
        "math_single": _math("\\(", "\\)"),
        "math_block_eqno": _math("\\[", "\\]"),
        "fence": _fence,
        "code_block": _fence,
        "image": _image,
        "wiki_embed": _image,
        "link_open": _link,
        "blockquote_open": _quote,
        "th_open": _cell,
        "td_open": _cell,
        "footnote_ref": _footnote_ref,
        "footnote_block_open": lambda *_: '<div class="fg-notes"><ol>\n',
        "footnote_block_close": lambda *_: "</ol></div>\n",
        "footnote_open": lambda *_: "<li>",
        "footnote_close": lambda *_: "</li>\n",
        "footnote_anchor": lambda *_: "",
    }
    for name, rule in rules.items():
        parser.add_render_rule(name, rule)
    return parser


def _dollars(state: StateInline, silent: bool) -> bool:
    """``$…$`` and ``$$…$$`` within a line. ``$5 and $6`` is money: a single dollar that opens has no white space after
    it and no digit before it, one that closes no white space before and no digit after it."""
    text, start, limit = state.src, state.pos, state.posMax
    if text[start] != "$" or _escaped(text, start):
        return False
    mark = "$$" if text.startswith("$$", start, limit) else "$"
    first = start + len(mark)
    if (start and text[start - 1].isdigit()) or first >= limit or (mark == "$" and text[first].isspace()):
        return False
    nothing_ahead = f"no {mark}"
    if state.env.get(nothing_ahead, (None, 0)) == (text, limit):
        return False
    end = text.find(mark, first, limit)
    while end >= 0 and _escaped(text, end):
        end = text.find(mark, end + 1, limit)
    if end < 0:
        state.env[nothing_ahead] = (text, limit)
        return False
    after = text[end + len(mark) : end + len(mark) + 1]
    if end == first or after.isdigit() or (mark == "$" and text[end - 1].isspace()):
        return False
    if not silent:
        token = state.push("math_inline_double" if mark == "$$" else "math_inline", "math", 0)
        token.content, token.markup = text[first:end], mark
    state.pos = end + len(mark)
    return True


def _escaped(text: str, at: int) -> bool:
    """Whether an odd number of backslashes stands before."""
    before = at
    while before and text[before - 1] == "\\":
        before -= 1
    return (at - before) % 2 == 1


def _display(state: StateInline, silent: bool) -> bool:
    """``\\[…\\]`` within a line."""
    if not state.src.startswith("\\[", state.pos) or state.env.get("no display", ("", 0))[0] == state.src:
        return False
    end = state.src.find("\\]", state.pos + 2, state.posMax)
    if end < 0:
        state.env["no display"] = (state.src, 0)
        return False
    if not silent:
        token = state.push("math_inline_double", "math", 0)
        token.content = state.src[state.pos + 2 : end]
    state.pos = end + 2
    return True


def _round(state: StateInline, silent: bool) -> bool:
    """``\\(…\\)``, where the plugin would look through the rest of the text for each one that is never closed."""
    if not state.src.startswith("\\(", state.pos):
        return False
    end = -1
    if state.env.get("no round", "") != state.src:
        end = state.src.find("\\)", state.pos + 3)
        if end < 0:
            state.env["no round"] = state.src
    closed = 0 <= end <= state.posMax - 2
    if not silent:
        if closed:
            token = state.push("math_inline", "math", 0)
            token.content = state.src[state.pos + 2 : end]
        else:
            state.pending += "("
    state.pos = end + 2 if closed else state.pos + 2
    return True


def _math(opener: str, closer: str) -> Callable[..., str]:
    def rule(_self: Any, tokens: Sequence[Token], index: int, _options: Any, env: dict[str, Any]) -> str:
        content = tokens[index].content.strip()
        problem = unbalanced(content)
        if problem:
            env["shelf"].problems.append(
                Problem(
                    "FG420",
                    f"math whose braces don't match: {problem}",
                    "every { needs its }; write \\{ for a brace that is shown",
                    content[:30],
                    "error",
                )
            )
        content = _calm(content, env["shelf"])
        return f"{opener}{escape(content)}{closer}"

    return rule


_COMMANDS = re.compile(
    r"\\\\|\\(href|style|class|cssId|data|mmlToken)(?![A-Za-z])(?:\s*\{[^{}]*\}(?:\s*\[[^\]]*\])?)?|\\(bbox)\s*\[[^\]]*[:(][^\]]*\]"
)
"""MathJax's commands that make links, styles and attributes, with their first argument; after ``\\\\`` there is none."""


def _calm(math: str, shelf: Shelf) -> str:
    """A formula without the commands that would put an address or a style of the author's on a card. What is left out
    leaves a space, so that no new command grows together."""
    found: list[str] = []

    def left_out(match: re.Match[str]) -> str:
        name = match[1] or match[2]
        if name is None:
            return match[0]
        found.append(f"\\{name}")
        return " "

    calm = _COMMANDS.sub(left_out, math)
    whole = _UNSEEN.sub("", calm)
    if whole != calm and _COMMANDS.sub(left_out, whole) != whole:
        calm = calm.replace("\\", "")  # a command in pieces, which a card would put together
    if found:
        shelf.problems.append(
            Problem("FG421", f"{found[0]} in math is left out", "write the formula without it", found[0])
        )
    return calm


_NAMES = re.compile(r"\\\\|\\(?:(?=(?:href|style|class|cssId|data|mmlToken)(?![A-Za-z]))|(?=bbox\s*\[[^\]]*[:(]))")


def _calm_html(made: str, shelf: Shelf) -> str:
    """The same for formulas that stand in HTML of the author's, where nothing but a backslash is taken out."""
    if "\\(" not in made and "\\[" not in made:
        return made
    made = made.replace("<wbr>", "") if "\\" in made else made
    calm = _NAMES.sub(lambda m: m[0] if m[0] == "\\\\" else "", made)
    if any(m[0] != "\\\\" for m in _NAMES.finditer(_UNSEEN.sub("", calm))):
        calm = calm.replace("\\", "")
    if calm != made:
        shelf.problems.append(Problem("FG421", "a command in math is left out", "write the formula without it"))
    return calm


_UNSEEN = re.compile(f"{_OPEN}\\d+{_HINT}|{_HINT}{_HINT}|{_CLOSE}")
"""What stands in a formula's source and not in the formula: marks of deletions."""
_DELIMITER = re.compile(r"\\(?=[(\[])")


def words(text: str) -> str:
    """A text that is no Markdown as HTML: all of it is shown, none is mark-up or math.

    >>> words("a < b \\\\(c")
    'a &lt; b \\\\<span></span>(c'
    """
    return _literal(escape(text))


def _literal(made: str) -> str:
    """Escaped text in which ``\\(`` and ``\\[`` stand for themselves: an element between their signs keeps MathJax off."""
    return _DELIMITER.sub(r"\\<span></span>", made) if "\\" in made else made


def _text(_self: Any, tokens: Sequence[Token], index: int, _options: Any, _env: Any) -> str:
    return _literal(escape(tokens[index].content))


def _pair(mark: str, name: str) -> Callable[[StateInline, bool], bool]:
    """A rule for ``==mark==``, ``^sup^`` and ``~sub~``: no white space just inside, none at all for the last two."""
    single = len(mark) == 1
    nothing_ahead = f"no {mark}"

    def rule(state: StateInline, silent: bool) -> bool:
        if not state.src.startswith(mark, state.pos) or (single and state.src.startswith(mark * 2, state.pos)):
            return False
        start = state.pos + len(mark)
        if state.env.get(nothing_ahead, (None, 0))[0] == id(state.src) and state.env[nothing_ahead][1] <= start:
            return False
        end = state.src.find(mark, start, state.posMax)
        if end < 0:
            state.env[nothing_ahead] = (id(state.src), start)
            return False
        inner = state.src[start:end]
        if (
            not inner
            or inner[0].isspace()
            or inner[-1].isspace()
            or (single and (" " in inner or "\n" in inner or len(inner) > 60))
        ):
            return False
        if not silent:
            state.push(f"{name}_open", name, 1)
            held, state.pos, state.posMax = state.posMax, start, end
            state.md.inline.tokenize(state)
            state.posMax = held
            state.push(f"{name}_close", name, -1)
        state.pos = end + len(mark)
        return True

    return rule


_WIKI = re.compile(r"(!?)\[\[([^\[\]|\n]+)(?:\|([^\[\]\n]*))?\]\]")


def _wiki(state: StateInline, silent: bool) -> bool:
    """``[[Note|text]]`` as its text, ``![[image.png|300]]`` as an image."""
    first = state.src[state.pos]
    if first not in "[!":
        return False
    match = _WIKI.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        target, label = match[2].strip(), (match[3] or "").strip()
        if match[1]:
            token = state.push("wiki_embed", "img", 0)
            token.attrs = {"src": target.split("#")[0]}
            size = re.fullmatch(r"(\d{1,5})(?:x(\d{1,5}))?", label)
            if size:
                token.attrs["width"] = size[1]
                if size[2]:
                    token.attrs["height"] = size[2]
            token.content = "" if size else label
            token.children = []
        else:
            token = state.push("text", "", 0)
            token.content = label or _said(target)
    state.pos = match.end()
    return True


def _said(target: str) -> str:
    """A link without a text of its own, as it is read: ``folder/Note#Heading`` is ``Note › Heading``, ``#Heading`` alone
    is the heading, a block's id says nothing."""
    note, _, inside = target.partition("#")
    parts = [note.rsplit("/", 1)[-1].removesuffix(".md"), *(p for p in inside.split("#") if not p.startswith("^"))]
    return " › ".join(p.strip() for p in parts if p.strip()) or target


def _image(self: Any, tokens: Sequence[Token], index: int, options: Any, env: dict[str, Any]) -> str:
    token = tokens[index]
    source = str(token.attrs.get("src", ""))
    alt = token.content if token.type == "wiki_embed" else self.renderInlineAsText(token.children or [], options, env)
    sizes = "".join(f' {k}="{token.attrs[k]}"' for k in ("width", "height") if k in token.attrs)
    return _picture(env["shelf"], source, alt, sizes, embedded=token.type == "wiki_embed")


def _picture(shelf: Shelf, source: str, alt: str, sizes: str = "", *, embedded: bool = False) -> str:
    """The HTML of a picture or sound; one of the web is a link to it."""
    if re.match(r"[a-z][a-z0-9+.-]*:|//", source, re.I) and not re.match(r"[a-z]:[\\/]", source, re.I):
        if shelf.allow_remote and source.startswith(("https://", "http://")):
            return f'<img src="{escape(source)}" alt="{escape(alt)}">'
        if source.startswith(("https://", "http://")):
            return f'<a href="{escape(source)}">{words(alt or source)}</a>'
        shelf.problems.append(
            Problem(
                "FG413", f"an image from {source.split(':')[0]}: is not shown", "put the file beside the note", source
            )
        )
        return words(alt)
    if embedded and Path(source).suffix.lower() in ("", ".md"):
        return words(alt or _said(source))  # another note: its name stands for it
    media = lookup(source, shelf)
    if media is None:
        return f'<span class="fg-missing">{words(alt or source)}</span>'
    suffix = Path(media.name).suffix
    if suffix in AUDIO or suffix in VIDEO:
        return f"[sound:{media.name}]"
    return f'<img src="{media.name}" alt="{escape(alt)}"{sizes}>'


def lookup(source: str, shelf: Shelf) -> Media | None:
    """A file of the notes folder by the path an author wrote; its package name is the hash of its content."""
    shelf.asked[source] = None
    place = shelf.folder, source
    if place not in shelf.known:
        shelf.known[place] = _look_up(source, shelf)
    media, problem = shelf.known[place]
    if problem is not None:
        shelf.problems.append(problem)
    if media is not None:
        shelf.found.append(media)
    return media


def _look_up(source: str, shelf: Shelf) -> tuple[Media | None, Problem | None]:
    root = shelf.home()
    found = located(source, shelf)
    hint = "put the file into the notes folder, and write its path from the note"
    if found is None:
        return None, Problem("FG410", f"a file that is not there: {source}", hint, source, "error")
    real = Path(_unlinked(found, shelf))
    if root not in real.parents:
        return None, Problem("FG411", f"a file outside the notes folder: {source}", hint, source, "error")
    suffix = real.suffix.lower()
    if suffix not in IMAGES | AUDIO | VIDEO:
        shown = "images, audio and video are shown"
        return None, Problem("FG413", f"a file that a card can't show: {source}", shown, source)
    try:
        status = real.stat()
        if status.st_size > MAX_MEDIA:
            what, hint = f"a file of {status.st_size >> 20} MiB", f"at most {MAX_MEDIA >> 20} MiB; make it smaller"
            return None, Problem("FG412", f"{what}: {source}", hint, source, "error")
        digest = _digest(str(real), status.st_mtime_ns, status.st_size)
    except OSError as error:
        what = f"a file that can't be read: {source} ({error.strerror})"
        return None, Problem("FG410", what, "check its permissions", source, "error")
    large = None
    if status.st_size > LARGE_MEDIA:
        what, hint = (
            f"a large file, {status.st_size / (1 << 20):.1f} MiB",
            "phones sync it; a smaller picture looks the same",
        )
        large = Problem("FG414", f"{what}: {source}", hint, source)
    return Media(f"fg-{digest}{suffix}", str(real)), large


def _unlinked(file: str, shelf: Shelf) -> str:
    """The real path of a file; that of its folder is looked up once."""
    folder, name = os.path.split(file)
    if os.name == "nt" or os.path.islink(file):  # noqa: PTH114  # hundreds of them
        return os.path.realpath(file)
    if folder not in shelf.folders:
        shelf.folders[folder] = os.path.realpath(folder)
    return os.path.join(shelf.folders[folder], name)  # noqa: PTH118


def located(source: str, shelf: Shelf) -> str | None:
    """Where the file of that path or name is: from the note, from the notes folder, or anywhere in it by its name."""
    from urllib.parse import unquote

    root = os.fspath(shelf.home())
    wanted = unquote(source).replace("\\", "/")
    for path in ((root, shelf.folder, wanted), (root, wanted.lstrip("/"))):
        if os.path.isfile(found := os.path.join(*path)):  # noqa: PTH113, PTH118  # hundreds of them
            return found
    if "/" in wanted:
        return None
    if shelf.names is None:
        shelf.names = _by_name(root)
    return shelf.names.get(wanted.casefold())


@lru_cache(maxsize=4096)
def _digest(path: str, _mtime: int, _size: int) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:24]


def _by_name(root: str) -> dict[str, str]:
    names: dict[str, str] = {}
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in sorted(files):
            names.setdefault(name.casefold(), os.path.join(folder, name))  # noqa: PTH118
    return names


_ADDRESS = re.compile(r"(?:https?|mailto|obsidian|vscode):", re.IGNORECASE)


def _link(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    href = str(tokens[index].attrs.get("href", ""))
    if not _ADDRESS.match(href):
        tokens[index].attrs = {}  # a link to another note leads nowhere on a phone
        return "<a>"
    out: str = self.renderToken(tokens, index, options, env)
    return out


_CALLOUT = re.compile(r"\[!([\w-]+)\][+-]?[ \t]*")


def _quote(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """``> [!note] Title`` gets the class of its callout; its first line becomes the title."""
    inline = next((t for t in tokens[index + 1 : index + 3] if t.type == "inline"), None)
    children = (inline.children or []) if inline else []
    match = _CALLOUT.match(children[0].content) if children else None
    if inline is None or match is None:
        return "<blockquote>\n"
    children[0].content = children[0].content[match.end() :]
    end = next((n for n, child in enumerate(children) if child.type in ("softbreak", "hardbreak")), len(children))
    title = self.renderInline(children[:end], options, env).strip()
    inline.children = children[end + 1 :]
    if not inline.children:
        for paragraph in (tokens[index + 1], tokens[index + 3]):
            paragraph.hidden = True
    name = escape(match[1].lower())
    said = title or escape(match[1].replace("-", " ").capitalize())
    return f'<blockquote class="fg-callout fg-callout-{name}"><div class="fg-callout-title">{said}</div>\n'


def _footnote_ref(_self: Any, tokens: Sequence[Token], index: int, _options: Any, _env: Any) -> str:
    """A number without a link: there is nowhere to go on a card."""
    return f"<sup>{int(tokens[index].meta['id']) + 1}</sup>"


def _cell(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """A table's cell with its alignment as an attribute: no style stands on a card."""
    style = str(tokens[index].attrs.pop("style", ""))
    if style:
        tokens[index].attrs["align"] = style.partition(":")[2]
    made: str = self.renderToken(tokens, index, options, env)
    return made


def _fence(_self: Any, tokens: Sequence[Token], index: int, _options: Any, env: Any) -> str:
    token = tokens[index]
    language = token.info.strip().split(" ")[0].strip("{}.") if token.info else ""
    return fenced(env["shelf"].paint(token.content.rstrip("\n"), language))


_ALLOWED = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "img": {"src", "alt", "width", "height", "title"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan"},
    "ol": {"start"},
    "li": {"class"},
    "ul": {"class"},
    "code": {"class"},
    "pre": {"class"},
    "span": {"class", "lang", "dir"},
    "div": {"class", "lang", "dir"},
    "blockquote": {"class"},
    "p": {"class", "dir", "lang"},
    "input": {"class", "type", "checked", "disabled"},
    "section": {"class"},
    "hr": {"class"},
    "sup": {"class"},
    "time": {"datetime"},
}
_PLAIN_TAGS = [
    "b",
    "i",
    "u",
    "s",
    "em",
    "strong",
    "mark",
    "sub",
    "sup",
    "small",
    "del",
    "ins",
    "kbd",
    "samp",
    "var",
    "cite",
    "q",
    "dfn",
    "br",
    "wbr",
    "table",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "caption",
    "dl",
    "dt",
    "dd",
    "details",
    "summary",
    "figure",
    "figcaption",
    "ruby",
    "rt",
    "rp",
    "bdi",
    "bdo",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
]
_IMG = re.compile(r'<img\b[^<>]*?\bsrc="([^"]*)"[^<>]*>')


def _clean(made: str, shelf: Shelf) -> str:
    """HTML from a note through the allow-list: no script, style, handler, or image that is not in the package."""
    import nh3

    made = nh3.clean(
        made,
        tags=set(_ALLOWED) | set(_PLAIN_TAGS),
        attributes=_ALLOWED,
        url_schemes={"https", "http", "mailto", "obsidian", "vscode"},
        link_rel=None,
        strip_comments=True,
        attribute_filter=_attribute,
    )
    made = _calm_html(made, shelf)
    return _IMG.sub(lambda m: _raw_image(m, shelf), made)


def _attribute(_element: str, name: str, value: str) -> str | None:
    """A link written as HTML leads to the web or to an editor, or nowhere, as one written in Markdown."""
    return None if name == "href" and not _ADDRESS.match(value) else value


def _raw_image(match: re.Match[str], shelf: Shelf) -> str:
    """An ``<img>`` written as HTML: from the package, looked up, or (if asked for) remote."""
    source = html.unescape(match[1])
    if source.startswith("fg-") or (shelf.allow_remote and source.startswith(("https://", "http://"))):
        return match[0]
    if re.match(r"[a-z][a-z0-9+.-]*:|//", source, re.IGNORECASE):
        return f'<a href="{match[1]}">{match[1]}</a>' if source.startswith(("https://", "http://")) else ""
    media = lookup(source, shelf)
    return match[0].replace(f'src="{match[1]}"', f'src="{media.name}"') if media else ""


def media_names(made: str) -> Iterator[str]:
    """The package names of the files that HTML shows."""
    for match in re.finditer(r'src="(fg-[^"]+)"|\[sound:(fg-[^\]]+)\]', made):
        yield match[1] or match[2]


_TAGS = re.compile(r"<[^<>]*>")


def plain(made: str) -> str:
    """HTML as plain text, white space made single."""
    if "<" not in made and "&" not in made:
        return " ".join(made.split()) if "  " in made or "\n" in made else made
    return " ".join(html.unescape(_TAGS.sub(" ", made)).split())
