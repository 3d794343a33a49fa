"""What is written but could never count, because another key keeps it from it."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.config.document import Map, section_of
from gateway.config.route_rules import BODIES, every_route
from gateway.errors import Problem

_WITHOUT_BODY = (204, 205, 304)
_PROBES = {"health": "/healthz", "readiness": "/readyz"}


def contradictions(document: Map) -> Iterator[Problem]:
    """The problems of keys that exclude each other across sections, and of answers that cannot be."""
    settings = section_of(document, "settings")
    for item in every_route(document):
        yield from _unread_query(item, settings)
        yield from _unsent_body(item)
    yield from _one_probe(document)


def _unread_query(item: Map, settings: Map) -> Iterator[Problem]:
    """A query that is not read cannot be checked."""
    if settings.get("query") == "none" and "query" in item:
        message = "settings.query is none: there is no query to check"
        yield Problem(item.key_at("query"), "GW051", message, "settings: {query: flat}")


def _unsent_body(item: Map) -> Iterator[Problem]:
    """Some statuses mean that nothing follows (RFC 9110 section 6.4.1)."""
    respond = item.get("respond")
    if isinstance(respond, Map) and respond.get("status") in _WITHOUT_BODY:
        for key in (key for key in BODIES if key in respond):
            message = f"an answer with status {respond['status']} has no body"
            yield Problem(respond.key_at(key), "GW051", message, f"leave {key} out, or write another status")


def _one_probe(document: Map) -> Iterator[Problem]:
    """Health and readiness are asked for at different paths."""
    observe = section_of(document, "observe")
    if not observe:
        return
    health, readiness = (observe.get(key, default) for key, default in _PROBES.items())
    if health == readiness and health != "none" and isinstance(health, str):
        key = "readiness" if "readiness" in observe else "health"
        message = f"health and readiness are both {health}"
        yield Problem(observe.value_at(key), "GW058", message, "give each a path of its own, or one none")
