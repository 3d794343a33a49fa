"""From `observe:` to what tells how the service is: health, readiness, and the time of each stage."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from gateway.config.model import Config
from gateway.http.request import Request
from gateway.http.response import Response
from gateway.http.tracing import Trace
from gateway.resolution.names import Names

_NO_STORE = {"Cache-Control": "no-store"}


def health(_request: Request) -> Response:
    """The process answers."""
    return Response.json({"status": "ok"}, headers=_NO_STORE)


def readiness(broken: Mapping[str, BaseException]) -> Callable[[Request], Response]:
    """Whether all of the service can answer; a module that failed to import is named, the log says why.

    It stays 200: the routes of other modules serve, and 503 would take those away as well.
    """

    def ready(_request: Request) -> Response:
        """200 in either case; the body tells `ok` from `degraded`."""
        modules = {name: type(error).__name__ for name, error in sorted(broken.items())}
        status = {"status": "degraded", "failed_imports": modules} if modules else {"status": "ok"}
        return Response.json(status, headers=_NO_STORE)

    return ready


def trace(config: Config, names: Names) -> Trace | None:
    """What is told how long each stage took; None if nothing is."""
    use = config.observe.trace
    return None if use is None else names.function(use.name, use.position, ("request", "stage", "seconds"))
