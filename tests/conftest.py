"""What all tests share: a store of their own, so that none reads or fills the user's."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from flashgen.storage import store


@pytest.fixture(autouse=True)
def own_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An empty store for each test, for the commands that it starts, too."""
    before = os.environ.get(store.VARIABLE)
    folder = tmp_path_factory.mktemp("store")
    os.environ[store.VARIABLE] = str(folder)
    yield folder
    if before is None:
        del os.environ[store.VARIABLE]
    else:
        os.environ[store.VARIABLE] = before
