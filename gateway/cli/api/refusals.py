"""The errors that a route may answer with, as OpenAPI writes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from gateway.check.written import Written
from gateway.cli.api.bodies import takes_body
from gateway.cli.api.components import Components
from gateway.cli.api.parameters import CHANGING
from gateway.cli.api.templates import Template
from gateway.config.model import ErrorRule, Param
from gateway.http.status import phrase

_ERROR = {
    "type": "object",
    "required": ["status", "error", "message"],
    "properties": {
        "status": {"type": "integer"},
        "error": {"type": "string", "description": "The name of the status."},
        "type": {"type": "string", "description": "What programs tell errors apart by."},
        "message": {"type": "string"},
        "login": {"type": "string", "description": "Where to log in, if that helps."},
    },
}
_PROBLEM = {
    "type": "object",
    "description": "Problem details (RFC 9457).",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "login": {"type": "string", "description": "Where to log in, if that helps."},
    },
}
_TEXT = {"schema": {"type": "string"}}
_HEADERS = {401: ("WWW-Authenticate",), 405: ("Allow",), 416: ("Content-Range",)}
_CLASS = 100


def refusals(each: Written, template: Template, method: str, components: Components) -> dict[str, Any]:
    """The responses to what is refused, by their status, and what else may go wrong in a handler."""
    found: dict[str, Any] = {
        str(status): _response(each, status, components)
        for status in sorted({*_statuses(each, template, method)})
    }
    if each.route.handler or each.route.data:
        content = _content(each, 500, components)
        found["default"] = components.response("Error", {"description": "Another error."} | content)
    return found


def _statuses(each: Written, template: Template, method: str) -> Iterator[int]:
    """The statuses of what is refused, some of them more than once."""
    yield from _of_layers(each, method)
    route = each.route
    if route.query:
        yield 400
    if takes_body(each, method):
        yield from (400, 413, 415) if route.body else (413,)
        yield from (403 for item in route.body if item.verify)
    if route.static or route.file:
        yield from (404, *((416,) if (route.static or route.file).ranges else ()))  # type: ignore[union-attr]
    if route.respond and sum(map(bool, (route.respond.text, route.respond.html, route.respond.has_json))) > 1:
        yield 406
    names = {part.name for _, part in template.parameters}
    if any(_is_checked(param) for name, param in each.scope.params.items() if name in names):
        yield 404


def _is_checked(param: Param) -> bool:
    """Whether a parameter of the path may not be just any text."""
    return param.load is not None or param.pattern is not None or param.kind != "text"


def _of_layers(each: Written, method: str) -> Iterator[int]:
    """The statuses by which layers refuse."""
    for laid in each.layers:
        options: Mapping[str, Any] = laid.use.options or {}
        if laid.kind == "basic_auth":
            yield from (400, 401)
        elif laid.kind == "require_login":
            yield from (401, 403) if "claim" in options else (401,)
        elif laid.kind == "csrf" and method in CHANGING:
            yield 403
        elif laid.kind == "session" and each.config.session is not None:
            yield from (503,) if each.config.session.on_failure == "unavailable" else ()


def _response(each: Written, status: int, components: Components) -> dict[str, str]:
    """A reference to the response of one status, as the rules for errors of this route have it."""
    headers = {name: {"schema": {"type": "string"}} for name in _HEADERS.get(status, ())}
    told = {"description": phrase(status), **({"headers": headers} if headers else {})}
    name = phrase(status).title().replace(" ", "")
    return components.response(name, told | _content(each, status, components))


def _content(each: Written, status: int, components: Components) -> dict[str, Any]:
    """What the page of an error is written in; {} if a handler decides."""
    rule = next((rule for rule in _rules(each) if _is_for(rule, status)), None)
    if rule is not None and rule.handler is not None:
        return {}
    if rule is not None and rule.view is not None:
        return {"content": {"text/html": _TEXT}}
    pages = {
        "html": ("text/html", _TEXT),
        "json": ("application/json", {"schema": components.schema("Error", _ERROR)}),
        "problem": ("application/problem+json", {"schema": components.schema("Problem", _PROBLEM)}),
        "text": ("text/plain", _TEXT),
    }
    kinds = pages if rule is None else [rule.format or "html"]
    return {"content": dict(pages[kind] for kind in kinds)}


def _rules(each: Written | None) -> Iterator[ErrorRule]:
    """The rules for errors that hold for a route, inner ones first."""
    while each is not None:
        yield from chain(*each.scope.errors)
        each = each.around


def _is_for(rule: ErrorRule, status: int) -> bool:
    """Whether a rule is for a status; one for a class of errors is for none that we know of."""
    return rule.on in {str(status), f"{status // _CLASS}xx"}
