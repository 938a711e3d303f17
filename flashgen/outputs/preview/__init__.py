"""Preview: notes in, a page out that shows every card as Anki would.

``cards`` renders the note types' own templates; ``page`` makes one self-contained, offline page of them. The page's
script, style and MathJax (packaged, Apache-2.0) lie beside this file; ``serve`` is in ``server``.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import mimetypes
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from flashgen import notetypes
from flashgen.diagnostics import Diagnostic
from flashgen.notes import Note, NoteType

HERE = Path(__file__).parent
_TOKEN = re.compile(r"\{\{([#^/]?)([^{}]+)\}\}")
_CLOZE = re.compile(r"\{\{c(\d+)::")


def fill(template: str, fields: Mapping[str, str], ordinal: int = 0, *, back: bool = False) -> str:
    """A template with its fields, as Anki fills it: ``{{Field}}``, ``{{#Field}}``, ``{{^Field}}``, ``{{cloze:Field}}``.

    ``{{type:…}}`` shows an empty box on the front and the answer on the back.
    """
    out: list[str] = []
    hidden: list[str] = []
    shown: list[bool] = [True]
    done = 0
    for match in _TOKEN.finditer(template):
        if shown[-1]:
            out.append(template[done : match.start()])
        done = match.end()
        sign, name = match[1], match[2].strip()
        if sign in ("#", "^"):
            filled = bool(fields.get(name, "").strip())
            shown.append(shown[-1] and (filled if sign == "#" else not filled))
            hidden.append(name)
        elif sign == "/":
            shown.pop()
            hidden.pop()
        elif shown[-1]:
            out.append(_field(name, fields, ordinal, back=back))
    if shown[-1]:
        out.append(template[done:])
    return "".join(out)


def _field(name: str, fields: Mapping[str, str], ordinal: int, *, back: bool) -> str:
    if name.startswith("cloze:"):
        return cloze(fields.get(name[6:], ""), ordinal + 1, back=back)
    if name.startswith("type:"):
        value = fields.get(name[5:], "")
        return f'<code id="typeans">{value}</code>' if back else '<input type="text" id="typeans">'
    return fields.get(name, "")


def cloze(text: str, number: int, *, back: bool) -> str:
    """A cloze field with the deletions of ``number`` hidden (front) or marked (back), the others shown."""
    made, _ = _cloze(text, 0, number, back=back, inside=False)
    return made


def _cloze(text: str, start: int, number: int, *, back: bool, inside: bool) -> tuple[str, int]:
    out: list[str] = []
    position = start
    while position < len(text):
        opener = _CLOZE.match(text, position) if text[position] == "{" else None
        if opener:
            inner, position = _cloze(text, opener.end(), number, back=back, inside=True)
            body, _, hint = inner.partition("::")
            asked = int(opener[1]) == number
            if not asked:
                out.append(f'<span class="cloze-inactive" data-ordinal="{opener[1]}">{body}</span>')
            elif back:
                out.append(f'<span class="cloze" data-ordinal="{opener[1]}">{body}</span>')
            else:
                out.append(f'<span class="cloze" data-ordinal="{opener[1]}">[{hint or "..."}]</span>')
        elif inside and text.startswith("}}", position):
            return "".join(out), position + 2
        else:
            out.append(text[position])
            position += 1
    return "".join(out), position


def sides(note: Note, ordinal: int) -> tuple[str, str]:
    """Front and back of a card as HTML."""
    kind = notetypes.load(note.draft.notetype)
    template = kind.templates[0 if kind.cloze else ordinal]
    fields = {
        **dict(zip(kind.fields, note.fields, strict=True)),
        "Tags": " ".join(note.tags),
        "Deck": note.draft.deck,
        "Subdeck": note.draft.deck.split("::")[-1],
        "Type": note.fields[kind.fields.index("Type")] if "Type" in kind.fields else kind.name,
        "Card": template.name,
    }
    front = fill(template.front, fields, ordinal)
    return front, fill(template.back, {**fields, "FrontSide": front}, ordinal, back=True)


def cards(notes: Iterable[Note], media: Callable[[str], str]) -> list[dict[str, object]]:
    """Every card for the page; ``media`` turns a file's package name into an address."""
    made = []
    for note in notes:
        if note.state != "live":
            continue
        for ordinal in note.cards:
            front, back = (_addressed(side, media) for side in sides(note, ordinal))
            made.append(
                {
                    "id": f"{note.guid}-{ordinal}",
                    "deck": note.draft.deck,
                    "kind": note.draft.kind,
                    "type": note.draft.notetype,
                    "tags": list(note.tags),
                    "path": note.draft.path,
                    "line": note.draft.line,
                    "end": note.draft.end_line,
                    "front": front,
                    "back": back,
                    "label": note.draft.label,
                    "asks": _asks(note, ordinal),
                }
            )
    return made


def _asks(note: Note, ordinal: int) -> str:
    """What tells a card from the others of its note: the template's name, or the deletion's number."""
    kind = notetypes.load(note.draft.notetype)
    if kind.cloze:
        return f"deletion {ordinal + 1}"
    return kind.templates[ordinal].name if len(kind.templates) > 1 else ""


def _addressed(side: str, media: Callable[[str], str]) -> str:
    """Files at the addresses where the page finds them; sounds as players."""
    side = re.sub(r'src="(fg-[^"]+)"', lambda m: f'src="{media(m[1])}"', side)

    def player(match: re.Match[str]) -> str:
        name = "video" if (mimetypes.guess_type(match[1])[0] or "").startswith("video") else "audio"
        return f'<{name} controls preload="none" src="{media(match[1])}"></{name}>'

    return re.sub(r"\[sound:(fg-[^\]]+)\]", player, side)


def remarks(diagnostics: Iterable[Diagnostic]) -> list[dict[str, object]]:
    """Diagnostics for the page."""
    return [
        {
            "severity": d.severity,
            "code": d.code,
            "message": d.message,
            "hint": d.hint,
            "path": d.span.path,
            "line": d.span.line,
            "column": d.span.column,
            "until": _until(d),
            "source": d.source_line,
        }
        for d in diagnostics
    ]


def _until(diagnostic: Diagnostic) -> int:
    """How many characters of the source line stand before the end of what a diagnostic is about."""
    span = diagnostic.span
    if not span.end_column:
        return span.column
    return span.end_column - 1 if span.end_line in (0, span.line) else len(diagnostic.source_line)


def style() -> str:
    """The cards' own style; all note types share one."""
    kind: NoteType = notetypes.load("basic")
    return kind.css


def page(notes: Sequence[Note], diagnostics: Sequence[Diagnostic], *, title: str) -> str:
    """One page with everything in it: cards, style, script, media, MathJax. It asks nothing of any network."""
    files = {m.name: m.path for note in notes for m in note.draft.media}

    def inline(name: str) -> str:
        if name not in files:
            return ""
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return f"data:{kind};base64,{base64.b64encode(Path(files[name]).read_bytes()).decode()}"

    shown = cards(notes, inline)
    data = {"title": title, "cards": shown, "diagnostics": remarks(diagnostics), "live": False}
    script = f"window.FLASHGEN = {_in_script(data)};"
    nonce = hashlib.sha256(script.encode()).hexdigest()[:24]
    needs_math = any(
        "\\(" in side or "\\[" in side for card in shown for side in (str(card["front"]), str(card["back"]))
    )
    math = (HERE / "mathjax-tex-svg-full.js").read_text(encoding="utf-8") if needs_math else ""
    return shell(
        title,
        script=script,
        math=f'<script nonce="{nonce}">{_harmless(math)}</script>' if math else "",
        nonce=nonce,
        remote=has_remote(shown),
    )


def has_remote(shown: Iterable[Mapping[str, object]]) -> bool:
    """Whether a card shows an image from the web, which ``allow_remote`` alone lets through."""
    return any('src="http' in str(card["back"]) for card in shown)


def policy(nonce: str, *, remote: bool) -> str:
    """The page's content security policy: nothing is loaded but what is the page's own, and only the page's own scripts
    run: should anything slip through the sanitiser, a handler or a script in a card stays dead."""
    web = " https: http:" if remote else ""
    return (
        f"default-src 'none'; img-src 'self' data:{web}; media-src 'self' data:; style-src 'unsafe-inline'; "
        f"script-src 'nonce-{nonce}'; connect-src 'self'; font-src data:; base-uri 'none'; form-action 'none'"
    )


def shell(title: str, *, script: str, math: str, nonce: str, remote: bool = False) -> str:
    """The page around the data. ``nonce`` names the scripts that may run: it must not be known to who writes a note."""
    frame = (HERE / "page.html").read_text(encoding="utf-8")
    parts = {
        "TITLE": html.escape(title),
        "POLICY": policy(nonce, remote=remote),
        "NONCE": nonce,
        "STYLE": (HERE / "page.css").read_text(encoding="utf-8"),
        "CARDSTYLE": json.dumps(style()).replace("</", "<\\/"),
        "DATA": script,
        "SCRIPT": (HERE / "page.js").read_text(encoding="utf-8"),
        "MATH": math,
    }
    return re.sub(r"<!--([A-Z]+)-->", lambda m: parts[m[1]], frame)


def _in_script(data: object) -> str:
    """JSON that may stand in a script element."""
    return (
        json.dumps(data, ensure_ascii=False)
        .replace("<", "\\u003c")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029")
    )


def _harmless(script: str) -> str:
    return script.replace("</script", "<\\/script").replace("<!--", "<\\!--")
