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
    for item in every_route(document):
        yield from _unsent_body(item)
    settings = section_of(document, "settings")
    if settings.get("query") == "none":
        for holder, key, said in _of_query(document, settings):
            if key in holder:
                message = f"settings.query is none: {said}"
                yield Problem(holder.key_at(key), "GW051", message, "settings: {query: flat}")
    yield from _one_probe(document)


def _of_query(document: Map, settings: Map) -> Iterator[tuple[Map, str, str]]:
    """Every mapping with the key of something that is read from the query, and why nothing can be."""
    yield settings, "jsonp", "the function to call stands in the query"
    yield section_of(settings, "method_override"), "query", "no method can stand in the query"
    for item in every_route(document):
        yield item, "query", "there is no query to check"
        yield section_of(item, "when"), "query", "there is no query to ask for"


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
