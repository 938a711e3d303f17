"""The preview's server: on this machine only, live. The page asks for changes; a saved note answers.

It binds 127.0.0.1 and answers only requests whose Host is itself and whose Origin, if any, is its own page, so no web
site can read the cards through a visitor's browser. Files are served by their package names alone.
"""

from __future__ import annotations

import json
import mimetypes
import secrets
import threading
import time
from collections.abc import Callable, Iterable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from flashgen.diagnostics import Diagnostic
from flashgen.notes import Note
from flashgen.outputs import preview

Cards = tuple[tuple[Note, ...], tuple[Diagnostic, ...]]
WAIT = 25.0
"""Seconds that a request for changes is held open."""


def _changed(paths: Iterable[str]) -> tuple[tuple[int, int], ...]:
    """What changes when one of these files does."""
    return tuple(_state(path) for path in paths)


def _state(path: str) -> tuple[int, int]:
    try:
        found = Path(path).stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size


class Preview:
    """The state that is shown: the newest build, and a version that grows with each change."""

    def __init__(self, title: str, make: Callable[[], Cards], stamp: Callable[[], object]) -> None:
        self.title, self.make, self.stamp = title, make, stamp
        self.nonce = secrets.token_urlsafe(18)
        self.version = 0
        self.files: dict[str, str] = {}
        self.data: dict[str, Any] = {}
        self.changed = threading.Condition()
        self.closing = False
        self.seen: object = None
        self.seen_files: tuple[tuple[int, int], ...] = ()
        self.refresh()

    def refresh(self) -> None:
        """Build again and wake the pages that wait."""
        self.seen = self._stamp()  # before the build: what is saved while it runs is built next
        notes, diagnostics = self.make()
        files = {m.name: m.path for note in notes for m in note.draft.media}
        self.seen_files = _changed(files.values())
        data = {
            "title": self.title,
            "cards": preview.cards(notes, lambda name: f"media/{name}"),
            "diagnostics": preview.remarks(diagnostics),
            "live": True,
        }
        self._show(files, data)

    def _show(self, files: dict[str, str], data: dict[str, Any]) -> None:
        with self.changed:
            self.version += 1
            self.files, self.data = files, {**data, "version": self.version}
            self.changed.notify_all()

    def watch(self, every: float = 0.4) -> None:
        """Look at the notes, and the files that they show, until the server closes; refresh when one was saved.

        A build that fails, whatever the reason, leaves the last cards on the page and says why above them: the next
        save may mend it.
        """
        while not self.closing:
            time.sleep(every)
            files = _changed(self.files.values())
            if self._stamp() == self.seen and files == self.seen_files:
                continue
            try:
                self.refresh()
            except Exception as error:
                self.seen_files = files
                said = f"The notes can't be shown: {error or type(error).__name__}"
                self._show(self.files, {**self.data, "trouble": said})

    def _stamp(self) -> object:
        """What changes when a note does."""
        try:
            return self.stamp()
        except Exception as error:  # the folder is being moved, say
            return repr(error)

    def wait(self, since: int) -> dict[str, Any] | None:
        """The newest data once it is newer than ``since``; None if nothing changes for a while."""
        with self.changed:
            self.changed.wait_for(lambda: self.version > since or self.closing, WAIT)
            return self.data if self.version > since else None

    def close(self) -> None:
        """Let the waiting requests go."""
        with self.changed:
            self.closing = True
            self.changed.notify_all()


def serve(shown: Preview, port: int = 0) -> ThreadingHTTPServer:
    """A server on 127.0.0.1, on a free port unless one is given; the caller runs ``serve_forever``."""

    class Handler(BaseHTTPRequestHandler):
        server_version = "flashgen"
        sys_version = ""

        def do_GET(self) -> None:
            if not self.trusted():
                self.send_error(HTTPStatus.FORBIDDEN, "not this page's own request")
                return
            url = urlsplit(self.path)
            if url.path == "/":
                text = preview.shell(
                    shown.title,
                    script=f"window.FLASHGEN = {preview._in_script(shown.data)};",
                    math=f'<script nonce="{shown.nonce}" src="mathjax.js"></script>',
                    nonce=shown.nonce,
                    remote=preview.has_remote(shown.data["cards"]),
                )
                self.answer(text.encode(), "text/html; charset=utf-8")
            elif url.path == "/mathjax.js":
                self.answer((preview.HERE / "mathjax-tex-svg-full.js").read_bytes(), "text/javascript; charset=utf-8")
            elif url.path == "/changes":
                self.changes(parse_qs(url.query).get("since", ["0"])[0])
            elif url.path.startswith("/media/") and url.path[7:] in shown.files:
                name = url.path[7:]
                try:
                    self.answer(
                        Path(shown.files[name]).read_bytes(),
                        mimetypes.guess_type(name)[0] or "application/octet-stream",
                        alone=True,
                    )
                except OSError:
                    self.send_error(HTTPStatus.NOT_FOUND)
            else:
                self.send_error(HTTPStatus.NOT_FOUND)

        def changes(self, since: str) -> None:
            fresh = shown.wait(int(since) if since.isdecimal() and len(since) < 12 else 0)
            if fresh is None:
                self.send_response(HTTPStatus.NO_CONTENT)
                self.end_headers()
            else:
                self.answer(json.dumps(fresh).encode(), "application/json")

        def trusted(self) -> bool:
            port = server.server_port
            own = {f"127.0.0.1:{port}", f"localhost:{port}"}
            origin = self.headers.get("Origin")
            site = self.headers.get("Sec-Fetch-Site", "none")
            return (
                self.headers.get("Host", "") in own
                and (origin is None or origin.removeprefix("http://") in own)
                and site in ("none", "same-origin")
            )

        def answer(self, body: bytes, kind: str, *, alone: bool = False) -> None:
            """``alone``: a file of the notes; opened by itself (an SVG may hold a script) it runs nothing."""
            self.send_response(HTTPStatus.OK)
            for name, value in (
                ("Content-Type", kind),
                ("Content-Length", str(len(body))),
                ("Cache-Control", "no-store"),
                ("X-Content-Type-Options", "nosniff"),
                ("Referrer-Policy", "no-referrer"),
                ("Cross-Origin-Resource-Policy", "same-origin"),
                ("X-Frame-Options", "DENY"),
                *(
                    (("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox"),)
                    if alone
                    else ()
                ),
            ):
                self.send_header(name, value)
            self.end_headers()
            try:
                self.wfile.write(body)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True  # the page was closed

        def log_message(self, *_: object) -> None:
            """Nothing: the terminal belongs to the author."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    return server
