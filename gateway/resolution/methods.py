"""Which methods a route takes."""

from __future__ import annotations

from gateway.config.model import Route


def methods_of(route: Route) -> frozenset[str] | None:
    """The methods a route takes: those written, else its kind's; None is any."""
    if "ANY" in route.methods or (not route.methods and (route.redirect or route.mount)):
        return None
    methods = frozenset(route.methods or ("GET",))
    return methods | {"HEAD"} if "GET" in methods else methods
