"""The bodies that a route takes, as OpenAPI writes them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gateway.check.written import Written
from gateway.cli.api.components import Components
from gateway.cli.api.public import public
from gateway.cli.surface import own_limit
from gateway.config.contents import TYPES
from gateway.config.model import Body
from gateway.http.content_type import written_out

_WITHOUT = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_UNDECLARED = frozenset({"POST", "PUT", "PATCH"})
_FIELDS = {"type": "object", "additionalProperties": {"type": "string"}}
_SHAPES = {"form": _FIELDS, "multipart": {"type": "object"}, "text": {"type": "string"}}
_UNITS = (("MiB", 1 << 20), ("KiB", 1 << 10))


def takes_body(each: Written, method: str) -> bool:
    """Whether a body is told of: one that is declared, or one that a handler may read of itself."""
    if method in _WITHOUT:
        return False
    return bool(each.route.body) or (method in _UNDECLARED and each.route.handler is not None)


def body(each: Written, components: Components, name: str) -> dict[str, Any]:
    """The `requestBody` of a route; `name` is what its schemas are called after."""
    limit = f"At most {size(own_limit(each) or each.config.settings.max_body)}."
    content: dict[str, Any] = {}
    for item in each.route.body:
        for kind in _kinds(item):
            content.setdefault(kind, _media(item, components, name))
    if not content:
        return {"description": f"What it holds is up to the service. {limit}", "content": {"*/*": {}}}
    required = any(item.required for item in each.route.body)
    return {"description": limit, "required": required, "content": content}


def size(count: int) -> str:
    """A number of bytes, in the largest unit that divides it."""
    for unit, factor in _UNITS:
        if count and count % factor == 0:
            return f"{count // factor} {unit}"
    return f"{count} bytes"


def _kinds(item: Body) -> Iterator[str]:
    """The media types and ranges of one item."""
    if item.types or item.parser:
        for kind in item.types or (TYPES.get(item.parser or "", "*/*"),):
            yield written_out(kind) or "*/*"


def _media(item: Body, components: Components, name: str) -> dict[str, Any]:
    """What a body of one kind holds."""
    schema = public(item.schema)
    if isinstance(schema, dict):
        title = schema.get("title")
        return {"schema": components.schema(title if isinstance(title, str) else f"{name}_body", schema)}
    if schema is not None:
        return {"schema": schema}
    if item.parser == "json" and item.strict is not False:
        return {"schema": {"type": ["object", "array"]}}
    return {"schema": _SHAPES[item.parser]} if item.parser in _SHAPES else {}
