"""``flashgen explain``: what a diagnostic code means, why it matters, and what to write instead."""

from __future__ import annotations

from importlib.resources import files

import click


def codes() -> list[str]:
    """Every code that has a page."""
    return sorted(p.name[:-3] for p in files("flashgen.codes").iterdir() if p.name.endswith(".md"))


@click.command()
@click.argument("code", required=False)
def command(code: str | None) -> None:
    """Explain a diagnostic code; without one, list them all.

    \b
    Example:  flashgen explain FG101
    """
    pages = files("flashgen.codes")
    known = codes()
    if code is None:
        for name in known:
            title = (pages / f"{name}.md").read_text(encoding="utf-8").splitlines()[0]
            click.echo(title.lstrip("# "))
        return
    wanted = code.upper()
    if wanted not in known:
        from difflib import get_close_matches

        near = get_close_matches(wanted, known, n=1)
        raise click.UsageError(
            f"there is no code {code}." + (f" Did you mean {near[0]}?" if near else " 'flashgen explain' lists them.")
        )
    click.echo((pages / f"{wanted}.md").read_text(encoding="utf-8").rstrip())
