"""Peers: other makers of decks, installed from PyPI into an environment of their own and given the same cards."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.measure import FailedError, run

Cards = list[tuple[str, str]]


class Peer(NamedTuple):
    """A tool: how it is installed, how cards are written for it, how it is called."""

    package: str
    write: Callable[[Cards, Path], None]
    """Puts the cards into a folder, in the tool's own dialect."""
    command: Callable[[Path, Path], list[str]]
    """The command, from the folder of installed programs and the folder of cards."""
    deck: str
    """The file that it must make, as a glob in the folder of cards."""


def _headings(cards: Cards, folder: Path) -> None:
    for start in range(0, len(cards), 50):
        out = [f"# Deck {start // 500}\n\n"]
        out += [f"## {front}\n\n{back}\n\n" for front, back in cards[start : start + 50]]
        (folder / f"{start:06}.md").write_text("".join(out), encoding="utf-8")


def _ruled(cards: Cards, folder: Path) -> None:
    for start in range(0, len(cards), 50):
        out = [f"{front}\n\n%\n\n{back}\n" for front, back in cards[start : start + 50]]
        (folder / f"{start:06}.md").write_text("\n---\n\n".join(out), encoding="utf-8")


def _yaml(cards: Cards, folder: Path) -> None:
    out = [
        "config:\n  name: Notes\n  fields: [Front, Back]\n  templates:\n  - name: Card 1\n"
        "    qfmt: '{{Front}}'\n    afmt: '{{FrontSide}}<hr>{{Back}}'\n  css: ''\ndata:\n"
    ]
    out += [f"- front: {json.dumps(front)}\n  back: {json.dumps(back)}\n" for front, back in cards]
    (folder / "deck.yaml").write_text("".join(out), encoding="utf-8")


def _numbered(cards: Cards, folder: Path) -> None:
    for start in range(0, len(cards), 50):
        out = [f"## {front} ({n})\n\n{back}\n\n" for n, (front, back) in enumerate(cards[start : start + 50], start)]
        (folder / f"{start:06}.md").write_text(f"# Deck {start}\n\n" + "".join(out), encoding="utf-8")


PEERS: tuple[Peer, ...] = (
    Peer(
        "ankdown", _ruled, lambda bin_, f: [str(bin_ / "ankdown"), "-r", str(f), "-p", str(f / "out.apkg")], "out.apkg"
    ),
    Peer(
        "anki-yaml-tool",
        _yaml,
        lambda bin_, f: [
            str(bin_ / "anki-yaml-tool"),
            "build",
            "--file",
            str(f / "deck.yaml"),
            "--output",
            str(f / "out.apkg"),
        ],
        "out.apkg",
    ),
    Peer(
        "markdown-anki-decks",
        _headings,
        lambda bin_, f: [str(bin_ / "mdankideck"), str(f), str(f)],
        "*.apkg",
    ),
    Peer(
        "md2anki",
        _numbered,
        lambda bin_, f: [str(bin_ / "md2anki"), *map(str, sorted(f.glob("*.md"))), "-o-anki", str(f / "out.apkg")],
        "out.apkg",
    ),
)


def table(notes: Path, folder: Path, rounds: int) -> str:
    """What each peer takes, as a multiple of raw genanki (Y); why not, where it can't be had."""
    ready = notes.parent / "ready.json"
    cards: Cards = [tuple(card) for card in json.loads(ready.read_text(encoding="utf-8"))]
    here = Path(__file__).resolve().parents[2]
    rival = (sys.executable, "-m", "tests.benchmarks.rivals", "genanki", str(ready), str(folder / "raw.apkg"))
    least = statistics.median(run(rival, here).cpu for _ in range(rounds))
    lines = [f"| peer, {len(cards):,} cards | x Y | |", "| --- | --- | --- |"]
    for peer in PEERS:
        try:
            found = f"{_cost(peer, cards, folder / peer.package) / least:.1f}"
            remark = ""
        except (FailedError, subprocess.CalledProcessError, OSError) as error:
            found, remark = "-", f"can't be measured: {' '.join(str(error).split())[-160:]}"
        lines.append(f"| {peer.package} | {found} | {remark} |")
    return "\n".join(lines)


def _cost(peer: Peer, cards: Cards, folder: Path) -> float:
    """Install a peer, write its cards, run it once."""
    folder.mkdir(exist_ok=True)
    place = folder / "environment"
    if not place.exists():
        subprocess.run((sys.executable, "-m", "venv", str(place)), check=True, capture_output=True)
        pip = (str(place / "bin" / "python"), "-m", "pip", "install", "--quiet", peer.package)
        done = subprocess.run(pip, check=False, capture_output=True, text=True)
        if done.returncode:
            raise FailedError(done.stderr.strip()[-200:] or "pip can't install it")
    notes = folder / "cards"
    notes.mkdir(exist_ok=True)
    peer.write(cards, notes)
    cost = run(peer.command(place / "bin", notes), notes, {"HOME": str(folder), "PATH": os.environ["PATH"]}).cpu
    if not list(notes.glob(peer.deck)):
        raise FailedError("it ends well and writes no deck")
    return cost
