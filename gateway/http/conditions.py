"""Whether a request is what a route asks for beyond its path and its method."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from werkzeug.exceptions import HTTPException

from gateway.http.log_format import escaped
from gateway.http.request import Request

Wanted = tuple[tuple[str, str | bool], ...]
"""Names with the value each must have, True for any, False for none at all."""
_log = logging.getLogger("gateway.errors")


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """What `when:` says of headers (by their names in WSGI), query parameters and predicates; all must agree.

    A predicate that raises does not agree; unless the client is to blame, the log says so.
    """

    headers: Wanted = ()
    query: Wanted = ()
    predicates: tuple[Callable[[Request], Any], ...] = ()

    def __call__(self, request: Request) -> bool:
        """Whether all of them agree; never raises."""
        try:
            return (
                all(_agrees(request.environ.get(name), wanted) for name, wanted in self.headers)
                and all(_agrees(request.query.get(name), wanted) for name, wanted in self.query)
                and all(predicate(request) for predicate in self.predicates)
            )
        except HTTPException:
            return False
        except BaseException:  # noqa: BLE001  (sys.exit in a predicate leaves out its route, not the worker)
            _log.exception("a condition on %s failed; its route was left out", escaped(request.path))
            return False


def _agrees(given: Any, wanted: str | bool) -> bool:  # noqa: FBT001  (the two forms of `when`)
    """Whether a value is the one that is wanted, is there, or is not."""
    return given == wanted if isinstance(wanted, str) else (given is not None) is wanted
