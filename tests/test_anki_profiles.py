"""Where Anki keeps its collections, and which way to Anki is taken."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from flashgen.anki import AnkiError
from flashgen.anki.profiles import bases, find, profiles
from flashgen.config import Config
from flashgen.outputs.push import choose
from flashgen.outputs.push.choose import Way, way
from flashgen.outputs.push.collection import ClosedCollection, check
from flashgen.outputs.push.running import Running, _in_deck
from flashgen.outputs.push.server import Server


@pytest.mark.parametrize(
    ("platform", "environment", "first"),
    [
        ("linux", {"HOME": "/home/me"}, "/home/me/.local/share/Anki2"),
        ("linux", {"HOME": "/home/me", "XDG_DATA_HOME": "/data"}, "/data/Anki2"),
        ("darwin", {"HOME": "/Users/me"}, "/Users/me/Library/Application Support/Anki2"),
        ("win32", {"HOME": "/u", "APPDATA": "/u/AppData/Roaming"}, "/u/AppData/Roaming/Anki2"),
        ("linux", {"HOME": "/home/me", "ANKI_BASE": "/elsewhere"}, "/elsewhere"),
    ],
)
def test_the_base_folder_of_each_system(platform: str, environment: dict[str, str], first: str) -> None:
    assert bases(environment, platform)[0] == Path(first)


def test_a_flatpak_is_found_too() -> None:
    assert Path("/h/.var/app/net.ankiweb.Anki/data/Anki2") in bases({"HOME": "/h"}, "linux")


def base(folder: Path, *names: str) -> tuple[Path]:
    """A base folder with these profiles, as Anki makes it."""
    with sqlite3.connect(folder / "prefs21.db") as preferences:
        preferences.execute("create table profiles (name text primary key, data blob)")
        preferences.executemany("insert into profiles values (?, x'')", [("_global",), *((n,) for n in names)])
    for name in names:
        (folder / name).mkdir()
        (folder / name / "collection.anki2").touch()
    return (folder,)


def test_the_only_profile_is_found_and_of_several_one_is_named(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    assert find(places=base(tmp_path / "one", "User 1")).collection == tmp_path / "one" / "User 1" / "collection.anki2"
    two = base(tmp_path / "two", "Ana", "Ben")
    with pytest.raises(AnkiError, match=r"2 profiles, 'Ana', 'Ben': say which \(--profile"):
        find(places=two)
    assert find("Ben", two).folder == tmp_path / "two" / "Ben"
    with pytest.raises(AnkiError, match="no profile 'Cy', only 'Ana', 'Ben'"):
        find("Cy", two)


def test_profiles_are_found_without_readable_preferences(tmp_path: Path) -> None:
    (tmp_path / "prefs21.db").write_bytes(b"no database")
    (tmp_path / "User 1").mkdir()
    (tmp_path / "User 1" / "collection.anki2").touch()
    (tmp_path / "addons21").mkdir()
    assert [p.name for p in profiles((tmp_path,))] == ["User 1"]
    assert profiles((tmp_path / "nowhere",)) == ()
    with pytest.raises(AnkiError, match="start Anki once") as caught:
        find(places=(tmp_path / "nowhere",))
    assert caught.value.absent


def test_a_file_that_is_no_collection_is_not_opened(tmp_path: Path) -> None:
    with pytest.raises(AnkiError, match="there is no collection"):
        check(tmp_path / "collection.anki2")
    (tmp_path / "collection.anki2").write_text("hello", encoding="utf-8")
    with pytest.raises(AnkiError, match="no collection of Anki"):
        check(tmp_path / "collection.anki2")
    with sqlite3.connect(tmp_path / "old.anki2") as old:
        old.execute("create table col (ver integer)")
        old.execute("insert into col values (11)")
    with pytest.raises(AnkiError, match=r"before 2\.1\.50"):
        check(tmp_path / "old.anki2")


@pytest.fixture
def absent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """No Anki anywhere: an address where nothing listens, an empty base folder, no keyring."""
    monkeypatch.setenv("ANKI_BASE", str(tmp_path / "base"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    (tmp_path / "base").mkdir()
    return "http://127.0.0.1:9"


def test_a_running_anki_comes_first_then_the_only_collection(tmp_path: Path, absent: str) -> None:
    from tests.ankiconnect import running

    with running(tmp_path / "anki") as (_, url):
        assert isinstance(choose.choose(Way(url=url)), Running)
    base(tmp_path / "base", "User 1")
    chosen = choose.choose(Way(url=absent))
    assert isinstance(chosen, ClosedCollection)
    assert chosen.path.parent.name == "User 1"


def test_a_running_anki_must_have_the_named_profile_open(tmp_path: Path, absent: str) -> None:
    from tests.ankiconnect import running

    with running(tmp_path / "Ana") as (_, url):
        with choose.choose(Way(url=url, profile="Ana")) as route:
            assert route.target.endswith("collection.anki2")
        with (
            pytest.raises(AnkiError, match="has the profile 'Ana' open, not 'Ben'"),
            choose.choose(Way(url=url, profile="Ben")),
        ):
            pass


def test_no_anki_says_where_was_looked(absent: str) -> None:
    with pytest.raises(AnkiError, match=r"neither AnkiConnect at http://127\.0\.0\.1:9 .*, nor a collection \(no Anki"):
        choose.choose(Way(url=absent))
    with pytest.raises(AnkiError, match="no AnkiConnect at"), choose.choose(Way(route="ankiconnect", url=absent)):
        pass


def test_two_profiles_are_not_chosen_between(tmp_path: Path, absent: str) -> None:
    base(tmp_path / "base", "Ana", "Ben")
    with pytest.raises(AnkiError, match="2 profiles"):
        choose.choose(Way(url=absent))
    chosen = choose.choose(Way(url=absent, profile="Ana"))
    assert isinstance(chosen, ClosedCollection)
    assert chosen.path.parent.name == "Ana"


def test_the_key_of_ankiconnect_comes_from_the_environment(
    tmp_path: Path, absent: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.ankiconnect import running

    with running(tmp_path / "anki", key="secret") as (_, url):
        with pytest.raises(AnkiError, match="FLASHGEN_ANKICONNECT_KEY"):
            choose.choose(Way(url=url))
        monkeypatch.setenv("FLASHGEN_ANKICONNECT_KEY", "secret")
        with choose.choose(Way(url=url), {"FLASHGEN_ANKICONNECT_KEY": "secret"}) as route:
            assert route.decks() == ["Default"]


def test_a_password_may_be_in_the_keyring(absent: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import keyring

    kept = {("flashgen", "me"): "of the keyring"}
    monkeypatch.setattr(keyring, "get_password", lambda service, user: kept.get((service, user)))
    route = choose.choose(Way(route="sync", url="http://127.0.0.1:1", user="me"), {})
    assert isinstance(route, Server)
    assert (route.url, route.user, route.password) == ("http://127.0.0.1:1/", "me", "of the keyring")
    assert choose.choose(Way(route="sync", url="ankiweb", user="me"), {}).place == "AnkiWeb (as me)"


def test_options_go_before_the_configuration(tmp_path: Path) -> None:
    config = Config(push={"route": "sync", "user": "ana", "url": "http://a", "collection": "x/c.anki2"}, root=tmp_path)
    assert way(config) == Way("sync", "http://a", "", str(tmp_path / "x" / "c.anki2"), "ana")
    assert way(config, route="ankiconnect", url="http://b", user=None, sync=None).url == "http://b"
    assert way(config, route="ankiconnect").url == "", "the configured one is the server's"
    assert way(config, route=None, url="http://b").url == "http://b"


def test_a_decks_name_is_searched_for_as_it_is() -> None:
    assert _in_deck('A "b"::c_d*') == '"deck:A \\"b\\"::c\\_d\\*"'
