"""What a route answers when all is well, as OpenAPI writes it."""

from __future__ import annotations

from typing import Any

from gateway.check.written import Written
from gateway.cli.api.public import is_public, public
from gateway.config.model import FileAnswer, Respond, Route
from gateway.http.media_types import BY_EXTENSION, OCTETS
from gateway.http.status import BODILESS, phrase

_TEXT = {"schema": {"type": "string"}}
_HTML = "text/html"
_ADDRESS = {"description": "Where to go on.", "schema": {"type": "string", "format": "uri-reference"}}


def answers(each: Written) -> dict[str, dict[str, Any]]:
    """The responses of a route by their status; `2XX` where its handler chooses."""
    found = _of_kind(each.route)
    headers = {
        name: {"schema": {"type": "string"}}
        for name in each.scope.headers
        if name.lower() not in {"content-type", "location"}
    }
    for response in found.values() if headers else ():
        response["headers"] = {**headers, **response.get("headers", {})}
    return found


def _of_kind(route: Route) -> dict[str, dict[str, Any]]:
    """The responses of whichever kind of answer the route has."""
    if route.redirect is not None:
        status = route.redirect.status
        return {str(status): {"description": phrase(status), "headers": {"Location": _ADDRESS}}}
    if route.static is not None:
        return _of_files({"*/*": {}}, ranges=route.static.ranges)
    if route.file is not None:
        return _of_files({_type_of(route.file): {}}, ranges=route.file.ranges)
    if route.respond is not None:
        return _fixed(route.respond)
    return _made(route)


def _made(route: Route) -> dict[str, dict[str, Any]]:
    """The response of a view or a handler."""
    status = route.status or (200 if route.view else None)
    told: dict[str, Any] = {"description": "What the service answers." if status is None else phrase(status)}
    if route.view or route.type:
        kind = BY_EXTENSION.get(route.type or "html", route.type or "").partition(";")[0]
        told |= {} if status in BODILESS else {"content": {kind: _TEXT if route.view else {}}}
    return {"2XX" if status is None else str(status): told}


def _of_files(content: dict[str, Any], *, ranges: bool) -> dict[str, dict[str, Any]]:
    """The responses of files: whole, in part, or known already."""
    found = {"200": {"description": "The file.", "content": content}}
    if ranges:
        found["206"] = {"description": "A part of the file.", "content": content}
    return {**found, "304": {"description": "The file is as it was."}}


def _fixed(respond: Respond) -> dict[str, dict[str, Any]]:
    """The response that is always the same."""
    content: dict[str, Any] = {}
    for kind, text in (("text/plain", respond.text), (_HTML, respond.html)):
        if text is not None:
            content[kind] = {**_TEXT, **({"example": str(text)} if is_public(text) else {})}
    if respond.has_json:
        content["application/json"] = {"example": public(respond.json)} if is_public(respond.json) else {}
    told: dict[str, Any] = {"description": phrase(respond.status)}
    return {str(respond.status): told | ({"content": content} if content else {})}


def _type_of(file: FileAnswer) -> str:
    """The media type of a file that is always the same one."""
    whole = file.type or BY_EXTENSION.get(file.path.suffix.removeprefix(".").lower(), OCTETS)
    return whole.partition(";")[0]
