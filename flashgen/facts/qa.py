"""Questions and answers: ``Q: …`` / ``A: …``, ``front :: back``, ``front ::: back``, ``?``, a heading tagged ``#card``.

The parser finds the sides, since the syntax is the mark; a side that is empty is a remark.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from flashgen.document import Block
from flashgen.notes import Extracted, FactError, Sketch
from flashgen.source import thing

BOTH_DIRECTIONS = frozenset((":::", "??"))


@thing
class Question:
    """A question with its answer."""

    kind: ClassVar[str] = "qa"
    question: str
    answer: str
    both_directions: bool = False

    def fields(self) -> dict[str, object]:
        return {"question": self.question, "answer": self.answer, "both_directions": self.both_directions}

    def sketches(self, block: Block) -> tuple[Sketch, ...]:
        reverse = "1" if self.both_directions else ""
        return (Sketch("basic", self.question, {"Front": self.question, "Back": self.answer, "Reverse": reverse}),)


def read(block: Block) -> Iterator[Extracted]:
    """The question of a block: its two parts."""
    front, back = block.parts if len(block.parts) == 2 else (None, None)
    question = front.text.strip() if front is not None else ""
    if back is None or not question:
        raise FactError("FG310", "an answer without a question", hint="write 'question :: answer'")
    answer = back.text.strip()
    if not answer:
        raise FactError(
            "FG310",
            f"a question without an answer: {question.splitlines()[0][:60]!r}",
            hint=_hint(block.form, question),
        )
    yield Extracted(block, Question(question, answer, block.form in BOTH_DIRECTIONS))


def _hint(form: str, question: str) -> str:
    line = question.splitlines()[0]
    if form in ("::", ":::"):
        return f"write '{line} {form} the answer'"
    return "write the answer below the question" + (" as 'A: …'" if form == "Q:" else "")
