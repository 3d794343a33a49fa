"""What OpenAPI calls parameters: those of the path, the query and the headers that a route asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from gateway.check.written import Written
from gateway.cli.api.embedding import embedded
from gateway.cli.api.public import is_public, public
from gateway.cli.api.templates import Template
from gateway.config.model import Param
from gateway.routing.syntax import Parameter, Wildcard

CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_RESERVED = frozenset({"accept", "content-type", "authorization"})  # OpenAPI 3.1 section 4.8.12.2
_NAMED_GROUP = re.compile(r"\(\?P<")
_OF_PYTHON = re.compile(r"\\[AZ]|\(\?(?!<?[=!]|:|<)|\+\+|\*\+|\?\+")
_TOKEN = "X-CSRF-Token"  # noqa: S105  (its name)


def parameters(each: Written, template: Template, method: str) -> list[dict[str, Any]]:
    """The parameters of one method at one path, those of the path first."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for told in (
        *(_of_path(name, part, each.scope.params) for name, part in template.parameters),
        *(_of_query(name, schema) for name, schema in each.route.query.items()),
        *_of_conditions(each),
        *_of_token(each, method),
    ):
        name = told["name"].lower() if told["in"] == "header" else told["name"]
        found.setdefault((told["in"], name), told)
    return [*found.values()]


def hints(each: Written) -> Iterator[str]:
    """What parameters cannot say of the conditions of a route, as sentences."""
    for place, name, value in _wanted(each):
        if value is False:
            yield f"Only without the {place} `{name}`."
        elif _is_reserved(place, name):
            yield f"Only with the header `{name}`" + (f": `{value}`." if value is not True else ".")
    for when in each.scope.when:
        if when.predicate is not None:
            yield f"Only if the predicate `{when.predicate}` agrees."


def _of_path(name: str, part: Parameter | Wildcard, params: Mapping[str, Param]) -> dict[str, Any]:
    """One parameter of the path."""
    param = None if isinstance(part, Wildcard) else params.get(part.name)
    told = {"name": name, "in": "path", "required": True}
    if isinstance(part, Wildcard):
        told["description"] = "One or more segments; the slashes between them stand as they are."
    return told | _read(param)


def _read(param: Param | None) -> dict[str, Any]:
    """The schema of a parameter of the path, and in words what no schema says."""
    if param is not None and param.kind == "int":
        return {"schema": {"type": "integer", "minimum": 0}}
    if param is None or param.pattern is None:
        return {"schema": {"type": "string", "minLength": 1}}
    pattern = _NAMED_GROUP.sub("(?<", param.pattern)
    if _OF_PYTHON.search(pattern):
        said = f"Matches the regular expression `{param.pattern}` of Python as a whole."
        return {"description": said, "schema": {"type": "string", "minLength": 1}}
    return {"schema": {"type": "string", "pattern": f"^(?:{pattern})$"}}


def _of_query(name: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    """One parameter of the query; without a default it has to be sent."""
    shown = embedded(public(schema), "#")
    told = {"name": name, "in": "query", "required": "default" not in schema, "schema": shown}
    if isinstance(shown.get("description"), str):
        told["description"] = shown.pop("description")
    return told


def _of_conditions(each: Written) -> Iterator[dict[str, Any]]:
    """What has to be sent for the conditions of a route to agree."""
    for place, name, value in _wanted(each):
        if value is not False and not _is_reserved(place, name):
            is_said = value is not True and is_public(value)
            schema = {"type": "string", **({"const": str(value)} if is_said else {})}
            yield {"name": name, "in": place, "required": True, "schema": schema}


def _wanted(each: Written) -> Iterator[tuple[str, str, str | bool]]:
    """Where something is asked for by a condition, its name, and its value; false is that it is absent."""
    for when in each.scope.when:
        yield from (("header", name, value) for name, value in when.header.items())
        yield from (("query", name, value) for name, value in when.query.items())


def _is_reserved(place: str, name: str) -> bool:
    """Whether OpenAPI wants something told elsewhere than among the parameters."""
    return place == "header" and name.lower() in _RESERVED


def _of_token(each: Written, method: str) -> Iterator[dict[str, Any]]:
    """The token against requests from elsewhere, if a layer asks for it."""
    if method in CHANGING and any(laid.kind == "csrf" for laid in each.layers):
        said = "The token of the session; a form may send it as its field `csrf_token` instead."
        yield {
            "name": _TOKEN,
            "in": "header",
            "required": False,
            "description": said,
            "schema": {"type": "string"},
        }
