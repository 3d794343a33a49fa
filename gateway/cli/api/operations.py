"""One method at one path as an OpenAPI operation."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from gateway.check.written import Written
from gateway.cli.api.answers import answers
from gateway.cli.api.bodies import body, takes_body
from gateway.cli.api.components import Components
from gateway.cli.api.guards import security
from gateway.cli.api.parameters import hints, parameters
from gateway.cli.api.refusals import refusals
from gateway.cli.api.templates import Template

_NO_WORD = re.compile(r"\W+", re.ASCII)
_ALWAYS = frozenset({"operationId", "security"})  # an empty one says that nothing is demanded
_PEOPLE = "Who is not logged in is sent to log in if it is a person who opens a page."


def operation(
    each: Written, template: Template, method: str, components: Components, *, server: str
) -> dict[str, Any]:
    """What a method does at a path; `server` is the address that hosts are put into."""
    guards = security(each, method, components)
    found: dict[str, Any] = {
        "tags": [tag(each, template)],
        "summary": each.route.description,
        "description": " ".join(_remarks(each)),
        "operationId": "",  # its place; a name is given once the others are known
        "servers": [_server(host, server) for host in each.hosts],
        "parameters": parameters(each, template, method),
        "requestBody": body(each, components, slug(method, template)) if takes_body(each, method) else None,
        "responses": refusals(each, template, method, components) | answers(each),
        "security": guards,
    }
    found["responses"] = dict(sorted(found["responses"].items()))
    return {key: value for key, value in found.items() if value or key in _ALWAYS}


def tag(each: Written, template: Template) -> str:
    """The group of a route, by its whole prefix; the first segment of the path without one."""
    around = "" if each.around is None else each.around.paths[0].removesuffix("/*")
    prefix = (around + each.scope.prefix).strip("/")
    return prefix or template.path.split("/")[1] or "/"


def slug(method: str, template: Template) -> str:
    """A name for what a method does at a path."""
    return "_".join([method.lower(), *filter(None, _NO_WORD.sub("_", template.path).split("_"))])


def _remarks(each: Written) -> list[str]:
    """What has no place of its own in an operation."""
    remarks = [*hints(each)]
    if each.route.redirect is not None and each.methods == ("ANY",):
        remarks.append("Every method is answered so.")
    if any(laid.kind == "require_login" for laid in each.layers):
        remarks.append(_PEOPLE)
    return remarks


def _server(host: str, base: str) -> Mapping[str, Any]:
    """Where a host is reached: with the scheme and port of the service's own address."""
    parts = urlsplit(base)
    scheme = f"{parts.scheme}:" if parts.scheme else ""
    port = f":{parts.port}" if parts.port else ""
    if host.startswith("*."):
        url = f"{scheme}//{{subdomain}}{host.removeprefix('*')}{port}"
        return {"url": url, "variables": {"subdomain": {"default": "www"}}}
    return {"url": f"{scheme}//{host}{port}"}
