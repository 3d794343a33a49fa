"""Whether a request is what a route asks for beyond its path and its method."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gateway.http.request import Request

Wanted = tuple[tuple[str, str | bool], ...]
"""Names with the value each must have, True for any, False for none at all."""


class ConditionError(Exception):
    """A condition that could not be told; `reason` is what it raised, which answers the request."""

    def __init__(self, reason: BaseException) -> None:
        """Keep what was raised."""
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """What `when:` says of headers (by their names in WSGI), query parameters and predicates; all must agree.

    A predicate that raises refuses the request: to leave its route out instead could leave out one that is
    there to refuse.
    """

    headers: Wanted = ()
    query: Wanted = ()
    predicates: tuple[Callable[[Request], Any], ...] = ()

    def __call__(self, request: Request) -> bool:
        """Whether all of them agree; raise ConditionError if that cannot be told."""
        try:
            return (
                all(_agrees(request.environ.get(name), wanted) for name, wanted in self.headers)
                and all(_agrees(request.query.get(name), wanted) for name, wanted in self.query)
                and all(predicate(request) for predicate in self.predicates)
            )
        except BaseException as error:
            raise ConditionError(error) from error


def _agrees(given: Any, wanted: str | bool) -> bool:  # noqa: FBT001  (the two forms of `when`)
    """Whether a value is the one that is wanted, is there, or is not."""
    return given == wanted if isinstance(wanted, str) else (given is not None) is wanted
