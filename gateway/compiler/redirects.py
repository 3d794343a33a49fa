"""From `redirect:` and `respond:` to what answers with them."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import urlsplit

import orjson

from gateway.compiler.report import Report
from gateway.compiler.signatures import Answer, Call
from gateway.config.model import Redirect, Respond, Route
from gateway.http.answers import redirect
from gateway.http.request import Request
from gateway.http.response import Response
from gateway.routing.pattern import Pattern, PatternError, parse


def redirection(
    rule: Redirect, route: Route, names: frozenset[str], optional: frozenset[str], report: Report
) -> Answer | None:
    """A redirect; one without parameters is not built anew for each request."""
    origin = _origin(rule.to)
    path, mark, query = rule.to.removeprefix(origin).partition("?")
    if not {":", "*", "{"} & set(path):
        return Answer(partial(_to_fixed, rule.to, rule.status), ())
    position = route.at.value_at("redirect")
    try:
        target = parse(path)
    except PatternError as error:
        report.add(position, "GW052", f"redirect.to: {error}", error.hint)
        return None
    for name in sorted(set(target.names) - names):
        said = f'redirect.to uses ":{name}", which the path does not give'
        report.unknown(position, "GW072", said, name, names)
    for name in sorted((set(target.names) - target.optional) & optional):
        said = f'redirect.to needs ":{name}", which some of the paths do not give'
        report.add(position, "GW072", said, f"make it optional there as well: {{/:{name}}}")
    return Answer(partial(_to_pattern, (origin, target, mark + query), rule.status), None)


def _origin(url: str) -> str:
    """The scheme and host that a URL begins with; empty for a path of this service."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme else ""


def fixed(respond: Respond) -> Call:
    """A function that gives the same response again and again, encoded once."""
    if respond.has_json:
        body, kind = orjson.dumps(respond.json), "json"
    elif respond.html is not None:
        body, kind = respond.html.encode(), "html"
    else:
        body, kind = (respond.text or "").encode(), "text"
    return lambda _request: Response(body, respond.status, type=kind)


def _to_fixed(to: str, status: int, request: Request) -> Response:
    """A redirect that is the same for every request."""
    return redirect(request, to, status)


def _to_pattern(parts: tuple[str, Pattern, str], status: int, request: Request, **params: Any) -> Response:
    """A redirect whose path, between a fixed origin and query, takes those of its parameters that it has."""
    origin, target, query = parts
    path = target.build(**{name: params[name] for name in target.names if name in params})
    return redirect(request, origin + path + query, status)
