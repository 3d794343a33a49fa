"""What request-time code may know of the whole service."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """The service a request came to: its settings, environment, templates and ways to other routes.

    `url_for(name, **params)` builds a path; `respond(request)` answers a request within this process;
    `following(request)` answers it with the next matching route, which is what a handler's NEXT asks for.

    `settings["own"]` is what gateway.yaml has there, for handlers; `query` is flat, or none where
    no query is read; `max_body` the limit of bodies in bytes where no route or layer says otherwise;
    `templates` None in a service without views.
    """

    environment: str = "production"
    settings: Mapping[str, Any] = field(default_factory=dict)
    query: str = "flat"
    max_body: int = 1_048_576
    public_url: str | None = None
    error_detail: str = "none"
    templates: Any = None
    url_for: Callable[..., str]
    respond: Callable[[Any], Any]
    following: Callable[[Any], Any]
    is_public_secure: bool = field(init=False)

    def __post_init__(self) -> None:
        """Work out once whether people come by https."""
        object.__setattr__(self, "is_public_secure", (self.public_url or "").startswith("https:"))
