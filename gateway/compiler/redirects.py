"""From `redirect:` and `respond:` to what answers with them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from werkzeug.exceptions import NotFound

from gateway.compiler.aliases import built
from gateway.config.model import Redirect, Respond, Route
from gateway.http.negotiated import negotiate
from gateway.http.redirects import below_mount, redirect
from gateway.http.request import Request
from gateway.http.response import Response
from gateway.http.results import Marker
from gateway.resolution.report import Report
from gateway.resolution.signatures import Answer, Call
from gateway.resolution.targets import redirect_target
from gateway.routing.pattern import Pattern


def redirection(
    rule: Redirect, route: Route, names: frozenset[str], optional: frozenset[str], report: Report
) -> Answer | None:
    """A redirect; one without parameters is not built anew for each request."""
    leads = redirect_target(rule, route, names, optional, report)
    if leads is None or leads.path is None:
        return None if leads is None else Answer(partial(_to_fixed, rule.to, rule.status), ())
    return Answer(partial(_to_pattern, (leads.origin, leads.path, leads.query), rule.status), None)


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
