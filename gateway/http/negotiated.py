"""One of several answers, chosen by what the client accepts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from werkzeug.sansio.response import Response as WerkzeugResponse

from gateway.http.errors import HTTPError
from gateway.http.media_types import content_type
from gateway.http.request import Request
from gateway.http.response import Response, Undecided
from gateway.http.results import Marker, Results

DEFAULT = "default"


def negotiate(
    request: Request, offers: Mapping[str, Any], *, vary: str | Iterable[str] = ()
) -> Response | Marker:
    """The answer of the type the client prefers (RFC 9110 §12.1), with Vary: Accept.

    `offers` maps extensions or media types to what a handler may return, or to a function without parameters
    that gives it, called only if it is chosen. Where all are alike to the client, the first one is. `vary`
    names more headers that the answer depends on.

        return negotiate(request, {"html": lambda: View("orders", orders=orders), "json": orders})

    Text and other plain results get the type they are offered as, and the status of the route or, in a
    handler of errors, of the error. If the client takes none, it gets what is offered as `default`; without
    that, raise HTTPError 406, whose `types` are the media types there are.
    """
    kinds = tuple(kind for kind in offers if kind != DEFAULT)
    chosen = request.accepts(*kinds) if kinds else False
    if not chosen and DEFAULT not in offers:
        raise _not_acceptable(kinds, vary)
    result = offers[str(chosen or DEFAULT)]
    if callable(result) and not isinstance(result, WerkzeugResponse):
        result = result()
    if isinstance(result, Marker):
        return result
    kind = str(chosen) if chosen else None
    response = _results(kind, request.app.encode_json).to_response(result, request)
    if kind is not None and response.type is None and response.body:
        response.type = kind
    response.vary(*_several(vary), "Accept")
    if not isinstance(result, tuple | Response | WerkzeugResponse):
        response.__class__ = Undecided
    return response


@lru_cache(maxsize=128)
def _results(kind: str | None, encode_json: Callable[[Any], bytes]) -> Results:
    """What makes responses of plain results, of the type they are offered as."""
    return Results(type=kind and content_type(kind), encode_json=encode_json)


def _several(vary: str | Iterable[str]) -> Iterable[str]:
    """The names of headers, of which one may stand alone."""
    return (vary,) if isinstance(vary, str) else vary


def _not_acceptable(kinds: Iterable[str], vary: str | Iterable[str]) -> HTTPError:
    """406 with the media types there are (RFC 9110 §15.5.7)."""
    types = [content_type(kind).partition(";")[0] for kind in kinds]
    response = Response()
    response.vary(*_several(vary), "Accept")
    said = f"This is to be had as {', '.join(types)}." if types else None
    return HTTPError(406, said, headers=response.headers, types=types)
