"""Markdown as the parser reads it: markdown-it-py with the rules of the format, and nh3, which keeps HTML harmless.

The one door to both, imported when a text first needs them: most fields are in the common forms that ``shortcut`` reads.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from flashgen.render.media import Problem, Shelf, lookup, note_name
from flashgen.render.shortcut import escape, fenced, unbalanced
from flashgen.render.text import CLOSE, HINT, OPEN, literal

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token


def parsed(text: str, shelf: Shelf, *, line: bool = False) -> str:
    """The HTML of a text, harmless; media and remarks go to the shelf."""
    environment = {"shelf": shelf}
    made: str
    if line and "\n" not in text:
        made = _parser().renderInline(text.strip(), environment)
    else:
        made = _parser().render(text, environment)
    return _clean(made, shelf) if "<" in text else made


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
    helpers: Any = SimpleNamespace(**{**vars(parser.helpers), "parseLinkLabel": _label_end})
    parser.helpers = helpers
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


def _label_end(state: StateInline, start: int, disableNested: bool = False) -> int:  # noqa: N803 -- the parser's name
    """Where the text of a link ends that begins with the bracket at ``start``; -1 if nowhere.

    As the parser's own helper finds it, in time that grows with the text alone: a bracket that nothing closes is followed
    to the end once, and with it all that stand open behind it; and who follows more than ``_STEPS`` tokens for each
    character finds no more links.
    """
    src = state.src
    known: dict[object, Any] = state.env.setdefault("brackets", {})
    unclosed: set[int] = known.setdefault((src, state.posMax), set())
    left: int = known.get(src, _STEPS * len(src) + 1_000)
    if start in unclosed or left < 0:
        return -1
    before, state.pos = state.pos, start + 1
    open_ = [start]
    end = -1
    while state.pos < state.posMax and left >= 0:
        at, sign = state.pos, src[state.pos]
        if sign == "]":
            open_.pop()
            if not open_:
                end = at
                break
        state.md.inline.skipToken(state)
        left -= 1
        if sign == "[":
            if state.pos == at + 1:
                open_.append(at)
            elif disableNested:
                open_.clear()
                break
    state.pos = before
    known[src] = min(left, known.get(src, left))
    unclosed.update(open_)
    return end


_STEPS = 8


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
        elif hasattr(state, "append_pending"):
            state.append_pending("(")
        else:  # markdown-it-py before 4.3
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


_UNSEEN = re.compile(f"{OPEN}\\d+{HINT}|{HINT}{HINT}|{CLOSE}")
"""What stands in a formula's source and not in the formula: marks of deletions."""


def _text(_self: Any, tokens: Sequence[Token], index: int, _options: Any, _env: Any) -> str:
    return literal(escape(tokens[index].content))


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
            token.content = label or note_name(target)
    state.pos = match.end()
    return True


def _image(self: Any, tokens: Sequence[Token], index: int, options: Any, env: dict[str, Any]) -> str:
    token = tokens[index]
    source = str(token.attrs.get("src", ""))
    alt = token.content if token.type == "wiki_embed" else self.renderInlineAsText(token.children or [], options, env)
    sizes = "".join(f' {k}="{token.attrs[k]}"' for k in ("width", "height") if k in token.attrs)
    shelf: Shelf = env["shelf"]
    return shelf.picture(source, alt, sizes, embedded=token.type == "wiki_embed")


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
