"""Choose: what the student said, and what is there, in; the route to Anki out."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flashgen.anki import AnkiError, profiles
from flashgen.anki.connect import URL, Client
from flashgen.config import Config
from flashgen.outputs.push.collection import ClosedCollection
from flashgen.outputs.push.route import Route
from flashgen.outputs.push.running import Running
from flashgen.outputs.push.server import Server

ROUTES = ("auto", "ankiconnect", "collection", "sync")
SERVICE = "flashgen"
"""The keyring's name for our passwords."""
ANKIWEB = "ankiweb"


@dataclass(frozen=True, slots=True)
class Way:
    """What the student said about the way to Anki; empty where nothing was said."""

    route: str = "auto"
    url: str = ""
    """Of AnkiConnect, or of the sync server."""
    profile: str = ""
    collection: str = ""
    user: str = ""
    sync: bool = True
    """Whether a running Anki is told to sync."""
    one_way: str = ""
    """``download`` or ``upload``: the one-way sync that is allowed."""


def way(config: Config, **options: object) -> Way:
    """The configuration's ``push:``, and the command's options over it."""
    known = {name: config.push[name] for name in ("route", "url", "profile", "user", "sync") if name in config.push}
    if collection := str(config.push.get("collection", "")):
        known["collection"] = str(config.root / Path(collection).expanduser())
    given = {name: value for name, value in options.items() if value not in (None, "")}
    if given.get("route", known.get("route")) != known.get("route"):
        known.pop("url", None)  # it is that of the other route
    return Way(**{**known, **given})  # type: ignore[arg-type]  # checked by the configuration and by click


def choose(said: Way, environment: Mapping[str, str] = os.environ) -> Route:
    """The route that was named, or the first that is there: a running Anki, then the only collection.

    A sync server is never chosen by itself. Raises ``AnkiError`` that says what is missing.
    """
    if said.route == "sync":
        return _server(said, environment)
    if said.route == "collection" or (said.route == "auto" and said.collection):
        return _closed(said)
    client = Client(said.url or URL, environment.get("FLASHGEN_ANKICONNECT_KEY"))
    if answers(client) or said.route == "ankiconnect":
        return Running(client, sync=said.sync, profile=said.profile)
    try:
        return _closed(said)
    except AnkiError as error:
        if not error.absent:
            raise
        addon = f"AnkiConnect at {client.url} (Anki's add-on 2055492159)"
        raise AnkiError(f"no Anki was found: neither {addon}, nor a collection ({error})") from None


def answers(client: Client) -> bool:
    """Whether AnkiConnect is there; a key that it asks for is looked up only then."""
    try:
        return client.alive()
    except AnkiError:
        if client.key or not (key := _secret("ankiconnect")):
            raise
        client.key = key
        return client.alive()


def _closed(said: Way) -> ClosedCollection:
    if said.collection:
        return ClosedCollection(Path(said.collection).expanduser())
    return ClosedCollection(profiles.find(said.profile).collection)


def _server(said: Way, environment: Mapping[str, str]) -> Server:
    url = "" if said.url.casefold().rstrip("/") in ("", ANKIWEB, "https://ankiweb.net") else said.url
    if url and not url.endswith("/"):
        url += "/"
    user = environment.get("FLASHGEN_SYNC_USER") or said.user
    if not user:
        raise AnkiError("which user of the sync server? Say --user, user: below push:, or FLASHGEN_SYNC_USER")
    password = environment.get("FLASHGEN_SYNC_PASSWORD") or _secret(f"{url or ANKIWEB} {user}") or _secret(user)
    if not password:
        raise AnkiError(
            f"no password for {user}: set FLASHGEN_SYNC_PASSWORD, or keep it in the keyring: keyring set {SERVICE} {user}"
        )
    return Server(url, user, password, said.one_way)


def _secret(name: str) -> str | None:
    """A password from the system's keyring; None if there is none, or no keyring."""
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return None
    try:
        found = keyring.get_password(SERVICE, name)
    except (KeyringError, RuntimeError, OSError):
        return None
    return str(found) if found else None
