"""A sync server, the student's own or AnkiWeb: a replica on this machine syncs, is changed, and syncs back.

A one-way sync, which replaces one side by the other, happens by itself only where it can lose nothing: a replica that
is new is downloaded. Everything else waits for the student's word.
"""

from __future__ import annotations

import hashlib
import time
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from types import TracebackType
from typing import Any, ClassVar, Self

from flashgen.anki import AnkiError
from flashgen.outputs.push.collection import Opened, open_collection, said
from flashgen.outputs.push.memory import folder

SYNCED = "synced"
"""A file beside the replica: it has been in step with the server once."""
MEDIA_WAIT = 600.0
"""Seconds that a sync of media may take."""


class Server(Opened):
    """The route to a sync server. ``url`` empty: AnkiWeb. ``one_way``: ``download`` or ``upload``, if that is allowed."""

    name: ClassVar[str] = "sync"

    def __init__(self, url: str, user: str, password: str, one_way: str = "") -> None:
        super().__init__()
        self.url, self.user, self.password, self.one_way = url, user, password, one_way
        self.auth: Any = None

    @property
    def target(self) -> str:
        return f"sync {self.url or 'AnkiWeb'} {self.user}"

    @property
    def place(self) -> str:
        return f"{self.url or 'AnkiWeb'} (as {self.user})"

    @property
    def replica(self) -> Path:
        """The folder of the replica."""
        name = hashlib.blake2b(self.target.encode(), digest_size=10).hexdigest()
        return folder() / "replicas" / name

    def __enter__(self) -> Self:
        self.replica.mkdir(parents=True, exist_ok=True)
        self.replica.chmod(0o700)
        self.col = open_collection(self.replica / "collection.anki2")
        try:
            self._login()
            self._sync()
        except BaseException:
            self._close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def _close(self) -> None:
        col, self.col = self.col, None
        if col is not None:
            with said():
                col.close()

    def _login(self) -> None:
        from anki.errors import NetworkError, SyncError, SyncErrorKind

        try:
            with redirect_stdout(StringIO()):
                self.auth = self.col.sync_login(self.user, self.password, self.url or None)
        except SyncError as error:
            if error.kind == SyncErrorKind.AUTH:
                raise AnkiError(
                    f"{self.url or 'AnkiWeb'} does not know the user {self.user} with this password"
                ) from error
            raise AnkiError(f"{self.place}: {error}") from error
        except NetworkError as error:
            raise self._away(error) from error

    def _away(self, error: Exception) -> AnkiError:
        return AnkiError(
            f"the sync server {self.url or 'AnkiWeb'} can't be reached: {' '.join(str(error).split())[:200]}. "
            "What is done already stays; push again"
        )

    def _sync(self) -> None:
        """Both ways; one way only as it is allowed."""
        from anki.errors import NetworkError, SyncError

        try:
            with redirect_stdout(StringIO()):
                out = self.col.sync_collection(self.auth, False)
            if out.new_endpoint:
                self.auth.endpoint = out.new_endpoint
            if out.required in (out.FULL_SYNC, out.FULL_DOWNLOAD, out.FULL_UPLOAD):
                self._one_way(out)
            elif self._new() and self.one_way != "upload":
                raise self._nothing()  # both are empty, which Anki calls being in step
        except NetworkError as error:
            raise self._away(error) from error
        except SyncError as error:
            raise AnkiError(f"{self.place}: {error}") from error
        (self.replica / SYNCED).touch()

    def _one_way(self, out: Any) -> None:
        new = self._new()
        upload = self.one_way == "upload"
        if not self.one_way:
            if out.required == out.FULL_UPLOAD:
                raise self._nothing()
            if not new:
                raise AnkiError(
                    f"{self.place} asks for a one-way sync, which replaces one side by the other; nothing was changed. "
                    "'--full-sync download' takes what the server has (and pushes anew), '--full-sync upload' replaces "
                    "it by the copy here"
                )
        with said():
            self.col.close_for_full_sync()
            try:
                self.col.full_upload_or_download(auth=self.auth, server_usn=out.server_media_usn, upload=upload)
            finally:
                self.col.reopen(after_full_sync=True)
            self.col.models._clear_cache()
        way = "replaced by the copy here" if upload else "downloaded whole" + (", for the first time" if new else "")
        self.said.append(f"{self.place} was {way}.")

    def _new(self) -> bool:
        """Whether the replica has never been in step with the server."""
        return not (self.replica / SYNCED).exists()

    def _nothing(self) -> AnkiError:
        return AnkiError(
            f"{self.place} is empty: sync your Anki with it first, or allow it to be filled from here "
            "(--full-sync upload)"
        )

    def begin(self) -> None:
        """A backup of the replica, which is what the server has, for what is done goes to every device."""
        self.backed_up(self.replica / "backups")

    def finish(self) -> str:
        self._sync()
        media = self.replica / "collection.media"
        if media.is_dir() and any(media.iterdir()):
            self._media()
        return "Synced."

    def _media(self) -> None:
        from anki.errors import NetworkError, SyncError

        end = time.monotonic() + MEDIA_WAIT
        try:
            self.col.sync_media(self.auth)
            while self.col.media_sync_status().active:
                if time.monotonic() > end:
                    raise AnkiError("the media are still being synced; the next push goes on")
                time.sleep(0.1)
        except NetworkError as error:
            raise self._away(error) from error
        except SyncError as error:
            raise AnkiError(f"{self.place}: {error}") from error
