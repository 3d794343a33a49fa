"""A template's name and values as a handler gives them back, rendered once the request is known."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Any, Final, Literal, TypeAlias

from gateway.http.request import Request
from gateway.http.response import Response, ready


class Unset(Enum):
    """The type of UNSET: no layout was named, so that of gateway.yaml holds."""

    UNSET = "unset"


UNSET: Final = Unset.UNSET

Layout: TypeAlias = str | bool | Literal[Unset.UNSET] | None
"""A template's name; None, False or "none" for no layout, UNSET or True for the one of gateway.yaml."""


class View:
    """The answer that the template `name` gives with `values`; a number as `status` is the HTTP status.

        return View("orders/show", order=order)
        return View("form", status=422, layout=None, problems=problems)

    The name is a path below a folder of `views:`, its extension left out or not; it tells the content type
    too. The template sees the values, then `request.state`, then the globals. `layout` is a template's name,
    None for no layout; without it the route's or that of `views:` goes around the page. Nothing is looked up
    before it is rendered, so a test can compare a view's name and values without any templates.
    """

    __slots__ = ("layout", "name", "status", "values")

    def __init__(self, name: str, /, *, layout: Layout = UNSET, status: Any = 200, **values: Any) -> None:
        """Keep name and values; `layout`, and a number as `status`, are not for the template."""
        is_number = isinstance(status, int) and not isinstance(status, bool)
        self.name = name
        self.layout = layout
        self.status: int = status if is_number else 200
        self.values = values if is_number else {**values, "status": status}

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


def render_partial(
    request: Request,
    name: str,
    /,
    *,
    collection: Any = UNSET,
    object: Any = UNSET,  # noqa: A002  (the option's word)
    as_: str | None = None,
    **values: Any,
) -> str:
    """The text of a partial, as `partial` in a template has it: for a part of a page that is asked for alone.

        rows = render_partial(request, "row", collection=movies, as_="film")

    It sees the values, `request.state` and the globals; it has no layout. With a `collection` it is rendered
    once for each item, which it knows by the last part of its own name or as `as_`; an empty collection gives
    empty text. `object` is one such item. Raise LookupError for a name that is neither in the folder of
    partials nor a template, TypeError for both a collection and an object, RuntimeError in a service without
    views.
    """
    how = {"collection": collection, "object": object, "as_": as_}
    return str(_templates(request).render_partial(name, values, request, how))


def stream(request: Request, name: str, /, *, layout: Layout = UNSET, **values: Any) -> Iterator[str]:
    """The text of the template `name` in pieces, for a handler to return: a large page is sent as it is made.

        return stream(request, "report", rows=database.rows())

    The values may hold iterators: the template draws from them. A piece is at least 8192 characters, but for
    the last ones. The layout is rendered with the first of them, so it has what the page sets before that,
    and it must print `body` just once. Until the first piece is there an error has its page, and the session
    can change; after it the answer is cut short.

    Raise LookupError for a name that no root of the views has, RuntimeError in a service without views.
    """
    pieces: Iterator[str] = _templates(request).stream(name, values, request, layout)
    return pieces


def _templates(request: Request) -> Any:
    """The service's templates; raise RuntimeError if it has none."""
    templates = request.app.templates
    if templates is None:
        raise RuntimeError("this service has no views: name their folder under `views:` in gateway.yaml")
    return templates
