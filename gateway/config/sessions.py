"""The sessions of a checked document: that of its top level, and those that stacks make of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from gateway.config.document import Map, section_of
from gateway.config.formats import value_of
from gateway.config.model import Session, SessionCookie

_AS_WRITTEN = ("store", "rolling", "save_empty", "encrypt", "format", "on_failure", "revocation")
_STORES = ("memory", "redis", "sql")
_LISTS = ("keys", "keep_on_login")
_DURATIONS = ("max_age", "idle")


def session(document: Map) -> Session | None:
    """`session`; a login has one even if none is written."""
    if "session" not in document and not document.get("login"):
        return None
    section = section_of(document, "session")
    return another(section, Session(at=section))


def another(options: Mapping[str, Any], base: Session) -> Session:
    """The session of a stack entry with options of its own, `base` being the default for the others."""
    given: dict[str, Any] = {key: options[key] for key in _AS_WRITTEN if key in options}
    given |= {key: tuple(options[key]) for key in _LISTS if key in options}
    stores = {kind: _told(options[kind]) for kind in _STORES if options.get(kind)}
    cookie = _cookie(options.get("cookie") or {}, base.cookie)
    return replace(base, cookie=cookie, stores={**base.stores, **stores}, **given)


def _told(options: Mapping[str, Any]) -> dict[str, Any]:
    """The options of a store, in seconds; what is null is as if it were not written."""
    given = {key: options[key] for key in options if options[key] is not None}
    return {key: value_of(value, "duration" if key == "timeout" else None) for key, value in given.items()}


def _cookie(options: Mapping[str, Any], base: SessionCookie) -> SessionCookie:
    """`session.cookie`, in seconds."""
    given = {
        key: value_of(options[key], "duration-or-none" if key in _DURATIONS else None) for key in options
    }
    if given.get("secure") == "auto":
        given["secure"] = None
    return replace(base, **given)
