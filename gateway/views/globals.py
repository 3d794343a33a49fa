"""What every template may name without being given it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any, Final

from jinja2.runtime import Context
from jinja2.utils import missing
from markupsafe import Markup

from gateway.http.request import Request


class PageContext(Context):
    """Jinja's context, which asks the request for a name of REQUEST_GLOBALS only when a template uses it."""

    def resolve_or_missing(self, key: str) -> Any:
        """The value of `key`, or Jinja's `missing`."""
        if key in self.vars:
            return self.vars[key]
        if key in self.parent:
            return self.parent[key]
        read = REQUEST_GLOBALS.get(key)
        return missing if read is None or "request" not in self.parent else read(self.parent["request"])


def csrf_token(request: Request) -> str:
    """The token a form posts back; raise RuntimeError on a route without the csrf layer."""
    if request.make_csrf_token is None:
        raise RuntimeError(
            "csrf_token() in a template: this route has no csrf layer, put `csrf` into its stack"
        )
    return request.make_csrf_token()


def csrf_field(request: Request) -> Markup:
    """The hidden input that posts the token back; raise RuntimeError on a route without the csrf layer.

    A template puts it into each form that posts: `<form method="post">{{ csrf_field() }} ... </form>`.
    """
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(csrf_token(request))


def _session(request: Request) -> Any:
    """The session; None on a route without one, so that a layout can ask for it anywhere."""
    return None if request.session_store is None else request.session


def flashes(request: Request, kind: str | None = None) -> Any:
    """The messages kept for this page, by kind or of one kind, forgotten by it; none without a session layer.

    {% for text in flashes("info") %}<p>{{ text }}</p>{% endfor %}
    """
    if request.session_store is None:
        return {} if kind is None else []
    return request.flashes(kind)


def _settings(request: Request) -> dict[str, Any]:
    """What gateway.yaml has under `settings: own:`, in its place below `settings`."""
    return {"own": request.app.settings.get("own", {})}


REQUEST_GLOBALS: Final[Mapping[str, Callable[[Request], Any]]] = MappingProxyType(
    {
        "user": lambda request: request.user,
        "session": _session,
        "settings": _settings,
        "url_for": lambda request: request.url_for,
        "flashes": lambda request: partial(flashes, request),
        "csrf_token": lambda request: partial(csrf_token, request),
        "csrf_field": lambda request: partial(csrf_field, request),
    }
)
