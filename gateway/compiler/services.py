"""What layers and answers need from the service as a whole: sessions, templates, logins."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from typing import Any

from gateway.compiler.names import Names
from gateway.compiler.templates import templates_of
from gateway.config.model import Config, SessionCookie
from gateway.sessions.store import CookieOptions


@dataclass(frozen=True)
class Services:
    """What layers and answers share, built when something first needs it and then kept.

    What no route needs is never imported: without a session layer no store, without a view or `views:` no
    Jinja. The configuration goes in, the signing keys as plain text, newest first, and what finds the
    functions that views name; `store` is None if there is no `session:` at the top level.
    """

    config: Config
    keys: tuple[str, ...] = field(repr=False)
    names: Names

    @cached_property
    def store(self) -> Any:
        """The session store, of the kind the configuration names."""
        session = self.config.session
        if session is None:
            return None
        module = import_module(f"gateway.sessions.stores.{session.store}")
        return getattr(module, f"{session.store.title()}Store")(self.cookie_options)

    @cached_property
    def templates(self) -> Any:
        """The templates of `views`; what they name and is not there is noted."""
        return templates_of(self.config, self.names)

    @property
    def needed_templates(self) -> Any:
        """The templates if a route needs them or the file has `views:` (handlers may render); else None."""
        return self.templates if "templates" in self.__dict__ or self.config.views.at else None

    @property
    def cookie_options(self) -> Any:
        """The session's cookie, with its keys as plain text."""
        session = self.config.session
        cookie = session.cookie if session else SessionCookie()
        public_url = self.config.settings.public_url or ""
        return CookieOptions(
            name=cookie.name,
            max_age=cookie.max_age,
            idle=cookie.idle,
            same_site=cookie.same_site,
            secure=cookie.secure
            if cookie.secure is not None or not public_url.startswith("https:")
            else True,
            http_only=cookie.http_only,
            domain=cookie.domain,
            path=cookie.path,
            keys=self.keys,
            keep_on_login=session.keep_on_login if session else (),
        )

    def of_type(self, name: str) -> Any:
        """The service that fills a layer's field of that type; LookupError if there is none such."""
        services = {"Store": lambda: self.store, "Templates": lambda: self.templates}
        return services[name]()
