"""Corpus: class notes of any size, the same for the same seed, with a list of what is in them.

    python -m tests.benchmarks.corpus FOLDER --cards 10000

Half of the cards stand among prose: paragraphs, lists, quotes, tables and code that hold no card. ``--traps`` puts card marks
where they are none: in code, mathematics, comments and links. ``manifest.json`` in the folder says how many notes of each
kind a reader must find.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

SUBJECTS = (
    "Strength of Materials",
    "Machine Learning",
    "Roman Law",
    "Cell Biology",
    "Music Theory",
    "Thermodynamics",
    "Signals and Systems",
    "Soil Mechanics",
    "Microeconomics",
    "Art of the Baroque",
)
THINGS = (
    "beam column lathe weld alloy fibre gasket bearing sensor kernel tensor gradient ledger tariff statute tenant clause "
    "nucleus ribosome plasmid chord cadence fugue entropy enthalpy piston nozzle filter carrier antenna aquifer sediment "
    "embankment utility surplus auction fresco vault altar facade"
).split()
TRAITS = (
    "slender brittle ductile sparse dense convex latent isothermal adiabatic causal periodic porous saturated elastic "
    "inelastic marginal binding voidable tonal modal baroque gilded hollow tempered annealed"
).split()
DOES = "carries bounds damps excludes precedes implies hardens filters regulates splits outlasts replaces".split()
WHEN = (
    "at room temperature",
    "under a cyclic load",
    "in the limit of small steps",
    "unless both parties agree",
    "before the second movement",
    "while the valve is shut",
    "for every bounded input",
    "once the soil is drained",
)
FOREIGN = ("Poincaré map", "Łukasiewicz logic", "façade", "Größe", "σ-algebra", "μ-recursion", "温度", "поток")
FORMULAS = (r"\sigma = E\varepsilon", r"\int_0^T x(t)^2\,dt", r"\Delta S \ge 0", r"\frac{n}{n-1}", r"e^{i\pi} + 1 = 0")
CODE = (
    ("python", "for step in range(9):\n    loss = model(batch)  # one step\n    loss.backward()"),
    ("c", "if (x < limit && y > 0) {\n    return x << 2;\n}"),
    ("sql", "SELECT tenant, SUM(rent)\nFROM lease\nGROUP BY tenant;"),
    ("", "plain text in a fence\n\n    indented once more"),
)
TRAPS = (
    "```text\nQ: not a question?\nA: no answer\nfront :: back\n==hidden==\n```\n\n",
    "~~~md\n# Heading #card\nterm: text #definition\n~~~\n\n",
    "Typed as it would be:\n\n    Q: indented code asks nothing\n    A: and answers nothing\n\n",
    "The line `front :: back` and `==this==` are code, and so is ``{{c1::that}}``.\n\n",
    "<!-- Q: a comment? -->\n<!-- A: is never read -->\n\n",
    "In $a :: b$ and in $$x :: y$$ the colons are mathematics.\n\n",
    "The class std::vector and the time 12::30 have no spaces around their colons.\n\n",
    "See [the notes](https://example.org/a::b#definition) for more.\n\n",
)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What was written."""

    cards: int
    """Notes that a build must give."""
    kinds: dict[str, int]
    """The same by kind, as ``flashgen extract`` names it."""
    files: int
    bytes: int
    ready: list[tuple[str, str]] = field(default_factory=list)
    """Fronts and backs as ready HTML, for writers that parse nothing."""


