"""The page that lists the ways to log in."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import quote

from gateway.http import destination
from gateway.http.redirects import below_mount
from gateway.http.request import Request
from gateway.http.response import Response
from gateway.login import pages


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One way to log in: its name in gateway.yaml, what people call it, and where it starts."""

    name: str
    label: str
    start: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Lists the logins, each leading on to the `return_to` that this page was given; `view` may show them."""

    logins: tuple[Choice, ...]
    view: str | None = None

    def __call__(self, request: Request) -> Response:
        """The page, for whoever asks."""
        starts = [below_mount(request, login.start) for login in self.logins]
        return_to = destination.asked(request, (request.original_url.partition("?")[0], *starts))
        more = f"?return_to={quote(return_to, safe='')}" if return_to else ""
        listed: list[dict[str, Any]] = [
            {**asdict(login), "start": start + more} for login, start in zip(self.logins, starts, strict=True)
        ]
        if self.view is None:
            return pages.choices(listed)
        values = {"logins": listed}
        return pages.unshared(Response.html(request.app.templates.render(self.view, values, request)))
