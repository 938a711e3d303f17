"""Large vaults: what is kept on the disk, and looked up a part at a time, gives the same as what is kept in memory."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flashgen import ledger as ledgers
from flashgen.identify import identify, twins
from flashgen.storage.sorting import sorting
from tests.edits import ARRIVALS, EDITS, REMOVALS, REWRITES, counted, notes

ALL = {**EDITS, **REWRITES, **ARRIVALS, **REMOVALS}


@pytest.mark.parametrize("seed", range(30))
def test_a_ledger_on_the_disk_decides_as_one_in_memory(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = random.Random(seed)
    world = notes(rng, rng.randint(8, 40))
    known = ledgers.Ledger()
    for step in range(4):
        drafts = world.drafts()
        monkeypatch.undo()
        wanted = identify(drafts, known, now=1_000 + step)
        monkeypatch.setattr(twins, "TABLE", 5)
        monkeypatch.setattr(ledgers, "LARGE", 0)
        monkeypatch.setattr(ledgers, "RUN", 2_000)
        there = ledgers.load(tmp_path)
        assert isinstance(there.records, ledgers.OnDisk) == (step > 0)
        found = identify(drafts, there, now=1_000 + step)
        assert found.notes == wanted.notes
        assert found.plan == wanted.plan
        assert found.diagnostics == wanted.diagnostics
        assert counted(found.census) == counted(wanted.census)
        assert dict(found.ledger.records) == dict(wanted.ledger.records)
        ledgers.save(identify(drafts, there, now=1_000 + step).ledger, tmp_path)
        assert (tmp_path / ledgers.NAME).read_bytes() == ledgers.dump(wanted.ledger)
        known = ledgers.parse(ledgers.dump(wanted.ledger))
        for _ in range(6):
            ALL[rng.choice(list(ALL))](world, rng.randrange(len(world.items)))


def test_records_on_the_disk_are_a_mapping(tmp_path: Path) -> None:
    world = notes(random.Random(1), 30)
    ledger = identify(world.drafts(), ledgers.Ledger(), now=1_000).ledger
    ledgers.save(ledger, tmp_path)
    found = ledgers.OnDisk.of(tmp_path / ledgers.NAME)
    assert found is not None
    assert dict(found) == dict(ledger.records)
    assert len(found) == len(ledger.records)
    assert "a" not in found
    assert "~" not in found
    assert list(found.rows[1:3]) == [found.rows[1], found.rows[2]]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda raw: raw.replace(b"\n", b"\r\n"),
        lambda raw: b"\xef\xbb\xbf" + raw,
        lambda raw: raw[:-20],
        lambda raw: raw.replace(b"\tlive\t", b"\tlife\t", 1),
        lambda raw: raw + raw.split(b"\n")[3] + b"\n",
        lambda raw: raw.replace(b"flashgen ledger 1", b"flashgen ledger 9"),
        lambda raw: raw + b"<<<<<<< ours\n",
        lambda raw: raw + b"\xff\n",
        lambda raw: b"",
    ],
)
def test_what_is_not_as_we_write_it_is_read_as_a_whole(spoil: object, tmp_path: Path) -> None:
    world = notes(random.Random(1), 30)
    ledgers.save(identify(world.drafts(), ledgers.Ledger(), now=1_000).ledger, tmp_path)
    path = tmp_path / ledgers.NAME
    path.write_bytes(spoil(path.read_bytes()))  # type: ignore[operator]
    assert ledgers.OnDisk.of(path) is None


@settings(max_examples=60, deadline=None)
@given(st.lists(st.binary(max_size=9).filter(lambda line: b"\n" not in line)), st.integers(0, 40))
def test_lines_come_out_sorted_whatever_waits_on_the_disk(lines: list[bytes], room: int) -> None:
    with sorting(room) as sorter:
        sorter.extend(line + b"\n" for line in lines)
        assert list(sorter) == sorted(line + b"\n" for line in lines)


MANY = """
import sys, resource
from array import array
from pathlib import Path
from flashgen import ledger
from flashgen.storage.cache import Cache, Entry, Spool
from flashgen.identify import identify
from flashgen.notes import PART, Draft
from flashgen.outputs.package import package
from flashgen import notetypes

count, folder = int(sys.argv[1]), Path(sys.argv[2])
fields = ["what is it?", "an answer of a few words " * 8, *[""] * (len(notetypes.load("basic").fields) - 2)]
names = Draft._fields
spool = Spool(Cache(folder, "", kept=True))
for start in range(0, count, 50):
    path = f"week-{start}.md"
    drafts = []
    for n in range(start, start + 50):
        fields[0] = f"what is {n}?"
        values = {"notetype": "basic", "kind": "qa", "key": fields[0], "class_name": "Bio", "deck": "Notes::Bio", "line": n,
                  "before": PART.join(fields[:-8]), "after": PART.join(fields[-7:-1]), "clozes": (), "cards": (0,), "tags": ("exam",), "media": (), "path": path, "end_line": n,
                  "headings": ("Cells",)}
        drafts.append(Draft(**{name: values.get(name, "") for name in names}))
    spool.add(Entry(path, 1, 1, 1, True, b"", (), (), (), 50), drafts)
spool.finish()
spool.keep()
done = identify(spool, ledger.load(folder), now=1_700_000_000)
with ledger.saving(done.ledger, folder):
    package(done.notes, folder / "deck.apkg", None, done.census)
print(done.plan.summary(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="counts memory as Linux does")
def test_memory_grows_by_bytes_a_note_not_by_its_text(tmp_path: Path) -> None:
    def peak(count: int) -> tuple[str, int]:
        command = [sys.executable, "-c", MANY, str(count), str(tmp_path / str(count))]
        (tmp_path / str(count)).mkdir(exist_ok=True)
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
        return told.rpartition(" ")[0], int(told.rpartition(" ")[2])

    few, many = peak(30_000), peak(150_000)
    assert (few[0], many[0]) == ("30000 new", "150000 new")
    assert many[1] - few[1] < 25  # MB: 120,000 more notes of 700 bytes would be 80 and more
    again = peak(150_000)
    assert again[0] == "nothing changed"
    assert again[1] - few[1] < 35
