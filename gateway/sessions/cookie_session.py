"""Cookies as Express's cookie-session has them: JSON in base64, and its signature in a second cookie."""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64decode
from binascii import a2b_base64, b2a_base64
from collections.abc import Sequence
from contextlib import suppress
from json import dumps, loads
from re import compile as compiled
from typing import Any

import orjson

from gateway.errors import SessionError
from gateway.http.json_writing import usual
from gateway.http.keys import require_keys
from gateway.http.request import Request
from gateway.http.response import Response
from gateway.sessions.codec import ID_LENGTH, SIZE_LIMIT, Record, as_text
from gateway.sessions.jar import Jar
from gateway.sessions.merge import parts
from gateway.sessions.session import Session, drawn
from gateway.sessions.stores.cookie import CookieJar

OURS = "_gateway"
_of_express = Record(b"", 0, 0, b"", is_current=False)
_halves = compiled("[\ud800-\udfff]").sub


class CookieSessionCodec:
    """Writes and reads values as cookie-session 2 does; the first key signs, every key verifies.

    What is ours is among the values under `_gateway`: when the session was created and stamped, its id, and
    what layers keep in it. Express ignores it and gives it back. Keys are not stretched, as there.
    """

    __slots__ = ("_keys", "_name")

    def __init__(self, name: str, keys: Sequence[str]) -> None:
        """Raise ValueError without a key, or naming one that is shorter than 32 characters."""
        require_keys(keys, "session.keys")
        self._name = name
        self._keys = [key.encode() for key in keys]

    def encode(self, payload: bytes, created: float, stamped: float, id: bytes) -> str:  # noqa: A002
        """A cookie value; raise SessionError if a handler has put something under our key."""
        values, private = parts(payload)
        if OURS in values:
            raise SessionError(f"session values under {OURS!r} are ours in the cookies of cookie-session")
        return value_of({**values, OURS: [int(created), int(stamped), as_text(id), private]})

    def sign(self, value: str) -> str:
        """The signature that belongs to a value."""
        return signature(self._keys[0], self._name, value)

    def decode(self, text: str) -> Record | None:
        """What a value carries that has its signatures behind it, after dots; None unless one is good.

        Where Express began the session, or threw away what is ours, the record has no id and no times.
        """
        value, *given = text.split(".")
        if len(value) > SIZE_LIMIT or not text.isascii():
            return None
        for key in self._keys:
            expected = signature(key, self._name, value)
            if any(hmac.compare_digest(expected, each) for each in given):
                return _record(value, is_current=key is self._keys[0])
        return None


class PairJar(CookieJar):
    """The two cookies: the session under the very name that Express knows, its signature under NAME.sig."""

    __slots__ = ("signatures",)

    has_prefix = False
    signatures: Jar

    def __post_init__(self) -> None:
        """Have the second cookie, which is found and protected as the first."""
        super().__post_init__()
        name, age = f"{self.name}.sig", self.max_age
        beside = Jar(store=self.store, name=name, codec=self.codec, max_age=age, attributes=self.attributes)
        object.__setattr__(self, "signatures", beside)

    def texts(self, request: Request) -> list[str]:
        """Each value the request has, with every signature behind it: which belong together is not said."""
        signatures = self.signatures.texts(request)
        return [".".join([value, *signatures]) for value in super().texts(request)]

    def read(self, text: str, now: float) -> Record | None:
        """The record; it begins now if it is one of Express, which keeps no times."""
        record = super().read(text, now)
        if record is None or record.id:
            return record
        return record._replace(created=int(now), stamped=int(now), id=drawn())

    def send(self, session: Session, value: str, age: str, response: Response) -> None:
        """Set both cookies."""
        super().send(session, value, age, response)
        self.signatures.send(session, self.codec.sign(value), age, response)

    def clear(self, response: Response) -> None:
        """Take both back."""
        super().clear(response)
        self.signatures.clear(response)


def signature(key: bytes, name: str, value: str) -> str:
    """HMAC-SHA1 (RFC 2104) of a cookie's name and value, in base64url without padding."""
    return as_text(hmac.digest(key, f"{name}={value}".encode("ascii"), "sha1"))


def value_of(values: dict[str, Any]) -> str:
    """Values as compact JSON in padded base64 (RFC 4648 section 4)."""
    return b2a_base64(usual(values), newline=False).decode("ascii")


def values_in(value: str) -> dict[str, Any] | None:
    """The values that `value_of` or Express was given; None for what is no object.

    Halves of surrogate pairs, which JavaScript has and UTF-8 has not, come as U+FFFD, as browsers show them.
    """
    with suppress(ValueError, RecursionError):
        found = _loaded(a2b_base64(value, strict_mode=True))
        return found if isinstance(found, dict) else None
    return None


def _loaded(body: bytes) -> Any:
    """JSON of which text may have halves of surrogate pairs; raise ValueError or RecursionError."""
    try:
        return orjson.loads(body)
    except ValueError:
        return orjson.loads(_halves("\ufffd", dumps(loads(body.decode()), ensure_ascii=False)))


def _record(value: str, *, is_current: bool) -> Record | None:
    """The record in a value that verified; what Express began is to be written anew."""
    values = values_in(value)
    if values is None:
        return None
    match values.pop(OURS, None):
        case [int(created), int(stamped), str(text), dict(private)] if key := _id_of(text):
            payload = orjson.dumps([values, private] if private else values)
            return Record(payload, created, stamped, key, is_current)
    return _of_express._replace(payload=orjson.dumps(values))


def _id_of(text: str) -> bytes:
    """The 16 bytes of an id as text; none for other text."""
    with suppress(ValueError):
        found = urlsafe_b64decode(text + "==")
        return found if len(found) == ID_LENGTH else b""
    return b""
