"""The row by which the picture of a site is found where no route takes its path."""

from __future__ import annotations

from gateway.compiler.routes import Routes
from gateway.http.refusal import wrong_method
from gateway.http.results import PLAIN
from gateway.middleware.chain import Endpoint, chain, closed, kind_of, missing
from gateway.routing.pattern import parse
from gateway.routing.table import Row

PATH = "/favicon.ico"
_METHODS = frozenset({"GET", "HEAD"})


def add_favicon(routes: Routes) -> None:
    """Add that row behind all others, if a stack in use has the layer `favicon`.

    A stack may be that of a few routes only, and browsers ask for one path of the whole site: of the first
    route that has the layer, those before it are around the row as well.
    """
    endpoint = next(
        filter(None, (_up_to_favicon(row.endpoint) for row in [*routes.rows, *routes.groups])), None
    )
    if endpoint is not None:
        row = Row(
            index=len(routes.rows),
            patterns=(parse(PATH),),
            methods=_METHODS,
            converters={},
            endpoint=endpoint,
            label="favicon",
        )
        routes.rows.append(row)


def _up_to_favicon(endpoint: Endpoint) -> Endpoint | None:
    """The layers of an endpoint up to the one that answers; None without it."""
    kinds = [kind_of(layer) for layer in endpoint.layers]
    if "favicon" not in kinds:
        return None
    layers, failures = endpoint.layers[: kinds.index("favicon") + 1], endpoint.failures
    answer = missing(failures)
    return Endpoint(
        run=chain(layers, answer, failures),
        direct=None,
        refuse=chain(layers, closed(wrong_method, (), PLAIN, failures), failures),
        layers=layers,
        answer=answer,
        failures=failures,
    )
