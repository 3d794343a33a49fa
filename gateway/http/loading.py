"""Path parameters replaced by what they stand for, before the handler runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from werkzeug.exceptions import NotFound

from gateway.http.request import Request
from gateway.http.results import Marker

Loader = Callable[[Request, Any], Any]
"""What finds a parameter's object: `(request, value)`, value converted; None is 404, NEXT another route."""


@dataclass(frozen=True, slots=True, eq=False)  # that of another row is another layer
class Loading:
    """The innermost layer of a route whose parameters have loaders.

    A loader runs once per request and value, even where several routes with that parameter are tried.
    """

    loaders: tuple[tuple[str, Loader], ...]

    def __call__(self, request: Request, call_next: Callable[[Request], Any]) -> Any:
        """The answer, once every parameter is loaded; raise NotFound for one that stands for nothing."""
        for name, load in self.loaders:
            if name not in request.params:
                continue
            value = _loaded(request, load, request.params[name])
            if value is None:
                raise NotFound
            if isinstance(value, Marker):
                return value
            request.params = {**request.params, name: value}
        return call_next(request)


def _loaded(request: Request, load: Loader, value: Any) -> Any:
    """What a loader found for a value, now or earlier in this request."""
    known: dict[Any, Any] = request.__dict__.setdefault("_loaded", {})
    key = (load, tuple(value) if isinstance(value, list) else value)
    if key not in known:
        known[key] = load(request, value)
    return known[key]
