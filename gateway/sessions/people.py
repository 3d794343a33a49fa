"""Whose a session is, and how their sessions are shown to them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, NamedTuple

import orjson

_NAMES = ("id_str", "id", "sub")


class Kept(NamedTuple):
    """One session of a person: its id, when it began and was last written, in seconds since the epoch.

    `sid` is what an OpenID provider calls the login that made it.
    """

    id: str
    created: int
    stamped: int
    sid: str | None = None


def owner_of(user: Any) -> str:
    """32 characters that stand for a person; none for nobody, and for who cannot be told from others.

    A person is text or a number, or a mapping with `id_str`, `id` or `sub`, and `iss` if that is among what
    others may have as well; with `iss`, `sub` comes first. Only a digest is kept, so that a store has no list
    of names.
    """
    if isinstance(user, Mapping):
        whose = [user["iss"]] if "iss" in user else []
        names = ("sub",) if whose and "sub" in user else _NAMES
        name = next((name for name in names if user.get(name) is not None), None)
        person = [*whose, user[name]] if name else None
    else:
        person = None if user is None else [user]
    if person is None or not all(isinstance(part, str | int) for part in person):
        return ""
    return hashlib.sha256(orjson.dumps([str(part) for part in person])).hexdigest()[:32]
