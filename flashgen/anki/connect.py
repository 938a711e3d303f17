"""AnkiConnect: an action and its parameters in, what the add-on of a running Anki answers out."""

from __future__ import annotations

import http.client
import json
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import ProxyHandler, Request, build_opener

from flashgen.anki import AnkiError

URL = "http://127.0.0.1:8765"
VERSION = 6
"""The version of the add-on's protocol in which every answer is ``{"result": …, "error": …}``."""
TIMEOUT = 30.0
"""Seconds: the add-on answers on Anki's own thread, which a large import or a check of the database keeps busy."""
ADDON = "2055492159"


class Client:
    """Asks one AnkiConnect.

    ``url`` is on this machine unless the student names another; ``key`` is the add-on's ``apiKey``, if it has one.
    No proxy is ever used, and nothing is asked before ``invoke``.
    """

    def __init__(self, url: str = URL, key: str | None = None, timeout: float = TIMEOUT) -> None:
        if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
            raise AnkiError(f"'{url}' is no address of AnkiConnect: write '{URL}'")
        self.url = url
        self.key = key
        self.timeout = timeout
        self._opener = build_opener(ProxyHandler({}))

    def invoke(self, action: str, **params: Any) -> Any:
        """The result of an action. Raises ``AnkiError``: ``absent`` if nothing listens at the address."""
        body = {"action": action, "version": VERSION, "params": params, **({"key": self.key} if self.key else {})}
        answer = self._answer(action, json.dumps(body).encode())
        if not isinstance(answer, dict) or set(answer) != {"result", "error"}:
            raise AnkiError(f"what listens at {self.url} is not AnkiConnect", absent=True)
        if answer["error"] is not None:
            raise AnkiError(self._explained(action, str(answer["error"])))
        return answer["result"]

    def alive(self) -> bool:
        """Whether an AnkiConnect answers that this client may talk to. A wrong key raises ``AnkiError``."""
        try:
            return int(self.invoke("version")) >= VERSION
        except AnkiError as error:
            if error.absent:
                return False
            raise
        except (TypeError, ValueError):
            return False

    def _answer(self, action: str, body: bytes) -> Any:
        request = Request(self.url, body, {"Content-Type": "application/json"})
        try:
            with self._opener.open(request, timeout=self.timeout) as reply:
                return json.load(reply)
        except HTTPError as error:
            if error.code == 403:
                raise AnkiError(f"AnkiConnect at {self.url} refuses us (403): see its webCorsOriginList") from error
            raise AnkiError(f"what listens at {self.url} is not AnkiConnect: HTTP {error.code}", absent=True) from error
        except ConnectionRefusedError as error:
            raise self._absent() from error
        except URLError as error:
            if isinstance(error.reason, TimeoutError):
                raise self._silent(action) from error
            if isinstance(error.reason, (ConnectionResetError, BrokenPipeError)):
                raise self._lost(action) from error
            raise self._absent() from error
        except TimeoutError as error:
            raise self._silent(action) from error
        except (OSError, http.client.HTTPException) as error:
            raise self._lost(action) from error
        except ValueError as error:
            raise AnkiError(f"what listens at {self.url} is not AnkiConnect", absent=True) from error

    def _absent(self) -> AnkiError:
        return AnkiError(
            f"no AnkiConnect at {self.url}: start Anki with the add-on {ADDON} (Tools > Add-ons > Get Add-ons)",
            absent=True,
        )

    def _silent(self, action: str) -> AnkiError:
        return AnkiError(
            f"Anki does not answer ({action}, {self.timeout:g} s): is a window of it waiting for you, or is it busy?"
        )

    def _lost(self, action: str) -> AnkiError:
        return AnkiError(f"the connection to Anki was lost ({action}): was it closed?")

    def _explained(self, action: str, error: str) -> str:
        if "api key" in error:
            return (
                "AnkiConnect asks for its key: set FLASHGEN_ANKICONNECT_KEY to the apiKey of the add-on's configuration"
            )
        if "collection is not available" in error:
            return "Anki runs, but no profile is open: choose one in its window"
        return f"AnkiConnect can't do '{action}': {error}"
