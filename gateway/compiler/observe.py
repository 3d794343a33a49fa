"""What tells how the service is: health and readiness."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from gateway.http.request import Request
from gateway.http.response import Response

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