class _Writer:
    """Words, sentences and cards from one seed."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.kinds: Counter[str] = Counter()
        self.number = 0
        self.ready: list[tuple[str, str]] = []

    def thing(self) -> str:
        if self.rng.random() < 0.05:
            return self.rng.choice(FOREIGN)
        return f"{self.rng.choice(TRAITS)} {self.rng.choice(THINGS)}"

    def sentence(self, *, marked: bool = True) -> str:
        rng = self.rng
        text = f"The {self.thing()} {rng.choice(DOES)} the {self.thing()} {rng.choice(WHEN)}"
        turn = rng.random() if marked else 1.0
        if turn < 0.15:
            text += f", which makes the **{rng.choice(THINGS)}** *{rng.choice(TRAITS)}*"
        elif turn < 0.22:
            text += f" (compare `{rng.choice(THINGS)}_{rng.randint(1, 99)}`)"
        elif turn < 0.29:
            text += f", since ${rng.choice(FORMULAS)}$"
        elif turn < 0.33:
            text += f", as in [lecture {rng.randint(1, 14)}](https://example.org/l/{rng.randint(1, 14)})"
        elif turn < 0.45:
            text += f"; so does the {self.thing()}"
        return f"{text}."

    def question(self) -> str:
        rng = self.rng
        self.number += 1
        shapes = (
            f"What does the {self.thing()} of example {self.number} do {rng.choice(WHEN)}?",
            f"Why is the {self.thing()} in section {self.number} called {rng.choice(TRAITS)}?",
            f"Which {self.thing()} **{rng.choice(DOES)}** the {self.thing()} of exercise {self.number}?",
            f"In `{rng.choice(THINGS)}_{self.number}`, what {rng.choice(DOES)} the {self.thing()}?",
        )
        return rng.choice(shapes)

    def long_answer(self) -> str:
        rng = self.rng
        parts = [self.sentence()]
        shape = rng.randint(0, 5)
        if shape == 0:
            parts.append("\n".join(f"- {self.sentence()}" for _ in range(4)))
        elif shape == 1:
            parts.append("\n".join(f"{n}. {self.sentence(marked=False)}" for n in range(1, 4)))
        elif shape == 2:
            language, code = rng.choice(CODE)
            parts.append(f"```{language}\n{code}\n```")
        elif shape == 3:
            rows = "\n".join(f"| {self.thing()} | {rng.randint(2, 400)} |" for _ in range(3))
            parts.append(f"| Part | Size |\n| --- | ---: |\n{rows}")
        elif shape == 4:
            parts.append(f"$$\n{rng.choice(FORMULAS)}\n$$")
        else:
            parts.append(self.sentence())
        return "\n\n".join(parts)

    def card(self, picture: str) -> str:
        """One card; what it is asked and answered goes into ``ready``."""
        rng = self.rng
        tag = f" #{rng.choice(('exam', 'lab', 'hard'))}" if rng.random() < 0.1 else ""
        turn = rng.random()
        question = self.question()
        if turn < 0.15:
            self.kinds["cloze"] += 1
            one, other = self.thing(), self.thing()
            hidden = f"=={other}==" if rng.random() < 0.3 else other
            self.ready.append((f"In example {self.number}, what is it?", f"{one}, {other}"))
            return (
                f"In example {self.number}, the =={one}== {rng.choice(DOES)} the {hidden} {rng.choice(WHEN)}.{tag}\n\n"
            )
        self.kinds["qa"] += 1
        if turn < 0.4:
            answer = self.sentence(marked=rng.random() < 0.3)
            self.ready.append((question, answer))
            return f"{question} :: {answer}{tag}\n\n"
        answer = self.sentence() if turn < 0.85 else self.long_answer()
        if picture and rng.random() < 0.05:
            answer += f"\n\n![{rng.choice(THINGS)}]({picture})"
        self.ready.append((question, answer))
        return f"Q: {question}{tag}\nA: {answer}\n\n"

    def prose(self) -> str:
        turn = self.rng.randint(0, 4)
        if turn == 0:
            return " ".join(self.sentence() for _ in range(3)) + "\n\n"
        if turn == 1:
            return "\n".join(f"- {self.sentence()}" for _ in range(3)) + "\n\n"
        if turn == 2:
            return f"> {self.sentence()}\n\n"
        if turn == 3:
            language, code = self.rng.choice(CODE)
            return f"```{language}\n{code}\n```\n\n"
        return f"| Term | Page |\n| --- | --- |\n| {self.thing()} | {self.rng.randint(1, 300)} |\n\n"


PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c626001000000ffff03000006000557bfabd40000000049454e44ae426082"
)


def write(
    folder: Path,
    cards: int,
    *,
    seed: int = 1,
    per_file: int = 50,
    classes: int = 20,
    prose: float = 0.5,
    traps: bool = False,
    images: bool = False,
) -> Manifest:
    """Write class notes with so many cards; files are made of ``per_file``, spread over ``classes`` subdecks."""
    writer = _Writer(seed)
    files = size = 0
    folder.mkdir(parents=True, exist_ok=True)
    for start in range(0, cards, per_file):
        number = files % classes
        subject = SUBJECTS[number % len(SUBJECTS)]
        name = f"{subject} {number // len(SUBJECTS) + 1}"
        week = files // classes + 1
        place = folder / f"class-{number:04}"
        place.mkdir(exist_ok=True)
        if images:
            (place / "figure.png").write_bytes(PICTURE)
        out = [
            f"---\nclass: {name}\ntags: [week-{week}, {subject.split()[0].lower()}]\nlecturer: A. Nonym\n---\n\n",
            f"# {subject}: {writer.thing()}\n\n",
        ]
        for n in range(start, min(start + per_file, cards)):
            if n % 9 == 0:
                out.append(f"## {writer.thing().title()} {n}\n\n")
            if writer.rng.random() < prose:
                out.append(writer.prose())
            if traps and n % 3 == 0:
                out.append(TRAPS[n // 3 % len(TRAPS)])
            out.append(writer.card("figure.png" if images else ""))
        data = "".join(out).encode()
        (place / f"week-{week:05}.md").write_bytes(data)
        files, size = files + 1, size + len(data)
    manifest = Manifest(cards, dict(writer.kinds), files, size, writer.ready)
    told = {"cards": cards, "kinds": manifest.kinds, "files": files, "bytes": size}
    (folder / "manifest.json").write_text(json.dumps(told, indent=1), encoding="utf-8")
    return manifest


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Write class notes for measuring.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--cards", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--per-file", type=int, default=50)
    parser.add_argument("--classes", type=int, default=20)
    parser.add_argument("--prose", type=float, default=0.5)
    parser.add_argument("--traps", action="store_true")
    parser.add_argument("--images", action="store_true")
    given = vars(parser.parse_args())
    print(json.dumps(write(given.pop("folder"), given.pop("cards"), **given).kinds))


if __name__ == "__main__":
    main()
