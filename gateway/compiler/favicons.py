"""The row by which the picture of a site is found where no route takes its path."""

from __future__ import annotations

from gateway.compiler.endpoints import endpoint_of
from gateway.compiler.routes import Routes
from gateway.http.response import READ
from gateway.middleware.chain import Endpoint, kind_of, missing
from gateway.middleware.favicon import PATH
from gateway.routing.pattern import parse
from gateway.routing.table import Row


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
            methods=READ,
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
    layers = endpoint.layers[: kinds.index("favicon") + 1]
    return endpoint_of(missing(endpoint.failures), layers, endpoint.failures)
