"""The `body:` of a route as values of the model."""

from __future__ import annotations

from typing import Any

from gateway.config.document import Map
from gateway.config.formats import value_of
from gateway.config.plain import plain, texts
from gateway.config.routed import Body

_SIZES = ("max_size", "max_file_size")


def bodies(section: Any) -> tuple[Body, ...]:
    """`body`, one or several in the order in which they are tried."""
    if section is None:
        return ()
    return tuple(_body(item) for item in ([section] if isinstance(section, Map) else section))


def _body(section: Map) -> Body:
    """One item; a schema without a parser is for JSON."""
    given: dict[str, Any] = {
        key: value_of(section[key], "size") if key in _SIZES else section[key] for key in section
    }
    if "kind" in given:
        given["parser"] = given.pop("kind")
    given["schema"] = plain(section.get("schema"))
    given.setdefault("parser", None if given["schema"] is None else "json")
    if "types" in given:
        given["types"] = texts(given["types"])
    return Body(**given, at=section)
