"""How a session's cookie may be written, at the top level and in stacks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from gateway.config.document import Map, section_of
from gateway.errors import Problem

_EXPRESS = "cookie-session"


def format_problems(document: Map, entries: Iterable[Any]) -> Iterator[Problem]:
    """The problems of `session.format`, and of what the entries of stacks make of it."""
    top = section_of(document, "session")
    yield from _of_session(top, {})
    for entry in entries:
        own = entry.get("session") if isinstance(entry, Map) else None
        if isinstance(own, Map):
            yield from _of_session(own, top)


def _of_session(session: Map, outer: Mapping[str, Any]) -> Iterator[Problem]:
    """Express reads what is in a cookie and not encrypted; `outer` is the default for what is not written."""
    whole = {**outer, **session}
    if whole.get("format") != _EXPRESS:
        return
    kind = whole.get("store", "cookie")
    if "format" in session:
        yield _of_format(session, kind)
    if kind == "cookie" and whole.get("encrypt") is True and not {"encrypt", "format"}.isdisjoint(session):
        at = session.value_at("encrypt" if "encrypt" in session else "format")
        message = f"a cookie of format: {_EXPRESS} is not encrypted: Express could not read it"
        yield Problem(at, "GW051", message, "encrypt: false, or format: gateway")


def _of_format(session: Map, kind: str) -> Problem:
    """It needs a store, and costs something."""
    at = session.value_at("format")
    if kind != "cookie":
        message = f"format: {_EXPRESS} is for store: cookie; store: {kind} has the values on a server"
        return Problem(at, "GW051", message)
    message = f"format: {_EXPRESS} signs with SHA-1, under a name that other hosts of the domain can set"
    return Problem(at, "GW039", message, "format: gateway, as soon as Express no longer answers", "warning")
