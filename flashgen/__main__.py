"""``python -m flashgen`` and the console script: the arguments in, an exit code out."""

from __future__ import annotations

MANY = 1_000_000
"""Objects made before Python looks for circles among them: notes and facts form none, and looking for them takes an
eighth of a build's time."""


def main() -> None:
    """Run the command line; start-up stays quick because commands are imported when they are called."""
    import gc

    gc.set_threshold(MANY)
    from flashgen.cli import main as cli

    try:
        cli(prog_name="flashgen")
    finally:
        gc.freeze()  # nor does the end of the process need that search


if __name__ == "__main__":
    main()
