"""What request-time code may know of the whole service."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from gateway.http.json_writing import usual


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """The service a request came to: its settings, environment, templates and ways to other routes.

    `url_for(name, **params)` builds a path; `respond(request)` answers a request within this process;
    `following(request, marker)` answers it with the next matching route, which is what NEXT asks for.

    `settings` are those of gateway.yaml as plain values, `settings["own"]` what its author has there; a
    secret among them is three stars, only its `reveal()` gives the text. `globals` are what every view sees.
    A mounted service has a `parent` and the `mount_path` it was reached by as it is written.

    What requests read is decided at the start: `query` is flat, nested, or none where no query is read;
    `max_body` the limit of bodies in bytes where no route or layer says otherwise; `trusts` tells whether to
    believe an address that stands so many hops before us, None where no proxy counts; `templates` is None in
    a service without views, `signer` without keys for cookies; `logins` are the ways to log in, by name.
    """

    environment: str = "production"
    settings: Mapping[str, Any] = field(default_factory=dict)
    globals: Mapping[str, Any] = field(default_factory=dict)
    query: str = "flat"
    max_body: int = 1_048_576
    public_url: str | None = None
    error_detail: str = "none"
    subdomain_offset: int = 2
    trusts: Callable[[str, int], bool] | None = None
    encode_json: Callable[[Any], bytes] = usual
    redirects: Mapping[str, Callable[[Any], str]] = field(default_factory=dict)
    predicates: Mapping[str, Callable[[Any], bool]] = field(default_factory=dict)
    signer: Any = None
    jsonp_parameter: str = "callback"
    templates: Any = None
    logins: Mapping[str, Any] = field(default_factory=dict, repr=False)
    parent: App | None = None
    mount_path: str = ""
    url_for: Callable[..., str]
    respond: Callable[[Any], Any]
    following: Callable[..., Any]
    is_public_secure: bool = field(init=False)

    def __post_init__(self) -> None:
        """Work out once whether people come by https."""
        object.__setattr__(self, "is_public_secure", (self.public_url or "").startswith("https:"))
