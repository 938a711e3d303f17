"""flashgen from Python: what the package offers, and that asking for nothing loads nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import flashgen


def test_the_example_of_the_package_works_as_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "n.md").write_text("stress: force per area #definition\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    example = (flashgen.__doc__ or "").split("::\n", 1)[1]
    exec("\n".join(line[4:] for line in example.splitlines()), {})
    assert (tmp_path / "notes.apkg").is_file()


@pytest.mark.parametrize("name", flashgen.__all__)
def test_every_name_is_there(name: str) -> None:
    assert getattr(flashgen, name) is not None


def test_a_wrong_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'biuld'"):
        _ = flashgen.biuld  # type: ignore[attr-defined]


def test_the_package_alone_loads_none_of_its_modules() -> None:
    program = "import flashgen, sys; print([m for m in sys.modules if m.startswith('flashgen.')])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
