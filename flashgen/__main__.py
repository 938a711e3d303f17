"""``python -m flashgen`` and the console script: the arguments in, an exit code out."""

from __future__ import annotations


def main() -> None:
    """Run the command line; start-up stays quick because commands are imported when they are called."""
    from flashgen.cli import main as cli

    cli(prog_name="flashgen")


if __name__ == "__main__":
    main()
