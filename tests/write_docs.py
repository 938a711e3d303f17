"""Write ``docs/diagnostics.md`` from the pages of the codes: ``python -m tests.write_docs``."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "docs" / "diagnostics.md"
GROUPS = {
    "FG0": "Files, front matter, configuration",
    "FG1": "Tags and questions",
    "FG2": "Numbers",
    "FG3": "Other facts",
    "FG4": "Cards and media",
    "FG5": "Identity and ledger",
    "FG6": "Finished notes",
}
_HEAD = """# Diagnostics

Every remark has a place, a code and a hint. `flashgen explain CODE` shows the page of a code on the terminal. An error
means that something was left out; a warning is advice.

"""


def diagnostics() -> str:
    """The page: every code in order, by groups."""
    out, group = [_HEAD], ""
    for page in sorted((ROOT / "flashgen" / "codes").glob("FG*.md")):
        if page.name[:3] != group:
            group = page.name[:3]
            out.append(f"# {GROUPS[group]}\n\n")
        title, *rest = page.read_text(encoding="utf-8").rstrip().split("\n")
        out.append(f"#{title}\n")
        for line in rest:
            if line.startswith("severity:"):
                out.append(f"\n*{line.removeprefix('severity:').strip()}*\n")
            elif line.startswith("## "):
                out.append(f"**{line[3:]}**\n\n")
            else:
                out.append(f"{line}\n")
        out.append("\n")
    return "".join(out).rstrip() + "\n"


if __name__ == "__main__":
    TARGET.write_text(diagnostics(), encoding="utf-8")
