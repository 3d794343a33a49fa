"""From the entries of `login:` to the rows that log a person in and out."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from gateway.compiler.keys import private_folder
from gateway.compiler.mounts import Surroundings
from gateway.compiler.providers import origin, provider
from gateway.compiler.routes import Routes
from gateway.compiler.services import Services
from gateway.compiler.templates import check_template
from gateway.config.model import Config, Login
from gateway.config.plain import revealed
from gateway.errors import ConfigReferenceError, Problem
from gateway.middleware.chain import kind_of
from gateway.resolution.entrances import login_page
from gateway.resolution.functions import profile
from gateway.resolution.names import Names
from gateway.resolution.report import Report

_READ = ("GET", "HEAD")
_LEDGER = "sandbox.sqlite"


@dataclass(frozen=True, slots=True)
class Logins:
    """Makes the rows of every login; a service without a login imports none of its modules."""

    config: Config
    names: Names
    services: Services
    report: Report
    around: Surroundings

    def add_to(self, routes: Routes) -> dict[str, Any]:
        """Insert the rows of each login, the page that lists several, and the sandbox's pages if one uses it.

        What comes back are the logins by their names, for what handlers ask of them.
        """
        if any(self._uses_sandbox(login) for login in self.config.login):
            for methods, path, handler in self._sandbox().handlers():
                routes.add_fixed(path, handler, _with_head(methods), ())
        flows = {}
        for login in self.config.login:
            told = len(self.report.problems)
            flow = flows[login.name] = self._flow(login)
            endpoint = self._add(routes, login, login.start, (*_READ, "POST"), flow.start)
            self._add(routes, login, login.callback, _READ, flow.callback)
            has_session = any(kind_of(layer) == "session" for layer in endpoint.layers)
            if not has_session and len(self.report.problems) == told:
                said = f'the stack of login "{login.name}" has no session, so nobody would stay logged in'
                help_ = "stack: [session, csrf], or name one that has them"
                self.report.add(login.at.value_at("stack"), "GW085", said, help_)
            self._add_back_channel(routes, login, flow)
        self._add_logouts(routes, flows)
        self._add_page(routes)
        return flows

    def _add(
        self, routes: Routes, login: Login, path: str, methods: tuple[str, ...], handler: Callable[..., Any]
    ) -> Any:
        """One row of a login, in its stack."""
        routes.positions[len(routes.rows)] = login.at.at
        return routes.add_fixed(path, handler, methods, login.stack, label=f"login {login.name}")

    def _add_logouts(self, routes: Routes, flows: dict[str, Any]) -> None:
        """Each path at which people log out, once, with the logins that have to be left elsewhere as well."""
        logins = self.config.login
        first = {login.logout_path: login for login in reversed(logins)}
        for path, login in reversed(first.items()):
            leaving = self._leaving(path, flows)
            page = login_page(self.config)
            logout = import_module("gateway.login.logout").Logout(
                path=path,
                view=login.logout_view,
                start=page.path if page is not None else login.start,
                leaving=leaving,
                form_targets=_form_targets([each.provider for each in leaving.values()]),
            )
            self._add(routes, login, path, (*_READ, "POST"), logout)

    def _leaving(self, path: str, flows: dict[str, Any]) -> dict[str, Any]:
        """What leaves the providers of the logins that end at a path."""
        return {
            login.name: import_module("gateway.login.leaving").Leaving(
                login=login.name, provider=flow.provider, public_url=flow.public_url, asking=flow.asking
            )
            for login in self.config.login
            if login.leaves_provider and login.logout_path == path
            for flow in [flows[login.name]]
        }

    def _add_back_channel(self, routes: Routes, login: Login, flow: Any) -> None:
        """Where a provider says that somebody has logged out; no stack, since it is no browser."""
        path = login.options.get("back_channel_logout")
        if path is None:
            return
        handler = import_module("gateway.login.back_channel").BackChannel(
            login=login.name,
            provider=flow.provider,
            store=self.services.store,
            asking=flow.asking,
        )
        routes.positions[len(routes.rows)] = login.at.at
        routes.add_fixed(path, handler, ("POST",), (), label=f"login {login.name}")

    def _add_page(self, routes: Routes) -> None:
        """The page that lists the logins."""
        page = login_page(self.config)
        if page is None:
            return
        if page.view is not None:
            position = self.config.settings.at["login_page"].value_at("view")
            check_template(self.services.templates, page.view, position, self.report)
        choices = import_module("gateway.login.choices")
        logins = self.config.login
        listed = tuple(choices.Choice(name=each.name, label=each.label, start=each.start) for each in logins)
        self._add(routes, logins[0], page.path, _READ, choices.Choices(logins=listed, view=page.view))

    def _uses_sandbox(self, login: Login) -> bool:
        """Whether a login goes to the sandbox: because it says so, or for want of keys in development."""
        keyless = login.client_id is None and self.config.environment == "development"
        return login.provider == "sandbox" or keyless

    def _flow(self, login: Login) -> Any:
        """The handlers of a login, with everything they need to know."""
        self._check_names(login)
        keys, config = self.services.keys, self.config
        sandboxed = self._uses_sandbox(login)
        public_url = self._address(sandboxed=sandboxed)
        more = {"connect": import_module("gateway.login.sandbox.transport").InProcess} if sandboxed else {}
        page, client = login_page(self.config), self._client(login, sandboxed=sandboxed)
        return import_module("gateway.login.flow").LoginFlow(
            name=login.name,
            provider=provider(login, public_url, client, sandboxed=sandboxed),
            records=import_module("gateway.login.record").Records(
                login=login.name,
                seal=import_module("gateway.login.seal").Seal.of(keys, "login"),
                secure=public_url.startswith("https:"),
            ),
            public_url=public_url,
            start_path=login.start,
            loops=(login.logout_path, *([page.path] if page is not None else [])),
            success=login.success,
            failure=login.failure,
            keep=config.session.keep_on_login if config.session else (),
            profile=self._profile(login),
            keeps_tokens=login.keeps_tokens,
            names_person="back_channel_logout" in login.options,
            breaker=self._breaker(sandboxed=sandboxed),
            **more,
        )

    def _address(self, *, sandboxed: bool) -> str:
        """Where people come back to: below the mount, unless a mounted service has an address of its own."""
        url, outer = self.config.settings.public_url or "", self.around.config
        if outer is None or sandboxed or outer.settings.public_url != url:
            return url
        return url + (self.around.path if isinstance(self.around.path, str) else "")

    def _breaker(self, *, sandboxed: bool) -> Any:
        """How many may ask a provider at once, and wait for that: at all logins fewer than there are threads.

        Those are in gunicorn.conf.py, and some must be left for everything else. The sandbox is this very
        process, and keeps nobody waiting.
        """
        breaker = import_module("gateway.login.breaker").Breaker
        if sandboxed:
            return breaker(most=sys.maxsize)
        elsewhere = [login for login in self.config.login if not self._uses_sandbox(login)]
        share = (7 if self.config.environment == "development" else 28) // len(elsewhere)
        queue = max(1, share // 7)
        return breaker(most=max(1, share - queue), queue=queue)

    def _profile(self, login: Login) -> Callable[..., Any] | None:
        """What makes the user of a provider's profile; one that takes no request is not given it."""
        found = profile(login, self.names)
        if found is None:
            return None
        function, takes_request = found
        return function if takes_request else lambda given, _request: function(given)

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


def _form_targets(providers: list[Any]) -> str:
    """Where a form that logs out may lead: browsers look at what its answer redirects to as well."""
    local = {origin(url) for each in providers if (url := each.discovery.issuer).startswith("http:")}
    return " ".join(["'self'", *(["https:"] if providers else []), *sorted(local)])


def _with_head(methods: tuple[str, ...]) -> tuple[str, ...]:
    """The methods, with HEAD where there is GET."""
    return (*methods, "HEAD") if "GET" in methods else methods
