"""A template's name and values as a handler gives them back, rendered once the request is known."""

from __future__ import annotations

from enum import Enum
from typing import Any, Final, Literal, TypeAlias

from gateway.http.request import Request
from gateway.http.response import Response, ready


class Unset(Enum):
    """The type of UNSET: no layout was named, so that of gateway.yaml holds."""

    UNSET = "unset"


UNSET: Final = Unset.UNSET

Layout: TypeAlias = str | Literal[Unset.UNSET] | None
"""A template's name, None or "none" for no layout, UNSET for the one of gateway.yaml."""


class View:
    """The answer that the template `name` gives with `values`; `status` is the HTTP status.

        return View("orders/show", order=order)
        return View("form", status=422, layout=None, problems=problems)

    The name is a path below a folder of `views:`, its extension left out or not; it tells the content type
    too. The template sees the values, then `request.state`, then the globals. `layout` is a template's name,
    None for no layout; without it the route's or that of `views:` goes around the page. Nothing is looked up
    before it is rendered, so a test can compare a view's name and values without any templates.
    """

    __slots__ = ("layout", "name", "status", "values")

    def __init__(self, name: str, /, *, layout: Layout = UNSET, status: int = 200, **values: Any) -> None:
        """Keep name and values; those called `layout` and `status` are not for the template."""
        self.name = name
        self.layout = layout
        self.status = status
        self.values = values

    def __repr__(self) -> str:
        """The name only: values may be a person's."""
        return f"View({self.name!r})"

    def render(self, request: Request) -> Response:
        """The template's text as a response.

        Raise LookupError for a name that no root of the views has, RuntimeError in a service without views,
        and whatever the template raises.
        """
        templates = _templates(request)
        body = templates.render(self.name, self.values, request, self.layout).encode()
        pairs = [("Content-Type", templates.type_of(self.name)), ("Content-Length", str(len(body)))]
        return ready(body, self.status, pairs)


def render(request: Request, name: str, /, *, layout: Layout = UNSET, **values: Any) -> str:
    """The text of the template `name`, for what is no answer of its own: a mail, or part of a page.

        text = render(request, "mail/welcome.txt", layout=None, person=person)

    Raise LookupError for a name that no root of the views has, RuntimeError in a service without views.
    """
    return str(_templates(request).render(name, values, request, layout))


def _templates(request: Request) -> Any:
    """The service's templates; raise RuntimeError if it has none."""
    templates = request.app.templates
    if templates is None:
        raise RuntimeError("this service has no views: name their folder under `views:` in gateway.yaml")
    return templates
