"""Cookies of sessions that stacks have of their own."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.config.document import Map, section_of
from gateway.config.rules import every_entry
from gateway.config.session_rules import cookie_problems
from gateway.errors import Problem


def second_sessions(document: Map) -> Iterator[Problem]:
    """The problems of each cookie that differs from that of the session at the top, at what differs.

    The document is as it is written, so that an address which the environment gives is not known.
    """
    top = section_of(document, "session")
    url = section_of(document, "settings").get("public_url")
    place = url if isinstance(url, str) and "${" not in url else ""
    for entry in (entry for entry, _ in every_entry(document) if isinstance(entry, Map)):
        own = section_of(entry, "session")
        cookie = section_of(own, "cookie")
        whole = _over(cookie, section_of(top, "cookie"))
        kind = str(own.get("format", top.get("format", "gateway")))
        written = {cookie.value_at(key) for key in cookie}
        yield from (each for each in cookie_problems(whole, kind, place) if each.position in written)


def _over(cookie: Map, below: Map) -> Map:
    """A cookie with what it leaves out taken from the one below it."""
    whole = cookie.emptied()
    for key in {**below, **cookie}:
        whole.take(key, cookie if key in cookie else below)
    return whole
