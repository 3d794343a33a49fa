"""Any WSGI middleware as a layer (PEP 3333)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from gateway.http.request import Request
from gateway.middleware.chain import Handler

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_INSIDE = "gateway.inside"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wsgi:
    """Put a middleware that was written for any WSGI application around what is inside of this layer.

    `middleware` is called once with an application and the `options`, and gives another application; it may
    be a class. It sees the request's environ, may change it, and may answer by itself. What it changes is
    seen by everything inside that has not been read from the request before.
    """

    middleware: Callable[..., WSGIApplication]
    options: Mapping[str, Any] = field(default_factory=dict)
    _application: WSGIApplication = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Wrap what is inside once, for all requests; raise what the middleware raises."""
        object.__setattr__(self, "_application", self.middleware(_inside, **self.options))

    def __call__(self, request: Request, call_next: Handler) -> Any:
        """The answer of the middleware, as a WSGI application that is asked at once."""
        request.environ[_INSIDE] = partial(_answer, request, call_next)
        return self._application


def _inside(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """What the middleware is around: the rest of the request it is asked about."""
    answer: WSGIApplication = environ.pop(_INSIDE)
    return answer(environ, start_response)


def _answer(
    request: Request, call_next: Handler, environ: WSGIEnvironment, start_response: StartResponse
) -> Iterable[bytes]:
    """The answer from inside the layer, to the environ as the middleware gives it on."""
    request.environ = environ
    return call_next(request).send(request.method, start_response)
