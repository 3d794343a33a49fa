"""What layers and answers need from the service as a whole: sessions, templates, logins."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

from gateway.compiler.json_writing import json_encoder
from gateway.compiler.keys import plain_keys, private_folder
from gateway.compiler.templates import templates_of
from gateway.config.model import Config, Session
from gateway.config.plain import revealed
from gateway.config.sessions import another
from gateway.config.variables import Unset
from gateway.resolution.names import Names
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
    stores: list[tuple[Session, Any]] = field(default_factory=list, repr=False)

    @property
    def store(self) -> Any:
        """The store of the session at the top level."""
        return None if self.config.session is None else self.store_of(self.config.session)

    def session(self, options: Mapping[str, Any] | None) -> Session | None:
        """The session of a stack entry; None if there is none at the top level."""
        base = self.config.session
        return another(options, base) if options and base is not None else base

    def store_of(self, session: Session) -> Any:
        """The store of a session, of the kind it names; one for all layers that have the same session."""
        for known, store in self.stores:
            if known == session and known.at is session.at:
                return store
        made = self._cookies(session) if session.store == "cookie" else self._server(session)
        self.stores.append((session, made))
        return made

    def _cookies(self, session: Session) -> Any:
        """Sessions in cookies; what encrypts, or does as Express does, is imported only if it shall."""
        store = import_module("gateway.sessions.stores.cookie").CookieStore
        options = self.cookie_of(session)
        if session.encrypt:
            return store(options, codec=import_module("gateway.sessions.sealed").SealedCodec)
        if session.format == "cookie-session":
            express = import_module("gateway.sessions.cookie_session")
            return store(options, codec=express.CookieSessionCodec, jar=express.PairJar)
        return store(options)

    def _server(self, session: Session) -> Any:
        """Sessions on a server; no connection is made yet."""
        module = import_module(f"gateway.sessions.stores.{session.store}")
        shelf = getattr(module, f"{session.store.title()}Shelf")(**self._told(session))
        return import_module("gateway.sessions.server").ServerStore(
            self.cookie_of(session),
            shelf,
            is_forgiving=session.on_failure == "anonymous",
            knows_owners=session.revocation,
        )

    def _told(self, session: Session) -> dict[str, Any]:
        """What the store is told, its address as plain text; a database that is not named is a file."""
        told = dict(session.stores.get(session.store, {}))
        url = told.pop("url", None)
        if url is not None and not isinstance(url, Unset):
            told["url"] = revealed(url)
        elif session.store == "sql":
            # Who only checks makes no folder.
            file = "" if self.names.strict else private_folder(self.config.directory) / "sessions.sqlite"
            told["url"] = f"sqlite:///{file}"
        return told

    @cached_property
    def encode_json(self) -> Callable[[Any], bytes]:
        """What writes JSON as `settings.json` says."""
        return json_encoder(self.config.settings, self.names)

    @cached_property
    def templates(self) -> Any:
        """The templates of `views`; what they name and is not there is noted."""
        return templates_of(self.config, self.names)

    @property
    def needed_templates(self) -> Any:
        """The templates if a route needs them, or handlers may; else None."""
        views = self.config.views
        if "templates" in self.__dict__ or views.at:
            return self.templates
        may_render = any(map(Path.is_dir, views.directory)) and self.names.mention("gateway.views")
        return self.templates if may_render else None

    def cookie_of(self, session: Session) -> CookieOptions:
        """A session's cookie, with its keys as plain text: its own, or those of the top level."""
        cookie, top = session.cookie, self.config.session
        is_https = (self.config.settings.public_url or "").startswith("https:")
        return CookieOptions(
            name=cookie.name,
            max_age=cookie.max_age,
            idle=cookie.idle,
            same_site=cookie.same_site,
            secure=True if cookie.secure is None and is_https else cookie.secure,
            is_https=is_https,
            http_only=cookie.http_only,
            domain=cookie.domain,
            path=cookie.path,
            keys=self.keys if top is not None and session.keys == top.keys else plain_keys(session.keys),
            keep_on_login=session.keep_on_login,
            rolling=session.rolling,
            save_empty=session.save_empty,
        )
