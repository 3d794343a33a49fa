"""A template's name and values as a handler gives them back, rendered once the request is known."""

from __future__ import annotations

from enum import Enum
from typing import Any, Final, Literal, TypeAlias

from gateway.http.request import Request
from gateway.http.response import Response


class Unset(Enum):
    """The type of UNSET: no layout was named, so that of gateway.yaml holds."""

    UNSET = "unset"


UNSET: Final = Unset.UNSET

Layout: TypeAlias = str | Literal[Unset.UNSET] | None
"""A template's name, None or "none" for no layout, UNSET for the one of gateway.yaml."""


class View:
    """The answer that the template `name` gives with `values`; `status` is the HTTP status."""

    __slots__ = ("layout", "name", "status", "values")

    def __init__(self, name: str, /, *, layout: Layout = UNSET, status: int = 200, **values: Any) -> None:
        self.name = name
        self.layout = layout
        self.status = status
        self.values = values

    def __repr__(self) -> str:
        """The name only: values may be a person's."""
        return f"View({self.name!r})"

    def render(self, request: Request) -> Response:
        """The template's text as a response; raise LookupError for a name that no root of the views has."""
        templates = _templates(request)
        body = templates.render(self.name, self.values, request, self.layout).encode()
        pairs = [("Content-Type", templates.type_of(self.name)), ("Content-Length", str(len(body)))]
        return Response.ready(body, self.status, pairs)


def render(request: Request, name: str, /, *, layout: Layout = UNSET, **values: Any) -> str:
    """The text of the template `name`; raise LookupError for a name that no root of the views has."""
    return str(_templates(request).render(name, values, request, layout))


def _templates(request: Request) -> Any:
    templates = request.app.templates
    if templates is None:
        raise RuntimeError("this service has no views: name their folder under `views:` in gateway.yaml")
    return templates
