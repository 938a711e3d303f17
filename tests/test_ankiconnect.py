"""The stand-in for AnkiConnect answers as the real add-on did; and the client says in words what goes wrong."""

from __future__ import annotations

import json
import socket
import threading
from pathlib import Path
from typing import Any

import pytest

from flashgen.anki import AnkiError
from flashgen.anki.connect import Client
from tests.ankiconnect import DATA, filled, package_of_the_session, running, session

OF_THE_MOMENT = {"mod", "usn", "id", "fsrsParams5", "fsrsParams6", "fsrsParams7"}
"""Keys whose values are times or change with Anki's version."""


def alike(answer: Any, real: Any) -> Any:
    """An answer without what is of the moment, lists of numbers sorted: Anki gives them in no order of ours."""
    if isinstance(answer, dict):
        return {k: alike(v, real) for k, v in answer.items() if k not in OF_THE_MOMENT}
    if isinstance(answer, list):
        found = [alike(v, real) for v in answer]
        return sorted(found) if all(isinstance(v, (int, str)) for v in found) else found
    if isinstance(answer, float):
        return round(answer, 4)
    return answer


def test_the_stand_in_answers_as_the_real_add_on_did(tmp_path: Path) -> None:
    pairs = json.loads(DATA.read_text(encoding="utf-8"))
    requests = session(package_of_the_session(tmp_path / "session.apkg"))
    assert [r["action"] for r in requests] == [p["action"] for p in pairs], (
        "record it anew: python -m tests.ankiconnect"
    )
    results: list[Any] = []
    with running(tmp_path / "anki") as (anki, _):
        for number, (request, pair) in enumerate(zip(requests, pairs, strict=True)):
            answer = anki.answer(filled(request, results))
            results.append(answer["result"])
            real = pair["answer"]
            if request["action"] in ("createDeck", "cloneDeckConfigId"):
                assert {type(answer["result"]), type(real["result"])} == {int}
            elif real["error"]:
                assert answer["error"] == real["error"], (number, request)
            elif request["action"] == "getDeckConfig" and real["result"]:
                shared = real["result"].keys() & answer["result"].keys()
                assert {"new", "rev", "desiredRetention", "name"} <= shared
                for key in shared:
                    assert (
                        alike(answer["result"][key], None) == alike(real["result"][key], None) or key in OF_THE_MOMENT
                    )
            else:
                assert alike(answer["result"], None) == alike(real["result"], None), (number, request)


def test_an_answer_comes_back_and_an_error_is_raised_in_words(tmp_path: Path) -> None:
    with running(tmp_path) as (_, url):
        client = Client(url)
        assert client.alive()
        assert client.invoke("deckNames") == ["Default"]
        with pytest.raises(AnkiError, match="can't do 'dance': unsupported action") as caught:
            client.invoke("dance")
        assert not caught.value.absent


def test_a_wrong_key_says_where_the_right_one_is_found(tmp_path: Path) -> None:
    with running(tmp_path, key="right") as (_, url):
        assert Client(url, key="right").alive()
        for key in (None, "wrong"):
            with pytest.raises(AnkiError, match="FLASHGEN_ANKICONNECT_KEY"):
                Client(url, key=key).alive()


def test_no_anki_is_told_from_one_that_refuses() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    client = Client(f"http://127.0.0.1:{port}")
    assert not client.alive()
    with pytest.raises(AnkiError, match="no AnkiConnect at") as caught:
        client.invoke("version")
    assert caught.value.absent


@pytest.mark.parametrize(
    ("said", "message"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "is not AnkiConnect"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]", "is not AnkiConnect"),
        (b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "is not AnkiConnect"),
        (b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", "webCorsOriginList"),
        (b"", "connection to Anki was lost"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{", "connection to Anki was lost"),
        (None, "does not answer"),
    ],
)
def test_what_listens_there_may_be_something_else(said: bytes | None, message: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        done = threading.Event()

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(65536)
                if said is None:
                    done.wait(5)
                else:
                    connection.sendall(said)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            with pytest.raises(AnkiError, match=message):
                Client(f"http://127.0.0.1:{server.getsockname()[1]}", timeout=0.5).invoke("version")
        finally:
            done.set()
            thread.join()


def test_a_proxy_of_the_environment_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    with running(tmp_path) as (_, url):
        assert Client(url).alive()
