"""From `redirect:` and `respond:` to what answers with them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from werkzeug.exceptions import NotFound

from gateway.compiler.aliases import built, origin_of
from gateway.config.model import Redirect, Respond, Route
from gateway.http.negotiated import negotiate
from gateway.http.redirects import below_mount, redirect
from gateway.http.request import Request
from gateway.http.response import Response
from gateway.http.results import Marker
from gateway.resolution.report import Report
from gateway.resolution.signatures import Answer, Call
from gateway.routing.pattern import Pattern, PatternError, parse


def redirection(
    rule: Redirect, route: Route, names: frozenset[str], optional: frozenset[str], report: Report
) -> Answer | None:
    """A redirect; one without parameters is not built anew for each request."""
    origin = origin_of(rule.to)
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


def fixed(respond: Respond, at: Any, encode_json: Callable[[Any], bytes]) -> Call:
    """A function that gives the same response again and again, encoded once.

    Of several bodies, in the order in which they are written at `at`, it is the one the client prefers.
    """
    bodies = _bodies(respond, encode_json)
    order = [kind for kind in at or () if kind in bodies] or ["text"]
    offers = {kind: Response(bodies.get(kind, b""), respond.status, type=kind) for kind in order}
    if len(offers) > 1:
        return partial(_chosen, offers)
    (kept,) = offers.values()
    return lambda _request: kept


def _bodies(respond: Respond, encode_json: Callable[[Any], bytes]) -> dict[str, bytes]:
    """The bodies there are, by their type."""
    bodies = {"json": encode_json(respond.json)} if respond.has_json else {}
    if respond.html is not None:
        bodies["html"] = respond.html.encode()
    if respond.text is not None:
        bodies["text"] = respond.text.encode()
    return bodies


def _chosen(offers: dict[str, Response], request: Request) -> Response | Marker:
    """The body the client prefers; raise HTTPError 406 if it takes none."""
    return negotiate(request, offers)


def _to_fixed(to: str, status: int, request: Request) -> Response:
    """A redirect that is the same for every request, or that a name of the settings decides."""
    return redirect(request, below_mount(request, to), status)


def _to_pattern(parts: tuple[str, Pattern, str], status: int, request: Request, **params: Any) -> Response:
    """A redirect whose path takes parameters of the route; raise NotFound if they cannot stand in it."""
    try:
        to = built(*parts, params)
    except ValueError:  # such as `..`, which leads elsewhere
        raise NotFound from None
    return redirect(request, below_mount(request, to), status)
