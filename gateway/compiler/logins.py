"""From the entries of `login:` to the rows that log a person in and out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from gateway.compiler.keys import private_folder
from gateway.compiler.names import Names
from gateway.compiler.report import Report
from gateway.compiler.routes import Routes
from gateway.compiler.services import Services
from gateway.compiler.templates import check_template
from gateway.config.model import Config, Login
from gateway.config.plain import revealed
from gateway.config.units import seconds
from gateway.errors import ConfigReferenceError, Problem
from gateway.middleware.chain import kind_of

_READ = ("GET", "HEAD")
_LEDGER = "sandbox.sqlite"


@dataclass(frozen=True, slots=True)
class Logins:
    """Makes the rows of every login; a service without a login imports none of its modules."""

    config: Config
    names: Names
    services: Services
    report: Report

    def add_to(self, routes: Routes) -> None:
        """Insert start, callback and logout of each login, and the sandbox's pages if one uses it."""
        if any(self._uses_sandbox(login) for login in self.config.login):
            for methods, path, handler in self._sandbox().handlers():
                routes.add_fixed(path, handler, _with_head(methods), ())
        logouts: set[str] = set()
        for login in self.config.login:
            told = len(self.report.problems)
            flow = self._flow(login)
            rows: list[tuple[str, tuple[str, ...], Callable[..., Any]]] = [
                (login.start, (*_READ, "POST"), flow.start),
                (login.callback, _READ, flow.callback),
            ]
            if login.logout_path not in logouts:
                logouts.add(login.logout_path)
                rows.append((login.logout_path, (*_READ, "POST"), flow.logout))
            for path, methods, handler in rows:
                routes.positions[len(routes.rows)] = login.at.at
                endpoint = routes.add_fixed(path, handler, methods, login.stack, label=f"login {login.name}")
            has_session = any(kind_of(layer) == "session" for layer in endpoint.layers)
            if not has_session and len(self.report.problems) == told:
                said = f'the stack of login "{login.name}" has no session, so nobody would stay logged in'
                help_ = "stack: [session, csrf], or name one that has them"
                self.report.add(login.at.at, "GW085", said, help_)

    def _uses_sandbox(self, login: Login) -> bool:
        """Whether a login goes to the sandbox: because it says so, or for want of keys in development."""
        keyless = login.client_id is None and self.config.environment == "development"
        return login.provider == "sandbox" or keyless

    def _flow(self, login: Login) -> Any:
        """The three handlers of a login, with everything they need to know."""
        self._check_names(login)
        keys, config = self.services.keys, self.config
        public_url = config.settings.public_url or ""
        sandboxed = self._uses_sandbox(login)
        more = {"connect": import_module("gateway.login.sandbox.transport").InProcess} if sandboxed else {}
        records = import_module("gateway.login.record").Records(
            login=login.name,
            seal=import_module("gateway.login.seal").Seal.of(keys, "login"),
            secure=public_url.startswith("https:"),
        )
        return import_module("gateway.login.flow").LoginFlow(
            name=login.name,
            provider=self._provider(login, public_url, sandboxed=sandboxed),
            records=records,
            public_url=public_url,
            start_path=login.start,
            logout_path=login.logout_path,
            logout_view=login.logout_view,
            success=login.success,
            failure=login.failure,
            keep=config.session.keep_on_login if config.session else (),
            profile=self._profile(login),
            **more,
        )

    def _profile(self, login: Login) -> Callable[..., Any] | None:
        """What makes the user of a provider's profile."""
        if login.profile is None:
            return None
        return self.names.function(login.profile, login.at.value_at("profile"), ("profile",))

    def _provider(self, login: Login, public_url: str, *, sandboxed: bool) -> Any:
        """The other side of a login: its addresses, and who we are to it."""
        oauth1 = import_module("gateway.login.oauth1")
        client_id, client_secret = self._client(login, sandboxed=sandboxed)
        consumer = oauth1.Consumer(
            client_id=client_id,
            client_secret=client_secret,
            callback=public_url.rstrip("/") + login.callback,
            profile_source=login.profile_source,
        )
        options = dict(login.options)
        timeout = seconds(options.pop("timeout", "5s"))
        urls = import_module("gateway.login.presets").endpoints(
            "sandbox" if sandboxed else login.provider,
            source=login.profile_source,
            public_url=public_url,
            overrides={} if sandboxed else options,
        )
        return oauth1.Oauth1(consumer=consumer, timeout=timeout, **urls)

    def _client(self, login: Login, *, sandboxed: bool) -> tuple[str, str]:
        """Our name and secret with the provider; the sandbox derives both from the session's key."""
        if sandboxed:
            client: tuple[str, str] = import_module("gateway.login.sandbox.provider").consumer(
                self.services.keys[0]
            )
            return client
        return revealed(login.client_id) or "", revealed(login.client_secret) or ""

    def _sandbox(self) -> Any:
        """The provider of made-up people; what was used there once is kept beside the development key."""
        provider = import_module("gateway.login.sandbox.provider")
        client_id, client_secret = provider.consumer(self.services.keys[0])
        directory = self.config.directory
        try:
            folder = directory / ".gateway" if self.names.strict else private_folder(directory)
        except OSError as error:
            said = f"the sandbox keeps its used tokens in .gateway/, which cannot be made: {error.strerror}"
            raise ConfigReferenceError([Problem(self.config.login[0].at.at, "GW021", said)]) from error
        return provider.Sandbox.of(
            client_id=client_id, client_secret=client_secret, keys=self.services.keys, ledger=folder / _LEDGER
        )

    def _check_names(self, login: Login) -> None:
        """The views that the login's pages are made of."""
        if login.logout_view is not None:
            position = login.at["logout"].value_at("view")
            check_template(self.services.templates, login.logout_view, position, self.report)
        if login.failure is not None and not login.failure.startswith("/"):
            check_template(self.services.templates, login.failure, login.at.value_at("failure"), self.report)


def _with_head(methods: tuple[str, ...]) -> tuple[str, ...]:
    """The methods, with HEAD where there is GET."""
    return (*methods, "HEAD") if "GET" in methods else methods
