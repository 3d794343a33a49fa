"""Whether what stands around a route may leave its requests to a later one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gateway.http.loading import Loading
from gateway.http.tracing import Traced
from gateway.middleware.chain import Endpoint
from gateway.resolution.passing import LEAVING, RESUMING, may_pass


def passes_around(endpoint: Endpoint) -> bool:
    """Whether a layer, a loader or an error rule of an endpoint may pass a request on."""
    return any(may_pass(call) for call in _around(endpoint)) or any(
        may_pass(rule.answer, RESUMING) for rule in endpoint.failures.rules
    )


def may_leave(call: Callable[..., Any] | None, endpoint: Endpoint) -> bool:
    """Whether a handler, or a layer or loader around it, may leave the request to what follows its group."""
    calls = _around(endpoint) if call is None else (call, *_around(endpoint))
    return any(may_pass(each, LEAVING) for each in calls)


def _around(endpoint: Endpoint) -> tuple[Callable[..., Any], ...]:
    """The layers of an endpoint, and what loads its parameters."""
    layers = [layer.call if isinstance(layer, Traced) else layer for layer in endpoint.layers]
    return (*layers, *(load for layer in layers if isinstance(layer, Loading) for _, load in layer.loaders))
